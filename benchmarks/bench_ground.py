"""The ground: what a scope, an audit row and a seal cost against the plain SQL they stand for."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from benchmarks.compare import compare
from salesops.audit.models import AuditRecord
from salesops.audit.seal import seal, verify
from salesops.kernel.scope import Scope

ROWS = 200_000
PEOPLE = 500
QUARTER = (date(2026, 1, 1), date(2026, 4, 1))


def sql(text: str, params: Any = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchall() if cursor.description else None


@pytest.mark.parametrize(
    ("team", "times", "must", "moved"),
    [(8, 30, 1.3, False), (400, 3, 1.3, False), (400, 3, 2.5, True)],
    ids=["team", "company", "company with a move"],
)
@pytest.mark.django_db
def test_a_scope_against_the_same_question_with_an_array(team: int, times: int, must: float, moved: bool) -> None:
    """The limit is hand-written for the case; a scope knows the days each person was in view, whoever moved."""
    sql("CREATE TEMP TABLE deal_row (id bigint, owner_id bigint, day date, amount numeric)")
    sql(
        "INSERT INTO deal_row SELECT n, n %% %s, date '2025-01-01' + n %% 700, n FROM generate_series(1, %s) n",
        [PEOPLE, ROWS],
    )
    sql("CREATE INDEX ON deal_row (owner_id, day) INCLUDE (id, amount)")
    sql("ANALYZE deal_row")
    people = list(range(team))
    arrived = date(2026, 2, 1) if moved else date(2024, 1, 1)
    scope = Scope(spans=((0, arrived, None), *((person, date(2024, 1, 1), None) for person in people[1:])))
    cut = scope.cut(owner="d.owner_id", day="d.day", record=("opportunity", "d.id"), within=QUARTER)
    period = "d.day >= '2026-01-01' AND d.day < '2026-04-01'"
    ours = f"SELECT sum(d.amount) FROM deal_row d {cut.join} WHERE {cut.where} AND {period}"
    stood = "(d.owner_id > 0 OR d.day >= %s)"
    plain = f"SELECT sum(d.amount) FROM deal_row d WHERE d.owner_id = ANY(%s) AND {stood} AND {period}"
    verdict = compare(
        f"scope of {team} people" + (", one moved" if moved else ""),
        lambda: [sql(ours, cut.params) for _ in range(times)],
        lambda: [sql(plain, [people, arrived]) for _ in range(times)],
        must=must,
        goal=1.1,
        rounds=11,
    )
    assert verdict.holds


def test_the_seal_against_reading_the_rows(own_database: str) -> None:
    """Sealing and verifying are one pass each; the limit is the cheapest pass over the same rows."""
    with transaction.atomic():
        sql(
            "INSERT INTO audit_auditrecord (uid, at, verb, kind, after, reason, request_id)"
            " SELECT gen_random_uuid(), now(), 'bench.row', 'bench', jsonb_build_object('n', n), '', ''"
            " FROM generate_series(1, 50000) n"
        )
    made = seal("audit_auditrecord")
    assert made is not None and made.rows == AuditRecord.objects.count()
    verdict = compare(
        "verify 50,000 audit rows",
        lambda: verify("audit_auditrecord"),
        lambda: sql("SELECT sum(length(sha256(convert_to(r::text, 'UTF8')))) FROM audit_auditrecord r"),
        must=6,
        goal=4,
        same=None,
    )
    assert verdict.holds
