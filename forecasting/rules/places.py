"""Where a row stands in the tree of today, and in whose won figure it counts (forecasting.md 4.4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from forecasting.rules.line import LineRow, Tree, chain_up, managers_on

WonFollows = Literal["team", "person"]


@dataclass(frozen=True)
class Sitting:
    """`person` occupies a post (a seat that is not personal) on the days `[start, end)`."""

    seat: int
    person: int
    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Place:
    """Rows of `person` on the days `[start, end)`: `node` they stand at, `vacant` when through somebody who left.

    team: the nodes whose won figure they belong to, the root included.
    """

    person: int
    start: date | None
    end: date | None
    node: int
    vacant: bool
    team: tuple[int, ...]


def boundaries(lines: Iterable[LineRow], sittings: Iterable[Sitting], first: date, last: date) -> list[date]:
    """The days after `first`, up to `last`, on which some line or post changed hands: between two, places are equal."""
    rows: list[LineRow | Sitting] = [*lines, *sittings]
    days = {day for row in rows for day in (row.start, row.end) if day is not None}
    return sorted(day for day in days if first < day <= last)


def open_places(tree: Tree) -> list[Place]:
    """Open rows: as of T, whatever their date."""
    stands = [(node, node, False) for node in tree.order]
    stands += [(left, node, True) for node, people in tree.vacant.items() for left in people]
    return [Place(person, None, None, node, vacant, tree.chain(node)) for person, node, vacant in stands if person]


def won_places(
    tree: Tree,
    lines: Sequence[LineRow],
    sittings: Sequence[Sitting],
    days: Sequence[date],
    gone: frozenset[int],
    *,
    first: date,
    today: date,
    won_follows: WonFollows,
) -> list[Place]:
    """Won rows by the day they closed, `first` or later: `days` are the boundaries, so n days make n + 1 stretches.

    `person`: as open rows. `team`: in the figures of those above the credit owner at closing, or of their successors.
    """
    now = open_places(tree)
    if won_follows == "person":
        return now
    seated = {sitting.seat: sitting.person for sitting in sittings if sitting.holds(today)}
    found: list[Place] = []
    for start, end in zip([None, *days], [*days, None], strict=True):
        day = start or first
        managers = managers_on(lines, day, gone)
        heirs = _heirs(sittings, seated, day)
        found += [_won_place(tree, place, managers, heirs, start, end) for place in now]
    return found


def _won_place(
    tree: Tree,
    place: Place,
    managers: Mapping[int, int],
    heirs: Mapping[int, int],
    start: date | None,
    end: date | None,
) -> Place:
    heir = heirs.get(place.person)
    node, vacant = (heir, False) if heir in tree and heir is not None else (place.node, place.vacant)
    chain = [heirs.get(person, person) for person in chain_up(place.person, managers)]
    team = dict.fromkeys([*(person for person in chain if person in tree), tree.root])
    return Place(place.person, start, end, node, vacant, tuple(team))


def _heirs(sittings: Iterable[Sitting], seated: Mapping[int, int], day: date) -> dict[int, int]:
    """Who took over the post somebody held on the day."""
    return {
        sitting.person: seated[sitting.seat]
        for sitting in sittings
        if sitting.holds(day) and seated.get(sitting.seat, sitting.person) != sitting.person
    }
