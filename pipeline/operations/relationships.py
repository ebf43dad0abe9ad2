"""What logged activities say about who knows whom, kept nightly as relationships of source `computed`.

Only contacts with activities that changed since the last night are added up again; every other weight fades by the days
that went by, which is the same (docs/algorithms/relationships.md).
"""

from datetime import date
from typing import Any

from django.db import connection

from accounts.queries.organisation import zone
from accounts.rules.relationships import COUNTS, HALF_LIFE_DAYS, WEIGHTS
from pipeline.models import Captured
from salesops.db.operation import operation

# What a machine sent says nothing; what one only wrote down does.
COUNTED = """
    counted AS (
        SELECT a.owner_id, who.contact_id, k.weight, (a.occurred_at AT TIME ZONE %(zone)s)::date AS day
        FROM (
            SELECT id AS activity_id, contact_id FROM pipeline_activity WHERE contact_id IN (SELECT contact FROM stale)
            UNION
            SELECT activity_id, contact_id FROM pipeline_activitycontact
            WHERE contact_id IN (SELECT contact FROM stale)
        ) who
        JOIN pipeline_activity a ON a.id = who.activity_id
        JOIN unnest(%(kinds)s::text[], %(outcomes)s::text[], %(weights)s::float8[]) AS k(kind, outcome, weight)
            ON k.kind = a.kind AND k.outcome = a.outcome
        WHERE a.deleted_at IS NULL AND NOT a.bounced AND (NOT a.automated OR a.source = ANY(%(captured)s))
    )
"""
STALE = "WITH stale AS (SELECT DISTINCT contact FROM pipeline_stalestrength WHERE id <= %(last)s)"
# Whole days between two business days; what lies in the future counts whole, from its day on.
COMPUTE = f"""
{STALE}, {COUNTED}
INSERT INTO accounts_relationship (uid, person_id, contact_id, source, weight, seen_on, weighed_on, consent)
SELECT gen_random_uuid(), a.owner_id, a.contact_id, 'computed',
    sum(a.weight * power(2, -greatest(0, %(today)s - a.day) / %(half)s::float8)),
    max(a.day), %(today)s, bool_and(c.consent <> 'refused')
FROM counted a
JOIN accounts_contact c ON c.id = a.contact_id AND c.merged_into_id IS NULL
WHERE a.day <= %(today)s
GROUP BY a.owner_id, a.contact_id
ON CONFLICT (person_id, contact_id, source) DO UPDATE
    SET weight = EXCLUDED.weight, seen_on = EXCLUDED.seen_on, weighed_on = EXCLUDED.weighed_on,
        consent = EXCLUDED.consent
"""
# NOT IN is always one look into a hash; NOT EXISTS is planned for the few pairs that were known the night before.
GONE = f"""
{STALE}, {COUNTED}
DELETE FROM accounts_relationship r
WHERE r.source = 'computed' AND r.removed_at IS NULL AND r.contact_id IN (SELECT contact FROM stale)
    AND (r.person_id, r.contact_id) NOT IN (SELECT owner_id, contact_id FROM counted WHERE owner_id IS NOT NULL)
"""
FADE = """
UPDATE accounts_relationship
SET weight = weight * power(2, -(%(today)s - weighed_on) / %(half)s::float8), weighed_on = %(today)s
WHERE source = 'computed' AND weighed_on <> %(today)s
"""
CONSENT = """
UPDATE accounts_relationship r SET consent = c.consent <> 'refused' FROM accounts_contact c
WHERE c.id = r.contact_id AND r.source = 'computed' AND r.consent <> (c.consent <> 'refused')
"""
# What happens later than today is looked at again then.
DONE = f"""
{STALE}, {COUNTED}
DELETE FROM pipeline_stalestrength s
WHERE s.id <= %(last)s AND NOT EXISTS (SELECT FROM counted a WHERE a.contact_id = s.contact AND a.day > %(today)s)
"""
LAST = "SELECT coalesce(max(id), 0) FROM pipeline_stalestrength"


def compute_relationships(today: date) -> dict[str, int]:
    """As of the end of `today`; run twice the same day it changes nothing. What a person removed stays removed.

    kept: pairs added up again; gone: those that nothing says any more.
    """
    pairs = [(kind, outcome) for kind, outcomes in COUNTS.items() for outcome in outcomes]
    asked: dict[str, Any] = {
        "today": today,
        "zone": str(zone()),
        "half": HALF_LIFE_DAYS,
        "kinds": [kind for kind, _outcome in pairs],
        "outcomes": [outcome for _kind, outcome in pairs],
        "weights": [WEIGHTS[kind] for kind, _outcome in pairs],
        "captured": list(Captured.Origin.values),
    }
    with operation(by=None, source="system"), connection.cursor() as cursor:
        cursor.execute(LAST)
        asked["last"] = cursor.fetchone()[0]
        cursor.execute(COMPUTE, asked)
        kept = cursor.rowcount
        cursor.execute(GONE, asked)
        gone = cursor.rowcount
        for statement in (FADE, CONSENT, DONE):
            cursor.execute(statement, asked)
        return {"kept": kept, "gone": gone}
