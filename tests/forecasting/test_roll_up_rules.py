"""The fold of calls over a tree: the examples of forecasting.md 4.4, and random trees against a slow reference."""

import random
from datetime import date
from decimal import Decimal

import pytest

from forecasting.rules.figures import against_quota, cumulative
from forecasting.rules.line import COMPANY, LineRow, Tree, build_tree
from forecasting.rules.rollup import Call, bridge, fold, in_force, is_stale

ROOT, A, B, A1, A2, B1 = 1, 2, 3, 4, 5, 6
DAY = date(2026, 5, 15)
TREE = build_tree([LineRow(A, ROOT), LineRow(B, ROOT), LineRow(A1, A), LineRow(A2, A), LineRow(B1, B)], DAY)
OWN = {A1: Decimal(100), A2: Decimal(50), B1: Decimal(80)}


def call(node: int, forecaster: int, value: int, *, mode: str = "replace", base: int = 0) -> Call:
    return Call(node * 10 + forecaster, node, forecaster, "commit", mode, Decimal(value), Decimal(base))


CALLS = [
    call(A1, A1, 120, base=100),
    call(A2, A, 45, base=50),
    call(A, A, 160, mode="shift", base=165),
    call(B, ROOT, 90, base=80),
]


def said(own: dict[int, Decimal], calls: list[Call]) -> dict[int, int]:
    lines = fold(TREE, own, {}, in_force(TREE, calls), "commit")
    return {node: int(line.said) for node, line in lines.items()}


def test_the_example_of_the_page() -> None:
    lines = fold(TREE, OWN, {}, in_force(TREE, CALLS), "commit")
    assert lines[ROOT].raw == 230
    assert (lines[A].rollup, lines[A].said, lines[ROOT].said) == (165, 160, 250)
    steps = bridge(TREE, lines, ROOT)
    assert [step.change for step in steps] == [20, -5, -5, 10]
    assert lines[ROOT].raw + sum(step.change for step in steps) == lines[ROOT].said


def test_a_moved_base_makes_one_call_stale_and_nothing_else_moves() -> None:
    own = OWN | {A2: Decimal(65)}
    lines = fold(TREE, own, {}, in_force(TREE, CALLS), "commit")
    judged = next(item for item in CALLS if item.node == A2)
    assert is_stale(judged, lines[A2].said, share=Decimal("0.05"), amount=None)
    assert lines[A2].said - judged.base == 15
    assert {node: int(lines[node].said) for node in (A, ROOT)} == {A: 160, ROOT: 250}
    others = [item for item in CALLS if item.node != A2]
    assert not any(is_stale(item, lines[item.node].rollup, share=Decimal("0.05"), amount=None) for item in others)


def test_without_the_judgement_the_shift_follows() -> None:
    calls = [item for item in CALLS if item.node != A2]
    lines = fold(TREE, OWN | {A2: Decimal(65)}, {}, in_force(TREE, calls), "commit")
    assert (lines[A].rollup, lines[A].said, lines[ROOT].said) == (185, 180, 270)


def test_a_call_of_a_former_parent_is_out_of_force() -> None:
    moved = build_tree([LineRow(A, ROOT), LineRow(B, ROOT), LineRow(A1, A), LineRow(A2, B), LineRow(B1, B)], DAY)
    lines = fold(moved, OWN, {}, in_force(moved, CALLS), "commit")
    assert lines[A2].judgement is None
    assert lines[A].rollup == 120


@pytest.mark.parametrize(
    ("base", "given", "amount", "expected"),
    [
        ("100", "105", None, False),
        ("100", "105.01", None, True),
        ("0", "0", None, False),
        ("0", "0.01", None, True),
        ("100", "104", "3", True),
        ("-100", "-94", None, True),
    ],
)
def test_stale_limits(base: str, given: str, amount: str | None, expected: bool) -> None:
    made = Call(1, A, A, "commit", "replace", Decimal(7), Decimal(base))
    limit = None if amount is None else Decimal(amount)
    assert is_stale(made, Decimal(given), share=Decimal("0.05"), amount=limit) is expected


def slow(tree: Tree, own: dict[int, Decimal], moved: dict[int, Decimal], calls: list[Call], node: int) -> Decimal:
    """seen(n) by its definition, asked again and again from the top."""
    rollup = own.get(node, Decimal(0)) + moved.get(node, Decimal(0))
    for child in tree.children.get(node, ()):
        rollup += slow(tree, own, moved, calls, child)
    result = rollup
    for forecaster in (node, tree.parent.get(node)):
        found = [c for c in calls if c.node == node and c.forecaster == forecaster and forecaster is not None]
        for one in found[-1:]:
            result = one.value if one.mode == "replace" else result + (one.value - one.base)
    return result


