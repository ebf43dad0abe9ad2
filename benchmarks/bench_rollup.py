"""Calls folded over 2,000 people in five levels, 104,000 cells, against SQL level by level (platform.md 7)."""

import random
from decimal import Decimal

import pytest

from benchmarks.bench_ground import sql
from benchmarks.compare import compare
from forecasting.rules.line import Tree
from forecasting.rules.rollup import MEASURES, Call, fold, in_force

PEOPLE, BELOW, BOOKS = 2_000, 7, 26
"""Each leads seven, which makes five levels. A book is one period with its calls; 26 in two measures are 52 lines."""
Cells = dict[tuple[int, int], Decimal]


def tree() -> Tree:
    order = tuple(range(PEOPLE))
    parent = {node: (node - 1) // BELOW for node in order[1:]}
    children = {node: tuple(range(node * BELOW + 1, min(node * BELOW + BELOW + 1, PEOPLE))) for node in order}
    return Tree(0, order, parent, {node: below for node, below in children.items() if below}, {})


def level(node: int) -> int:
    found = 0
    while node:
        node, found = (node - 1) // BELOW, found + 1
    return found


@pytest.mark.django_db
def test_calls_folded_against_level_by_level_sql() -> None:
    chance, line = random.Random(7), tree()
    owns = [{node: Decimal(chance.randint(0, 90_000)) for node in line.order} for _ in range(BOOKS)]
    calls = [[call for node in line.order for call in made(chance, line, node)] for _ in range(BOOKS)]
    in_tables(line, owns, calls)
    verdict = compare(
        f"{PEOPLE * BOOKS * len(MEASURES):,} cells with calls",
        lambda: folded(line, owns, calls),
        lambda: by_level(max(map(level, line.order))),
        must=1.3,
    )
    assert verdict.holds


def made(chance: random.Random, line: Tree, node: int) -> list[Call]:
    """Every tenth person's own call, every tenth judged by who leads them."""
    found = []
    for measure in MEASURES:
        for forecaster in (node, line.parent.get(node)):
            if forecaster is not None and chance.random() < 0.1:
                value, base = Decimal(chance.randint(0, 90_000)), Decimal(chance.randint(0, 90_000))
                mode = chance.choice(["replace", "shift"])
                found.append(Call(len(found), node, forecaster, measure, mode, value, base))
    return found


def folded(line: Tree, owns: list[dict[int, Decimal]], calls: list[list[Call]]) -> Cells:
    found = {}
    for number, (own, given) in enumerate(zip(owns, calls, strict=True)):
        standing = in_force(line, given)
        for at, measure in enumerate(MEASURES):
            lines = fold(line, own, {}, standing, measure)
            found |= {(number * 2 + at, node): lines[node].seen for node in line.order}
    return found


def in_tables(line: Tree, owns: list[dict[int, Decimal]], calls: list[list[Call]]) -> None:
    sql("CREATE TEMP TABLE cell (line int, node int, parent int, level int, own numeric, PRIMARY KEY (line, node))")
    sql("CREATE TEMP TABLE given (line int, node int, judged bool, replaces bool, value numeric, base numeric)")
    cells = [
        (number * 2 + at, node, line.parent.get(node), level(node), own[node])
        for number, own in enumerate(owns)
        for at in range(len(MEASURES))
        for node in line.order
    ]
    sql(
        "INSERT INTO cell SELECT * FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::numeric[])",
        [list(column) for column in zip(*cells, strict=True)],
    )
    told = [
        (number * 2 + at, call.node, call.is_judgement, call.mode == "replace", call.value, call.base)
        for number, book in enumerate(calls)
        for at, measure in enumerate(MEASURES)
        for call in book
        if call.measure == measure
    ]
    sql(
        "INSERT INTO given SELECT * FROM unnest(%s::int[], %s::int[], %s::bool[], %s::bool[], %s::numeric[],"
        " %s::numeric[])",
        [list(column) for column in zip(*told, strict=True)],
    )
    sql("CREATE INDEX ON cell (level)")
    sql("CREATE UNIQUE INDEX ON given (line, node, judged)")
    sql("ANALYZE cell, given")


APPLIED = (
    "CASE WHEN {call}.value IS NULL THEN {to} WHEN {call}.replaces THEN {call}.value"
    " ELSE {to} + {call}.value - {call}.base END"
)


def by_level(deepest: int) -> Cells:
    sql("CREATE TEMP TABLE seen (line int, node int, parent int, value numeric)")
    for at in range(deepest, -1, -1):
        sql(
            f"""
            INSERT INTO seen
            SELECT known.line, known.node, known.parent, {APPLIED.format(call="judged", to="known.said")}
            FROM (
                SELECT c.line, c.node, c.parent, {APPLIED.format(call="own_call", to="(c.own + coalesce(b.value, 0))")}
                    AS said
                FROM cell c
                LEFT JOIN (SELECT line, parent, sum(value) AS value FROM seen GROUP BY 1, 2) b
                    ON b.line = c.line AND b.parent = c.node
                LEFT JOIN given own_call
                    ON own_call.line = c.line AND own_call.node = c.node AND NOT own_call.judged
                WHERE c.level = {at}
            ) known
            LEFT JOIN given judged ON judged.line = known.line AND judged.node = known.node AND judged.judged
            """
        )
    found = {(line, node): value for line, node, value in sql("SELECT line, node, value FROM seen")}
    sql("DROP TABLE seen")
    return found
