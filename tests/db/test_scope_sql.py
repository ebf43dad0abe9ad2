"""The SQL of a scope sees what its plain form sees, row by row, on random scopes and rows."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from salesops.kernel.scope import EVERYTHING, NOTHING, Scope

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
ROWS = "(SELECT * FROM unnest(%(ids)s::bigint[], %(owners)s::bigint[], %(days)s::date[]) AS r(id, owner_id, day)) r"


def seen(scope: Scope, rows: list[tuple[int, int | None, date]], within: tuple[date, date] | None = None) -> list[int]:
    cut = scope.cut(owner="r.owner_id", day="r.day", record=("deal", "r.id"), within=within)
    params = dict(zip(("ids", "owners", "days"), map(list, zip(*rows, strict=True)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT r.id FROM {ROWS} {cut.join} WHERE {cut.where} ORDER BY r.id", {**params, **cut.params})
        return [row[0] for row in cursor.fetchall()]


def a_day(chance: random.Random) -> date:
    return FIRST + timedelta(days=chance.randrange(60))


def test_sql_and_plain_python_agree_on_200_random_scopes() -> None:
    chance = random.Random(1)
    for _ in range(200):
        rows = [(number, chance.choice([1, 2, 3, 4, None]), a_day(chance)) for number in range(1, 40)]
        spans = tuple(
            (chance.randrange(1, 5), chance.choice([None, a_day(chance)]), chance.choice([None, a_day(chance)]))
            for _ in range(chance.randrange(7))
        )
        members = tuple(chance.sample(range(1, 40), chance.randrange(4)))
        scope = Scope(spans=spans, record_ids={"deal": members, "lead": (1, 2)})
        plain = [number for number, owner, day in rows if scope.sees(owner, day, kind="deal", record=number)]
        assert seen(scope, rows) == plain
        first, last = min(day for _, _, day in rows), max(day for _, _, day in rows)
        assert seen(scope, rows, (first, last + timedelta(days=1))) == plain
        assert seen(scope, rows, (first - timedelta(days=9), last + timedelta(days=9))) == plain


def test_people_who_did_not_move_in_the_period_are_found_by_id_alone() -> None:
    scope = Scope(spans=((1, FIRST, None), (2, None, date(2026, 2, 1)), (3, date(2026, 6, 1), None)))
    january = scope.cut(owner="o", day="d", within=(FIRST, date(2026, 2, 1)))
    assert (january.join, january.where, january.params) == (
        "",
        "o = ANY(%(scope_person)s::bigint[])",
        {"scope_person": [1, 2]},
    )
    assert "from_day" in scope.cut(owner="o", day="d", within=(FIRST, date(2026, 2, 2))).join


def test_nothing_and_everything() -> None:
    rows: list[tuple[int, int | None, date]] = [(1, 7, FIRST), (2, None, FIRST)]
    assert (seen(NOTHING, rows), seen(EVERYTHING, rows)) == ([], [1, 2])


def test_a_team_is_read_by_its_index_and_not_by_scanning_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE deal_row (id bigint, owner_id bigint, day date, amount numeric)")
        cursor.execute(
            "INSERT INTO deal_row SELECT n, n % 2000, date '2025-01-01' + n % 700, n FROM generate_series(1, 100000) n"
        )
        cursor.execute("CREATE INDEX ON deal_row (owner_id, day) INCLUDE (id, amount)")
        cursor.execute("ANALYZE deal_row")
        scope = Scope(spans=tuple((person, FIRST, date(2026, 7, 1)) for person in range(8)))
        for chosen in (scope, Scope(spans=scope.spans, record_ids={"deal": (5, 6)})):
            cursor.execute("CREATE INDEX IF NOT EXISTS deal_row_id ON deal_row (id)")
            cut = chosen.cut(owner="d.owner_id", day="d.day", record=("deal", "d.id"))
            cursor.execute(f"EXPLAIN SELECT sum(d.amount) FROM deal_row d {cut.join} WHERE {cut.where}", cut.params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan on deal_row" not in plan, plan
