"""The reporting line on one day as a tree of nodes: who stands under whom, and who calls for those who left.

Plain values in, plain values out. Sources: forecasting.md 4.4; worked cases in docs/algorithms/forecast-roll-up.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

COMPANY = 0
"""The node above everybody when nobody stands alone at the top."""


@dataclass(frozen=True)
class LineRow:
    """`person` reports to `manager` on the days `[start, end)`; None without a bound."""

    person: int
    manager: int
    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Tree:
    """order: parents before children, brothers as sorted. vacant: those who left, by the node that calls for them."""

    root: int
    order: tuple[int, ...]
    parent: Mapping[int, int] = field(hash=False)
    children: Mapping[int, tuple[int, ...]] = field(hash=False)
    vacant: Mapping[int, tuple[int, ...]] = field(hash=False)

    def __contains__(self, node: object) -> bool:
        return node == self.root or node in self.parent

    def chain(self, node: int) -> tuple[int, ...]:
        """The node and everybody above it, up to the root."""
        found = [node]
        while found[-1] in self.parent:
            found.append(self.parent[found[-1]])
        return tuple(found)

    def below(self, node: int) -> tuple[int, ...]:
        """The node and everybody under it, parents first."""
        found, waiting = [], [node]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self.children.get(found[-1], ())))
        return tuple(found)

    def leaves_first(self, node: int) -> tuple[int, ...]:
        """The same nodes, each after all under it, brothers in their order."""
        found, waiting = [], [node]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(self.children.get(found[-1], ()))
        return tuple(reversed(found))

    def holder(self, person: int) -> int | None:
        """The node where a person's rows stand: themselves, or who calls for them; None when never in the line."""
        if person in self:
            return person
        return next((node for node, left in self.vacant.items() if person in left), None)


def managers_on(lines: Iterable[LineRow], day: date, gone: frozenset[int]) -> dict[int, int]:
    """Everybody's manager on the day. A last line that ended goes on, unless the person now leads others themselves.

    Who leads and has no line any more was promoted to the top; who leads nobody, or left, still stands where they were.
    """
    rows = sorted(lines, key=lambda row: row.start or date.min)
    found = {row.person: row.manager for row in rows if row.holds(day)}
    leading = set(found.values())
    ended: dict[int, LineRow] = {row.person: row for row in rows if row.end is not None and row.end <= day}
    for person, row in ended.items():
        if person not in found and (person in gone or person not in leading):
            found[person] = row.manager
    return found


def chain_up(person: int, managers: Mapping[int, int]) -> list[int]:
    """The person and everybody above them; a cycle is followed once."""
    found = [person]
    while (at := managers.get(found[-1])) is not None and at not in found:
        found.append(at)
    return found


def superiors(lines: Iterable[LineRow], person: int, gone: frozenset[int] = frozenset()) -> list[LineRow]:
    """Everybody who ever stood above the person, each with the days they did; who left since included.

    What `managers_on` says of every day, read from the few lines that can touch this person.
    """
    near = _near(tuple(lines), person)
    cuts = sorted({day for row in near for day in (row.start, row.end) if day is not None})
    found: list[LineRow] = []
    since: dict[int, date | None] = {}
    for day in [None, *cuts]:
        above = set(chain_up(person, managers_on(near, day or date.min, gone))[1:])
        found += [LineRow(person, one, since.pop(one), day) for one in since.keys() - above]
        since |= dict.fromkeys(above - since.keys(), day)
    return found + [LineRow(person, one, start, None) for one, start in since.items()]


def _near(lines: tuple[LineRow, ...], person: int) -> list[LineRow]:
    """The lines of whoever may have stood above the person, and of those they led: leading ends an ended line."""
    managers: defaultdict[int, set[int]] = defaultdict(set)
    for row in lines:
        managers[row.person].add(row.manager)
    known, waiting = {person}, [person]
    while waiting:
        further = managers[waiting.pop()] - known
        known |= further
        waiting += further
    return [row for row in lines if row.person in known or row.manager in known]


def build_tree(
    lines: Iterable[LineRow],
    day: date,
    gone: frozenset[int] = frozenset(),
    key: Callable[[int], object] = lambda node: node,
) -> Tree:
    """The nodes of the day. `gone` left by then: their rows stand with the next active person above.

    One person alone at the top is the root; with none or several the root is COMPANY. A cycle, refused where lines are
    written, is cut here at the person it came back to.
    """
    managers = managers_on(lines, day, gone)
    members = managers.keys() | set(managers.values())
    up = {person: _active_above(person, managers, gone) for person in members}
    active = members - gone
    tops = {person for person in active if up[person] is None}
    root = next(iter(tops)) if len(tops) == 1 else COMPANY
    parent = {person: up[person] or COMPANY for person in active if person != root}
    children: defaultdict[int, list[int]] = defaultdict(list)
    for person in sorted(parent, key=key):  # type: ignore[arg-type]
        children[parent[person]].append(person)
    vacant: defaultdict[int, list[int]] = defaultdict(list)
    for person in sorted(members & gone, key=key):  # type: ignore[arg-type]
        vacant[up[person] or root].append(person)
    tree = Tree(
        root,
        (),
        parent,
        {node: tuple(below) for node, below in children.items()},
        {node: tuple(left) for node, left in vacant.items()},
    )
    return Tree(root, tree.below(root), tree.parent, tree.children, tree.vacant)


def _active_above(person: int, managers: Mapping[int, int], gone: frozenset[int]) -> int | None:
    """The nearest manager above who is still there; None at the top, and where a cycle closes at its smallest key."""
    seen, at = {person}, managers.get(person)
    while at is not None and at in gone and at not in seen:
        seen.add(at)
        at = managers.get(at)
    if at is None or at in gone:
        return None
    return None if person == _cycle_end(person, managers) else at


def _cycle_end(person: int, managers: Mapping[int, int]) -> int | None:
    """The smallest person of the cycle that `person` stands in, None outside of any."""
    seen = [person]
    while (at := managers.get(seen[-1])) is not None:
        if at == person:
            return min(seen)
        if at in seen:
            return None
        seen.append(at)
    return None
