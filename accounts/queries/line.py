"""The reporting line on any day: who stood under whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from accounts.models import ReportingLine, User
from salesops.kernel.scope import Span

# A leaver's last line never ends here: what they still own stands under their last manager, or the next one up.
# Somebody who is here and has no line stands at the top, and under nobody.
LINE = """
line AS (
    SELECT l.person_id, l.manager_id,
        CASE WHEN person.state IN ('deactivated', 'erased')
                AND lead(lower(l.during)) OVER (PARTITION BY l.person_id ORDER BY lower(l.during)) IS NULL
            THEN daterange(lower(l.during), NULL) ELSE l.during END AS during
    FROM accounts_reportingline l JOIN accounts_user person ON person.id = l.person_id
)
"""
SUBTREE = f"""
WITH RECURSIVE {LINE}, below(person_id, during) AS (
    SELECT root, daterange(NULL, NULL) FROM unnest(%(roots)s::bigint[]) AS root
    UNION
    SELECT line.person_id, line.during * below.during
    FROM line JOIN below ON line.manager_id = below.person_id
    WHERE line.during && below.during
)
SELECT person_id, lower(during), upper(during) FROM below
"""

# The lines as drawn, like the trigger `line_no_cycle`: who moved to the top may take over their former manager.
CHAIN_UP = """
WITH RECURSIVE up(id, during, chain) AS (
    SELECT %(manager)s::bigint, daterange(%(start)s::date, NULL), ARRAY[%(manager)s::bigint]
    UNION ALL
    SELECT l.manager_id, l.during * up.during, up.chain || l.manager_id
    FROM accounts_reportingline l JOIN up ON l.person_id = up.id
    WHERE l.during && up.during AND up.id <> %(person)s AND NOT l.manager_id = ANY(up.chain)
)
SELECT lower(during), chain FROM up WHERE id = %(person)s ORDER BY lower(during) NULLS FIRST LIMIT 1
"""


@dataclass(frozen=True)
class Chain:
    """From a manager up to the person they would lead, on the first day it holds (None: always)."""

    day: date | None
    chain: tuple[int, ...]


def cycle_through(person: int, manager: int, start: date | None) -> Chain | None:
    """The first chain by which `manager` already reports to `person` on a day from `start` on."""
    with connection.cursor() as cursor:
        cursor.execute(CHAIN_UP, {"person": person, "manager": manager, "start": start})
        found = cursor.fetchone()
    return Chain(found[0], tuple(found[1])) if found else None


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


def line_up(person: User, day: date) -> list[ReportingLine]:
    """The line above a person on a day, the direct manager first. A leaver stands under their last one (see LINE)."""
    found: list[ReportingLine] = []
    while True:
        rows = ReportingLine.objects.filter(person=person).select_related("person", "manager")
        row = rows.filter(during__contains=day).first()
        if row is None and person.state in (User.State.DEACTIVATED, User.State.ERASED):
            row = rows.filter(during__startswith__lte=day).order_by("-during").first()
        if row is None:
            return found
        found.append(row)
        person = row.manager
