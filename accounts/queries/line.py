"""The reporting line on any day: who stood under whom."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from salesops.kernel.scope import Span

# A leaver's last line never ends here: what they still own stands under their last manager, or the next one up.
SUBTREE = """
WITH RECURSIVE line AS (
    SELECT person_id, manager_id,
        CASE WHEN lead(lower(during)) OVER (PARTITION BY person_id ORDER BY lower(during)) IS NULL
            THEN daterange(lower(during), NULL) ELSE during END AS during
    FROM accounts_reportingline
), below(person_id, during) AS (
    SELECT root, daterange(NULL, NULL) FROM unnest(%(roots)s::bigint[]) AS root
    UNION
    SELECT line.person_id, line.during * below.during
    FROM line JOIN below ON line.manager_id = below.person_id
    WHERE line.during && below.during
)
SELECT person_id, lower(during), upper(during) FROM below
"""


def subtree_spans(roots: Sequence[int]) -> list[Span]:
    """One row per person and stretch of days they stood at or below one of `roots`; half-open, None = unbounded.

    A root stands in its own subtree on every day. No roots: an empty list.
    """
    with connection.cursor() as cursor:
        cursor.execute(SUBTREE, {"roots": list(roots)})
        return [(person, start, end) for person, start, end in cursor.fetchall()]


def people_below(roots: Sequence[int], day: date) -> frozenset[int]:
    """The ids at or below `roots` on one day."""
    return frozenset(
        person
        for person, start, end in subtree_spans(roots)
        if (start is None or start <= day) and (end is None or day < end)
    )