@pytest.mark.parametrize("seed", range(200))
def test_random_trees_agree_with_the_slow_reference(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randint(1, 25)
    lines = [LineRow(n, chance.randint(1, n - 1)) for n in range(2, size + 1)] or [LineRow(2, 1)]
    tree = build_tree(lines, DAY)
    own = {n: Decimal(chance.randint(-500, 5000)) / 100 for n in tree.order if chance.random() < 0.8}
    moved = {n: Decimal(chance.randint(-500, 500)) / 100 for n in tree.order if chance.random() < 0.2}
    calls = [_random_call(chance, tree, key) for key in range(chance.randint(0, size))]
    folded = fold(tree, own, moved, in_force(tree, calls), "commit")
    for node in tree.order:
        assert folded[node].seen == slow(tree, own, moved, calls, node)
        steps = bridge(tree, folded, node)
        assert folded[node].raw + sum((step.change for step in steps), Decimal(0)) == folded[node].said
    plain = fold(tree, own, moved, {}, "commit")
    assert plain[tree.root].said == sum(own.values(), Decimal(0)) + sum(moved.values(), Decimal(0))


def _random_call(chance: random.Random, tree: Tree, key: int) -> Call:
    node = chance.choice(tree.order)
    forecaster = chance.choice([node, tree.parent.get(node, node), chance.choice(tree.order)])
    mode = chance.choice(["replace", "shift"])
    return Call(key, node, forecaster, "commit", mode, Decimal(chance.randint(0, 90)), Decimal(chance.randint(0, 90)))


def test_one_person_alone_at_the_top_is_the_root() -> None:
    assert TREE.root == ROOT
    assert TREE.chain(A1) == (A1, A, ROOT)


def test_two_heads_stand_under_the_company() -> None:
    tree = build_tree([LineRow(A1, A), LineRow(B1, B)], DAY)
    assert (tree.root, tree.children[COMPANY]) == (COMPANY, (A, B))


def test_a_line_of_nobody_has_only_the_company() -> None:
    assert build_tree([], DAY).order == (COMPANY,)


def test_a_leaver_stands_with_the_next_active_one_above() -> None:
    tree = build_tree([LineRow(A, ROOT), LineRow(A1, A)], DAY, gone=frozenset({A}))
    assert tree.vacant == {ROOT: (A,)}
    assert tree.parent[A1] == ROOT


def test_the_last_line_of_who_left_never_ends_but_a_promotion_does_end_it() -> None:
    ended = LineRow(A, B, None, date(2026, 5, 1))
    assert build_tree([ended], DAY, gone=frozenset({A})).vacant == {B: (A,)}
    swapped = build_tree([ended, LineRow(B, A, date(2026, 5, 1))], DAY)
    assert (swapped.root, swapped.parent) == (A, {B: A})


def test_a_cycle_is_cut_and_nobody_is_lost() -> None:
    tree = build_tree([LineRow(A, B), LineRow(B, A), LineRow(A1, A)], DAY)
    assert sorted(tree.order) == [A, B, A1]


def test_cumulative_views() -> None:
    amounts = {"won": 10, "commit": 20, "upside": 30, "pipeline": 40, "unmapped": 5, "lost": 99, "omitted": 7}
    views = cumulative({bucket: Decimal(amount) for bucket, amount in amounts.items()})
    assert views == {"won": 10, "commit": 30, "upside": 60, "all": 105, "open": 95}


def test_coverage_example_and_its_empty_cases() -> None:
    found = against_quota(Decimal(600), call=Decimal(500), won=Decimal(150), opened=Decimal(990))
    assert (found.coverage, found.gap, found.attainment) == (Decimal("2.2"), -100, Decimal("0.25"))
    met = against_quota(Decimal(100), call=Decimal(500), won=Decimal(100), opened=Decimal(1))
    assert (met.coverage, met.coverage_reason) == (None, "target_met")
    for none in (None, Decimal(0)):
        empty = against_quota(none, call=Decimal(5), won=Decimal(1), opened=Decimal(1))
        assert (empty.gap, empty.attainment, empty.coverage, empty.reason) == (None, None, None, "no_quota")
