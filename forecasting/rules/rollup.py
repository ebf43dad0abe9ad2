"""From rows and calls to one number a node (forecasting.md 4.4).

    rollup(n) = own(n) + moved(n) + sum of seen(n, c) over direct children c
    self(n)   = apply(n's call, rollup(n)), or rollup(n)
    seen(c)   = apply(the parent's judgement of c, self(c)), or self(c)
    apply(replace, x) = value        apply(shift, x) = x + (value - base)

Worked: a1 100, a2 50 under A, b1 80 under B. a1 calls 120; A judges a2 at 45; A shifts to 160 at base 165; the root
judges B at 90. A rolls up to 165, says 160; the root says 250; the bridge +20 -5 -5 +10 = +20 = 250 - 230.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from forecasting.rules.line import Tree

Measure = Literal["commit", "upside"]
MEASURES: tuple[Measure, ...] = ("commit", "upside")
ZERO = Decimal(0)


@dataclass(frozen=True)
class Call:
    """A call in force. `node` is the forecaster's own, or a direct report judged. `key` finds the record."""

    key: int
    node: int
    forecaster: int
    measure: str
    mode: str
    value: Decimal
    base: Decimal

    @property
    def is_judgement(self) -> bool:
        return self.node != self.forecaster

    def apply(self, given: Decimal) -> Decimal:
        return self.value if self.mode == "replace" else given + (self.value - self.base)


class Line(NamedTuple):
    """One node in one measure. raw: the plain sum of its rows. own: with the vacant places it calls for."""

    own: Decimal
    moved: Decimal
    raw: Decimal
    rollup: Decimal
    said: Decimal
    seen: Decimal
    call: Call | None = None
    judgement: Call | None = None


@dataclass(frozen=True)
class Step:
    """What one call changed: its output minus its input."""

    call: Call
    given: Decimal
    result: Decimal

    @property
    def change(self) -> Decimal:
        return self.result - self.given


def in_force(tree: Tree, calls: Iterable[Call]) -> dict[tuple[int, str, bool], Call]:
    """By (node, measure, judged): only the node's own owner and its direct parent of today count."""
    found: dict[tuple[int, str, bool], Call] = {}
    for call in calls:
        if call.node in tree and call.forecaster in (call.node, tree.parent.get(call.node)):
            found[call.node, call.measure, call.is_judgement] = call
    return found


def fold(
    tree: Tree,
    own: Mapping[int, Decimal],
    moved: Mapping[int, Decimal],
    calls: Mapping[tuple[int, str, bool], Call],
    measure: str,
) -> dict[int, Line]:
    """Every node from the leaves up, in one pass: each adds what it says to the sums of the one above."""
    lines: dict[int, Line] = {}
    raw_below, seen_below = dict.fromkeys(tree.order, ZERO), dict.fromkeys(tree.order, ZERO)
    for node in reversed(tree.order):
        self_own, self_moved = own.get(node, ZERO), moved.get(node, ZERO)
        held = self_own + self_moved
        raw, rollup = held + raw_below[node], held + seen_below[node]
        call, judgement = calls.get((node, measure, False)), calls.get((node, measure, True))
        said = call.apply(rollup) if call else rollup
        seen = judgement.apply(said) if judgement else said
        lines[node] = Line(self_own, self_moved, raw, rollup, said, seen, call, judgement)
        above = tree.parent.get(node)
        if above in raw_below:
            raw_below[above] += raw
            seen_below[above] += seen
    return lines


def bridge(tree: Tree, lines: Mapping[int, Line], node: int) -> list[Step]:
    """From raw to what the node says, children first: raw plus all changes equals `said`."""
    steps: list[Step] = []
    for at in tree.leaves_first(node):
        line = lines[at]
        if line.call:
            steps.append(Step(line.call, line.rollup, line.said))
        if line.judgement and at != node:
            steps.append(Step(line.judgement, line.said, line.seen))
    return steps


def is_stale(call: Call, given: Decimal, *, share: Decimal, amount: Decimal | None) -> bool:
    """The number under a call moved by more than the share of its base, or than the amount; from base 0 by anything."""
    moved = abs(given - call.base)
    if call.base == 0:
        return moved > 0
    return moved > share * abs(call.base) or (amount is not None and moved > amount)
