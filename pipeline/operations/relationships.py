"""What logged activities say about who knows whom, kept nightly as relationships of source `computed`."""

from datetime import date
from typing import Any

from django.db import connection

from accounts.queries.organisation import zone
from accounts.rules.relationships import COUNTS, HALF_LIFE_DAYS, WEIGHTS
from salesops.db.operation import operation

# Whole days between two business days; what lies in the future counts whole.
COMPUTE = """
INSERT INTO accounts_relationship (uid, person_id, contact_id, source, weight, seen_on, consent)
SELECT gen_random_uuid(), a.owner_id, a.contact_id, 'computed',
    sum(k.weight * power(2, -greatest(0, %(today)s - (a.occurred_at AT TIME ZONE %(zone)s)::date) / %(half)s::float8)),
    max((a.occurred_at AT TIME ZONE %(zone)s)::date), bool_and(c.consent <> 'refused')
FROM pipeline_activity a
JOIN accounts_contact c ON c.id = a.contact_id AND c.merged_into_id IS NULL
JOIN unnest(%(kinds)s::text[], %(outcomes)s::text[], %(weights)s::float8[]) AS k(kind, outcome, weight)
    ON k.kind = a.kind AND k.outcome = a.outcome
WHERE a.deleted_at IS NULL AND NOT a.automated AND NOT a.bounced
    AND (a.occurred_at AT TIME ZONE %(zone)s)::date <= %(today)s
GROUP BY a.owner_id, a.contact_id
ON CONFLICT (person_id, contact_id, source)
    DO UPDATE SET weight = EXCLUDED.weight, seen_on = EXCLUDED.seen_on, consent = EXCLUDED.consent
"""
GONE = """
DELETE FROM accounts_relationship r WHERE r.source = 'computed' AND r.removed_at IS NULL AND NOT EXISTS (
    SELECT FROM pipeline_activity a JOIN unnest(%(kinds)s::text[], %(outcomes)s::text[]) AS k(kind, outcome)
        ON k.kind = a.kind AND k.outcome = a.outcome
    WHERE a.owner_id = r.person_id AND a.contact_id = r.contact_id AND a.deleted_at IS NULL AND NOT a.automated
        AND NOT a.bounced
)
"""


def compute_relationships(today: date) -> dict[str, int]:
    """As of the end of `today`; run twice the same day it changes nothing. What a person removed stays removed."""
    pairs = [(kind, outcome) for kind, outcomes in COUNTS.items() for outcome in outcomes]
    asked: dict[str, Any] = {
        "today": today,
        "zone": str(zone()),
        "half": HALF_LIFE_DAYS,
        "kinds": [kind for kind, _outcome in pairs],
        "outcomes": [outcome for _kind, outcome in pairs],
        "weights": [WEIGHTS[kind] for kind, _outcome in pairs],
    }
    with operation(by=None, source="system"), connection.cursor() as cursor:
        cursor.execute(COMPUTE, asked)
        kept = cursor.rowcount
        cursor.execute(GONE, asked)
        return {"kept": kept, "gone": cursor.rowcount}
