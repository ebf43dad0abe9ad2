"""What a change of the reporting line means on a day, on plain values: who comes under whom, and who goes."""

from collections.abc import Mapping
from dataclasses import dataclass

Line = Mapping[int, int]
"""The manager of each person who has one, on one day."""


@dataclass(frozen=True)
class Shift:
    """Of one leader: everyone below before and after, and who came and went. Ids."""

    leader: int
    before: int
    after: int
    gained: frozenset[int]
    lost: frozenset[int]


def below_each(line: Line) -> dict[int, frozenset[int]]:
    """Everyone below each leader, at any depth. The line has no cycle."""
    found: dict[int, set[int]] = {}
    for person in line:
        leader = line.get(person)
        while leader is not None:
            found.setdefault(leader, set()).add(person)
            leader = line.get(leader)
    return {leader: frozenset(people) for leader, people in found.items()}


def shifts(before: Line, after: Line) -> list[Shift]:
    """The leaders whose people change, those with most changes first.

    Rui under Mia moves to Noa: Mia loses him, Noa gains him, and who stands above both keeps the same people.
    """
    old, new = below_each(before), below_each(after)
    nobody: frozenset[int] = frozenset()
    found = [
        Shift(
            leader,
            len(old.get(leader, nobody)),
            len(new.get(leader, nobody)),
            new.get(leader, nobody) - old.get(leader, nobody),
            old.get(leader, nobody) - new.get(leader, nobody),
        )
        for leader in old.keys() | new.keys()
        if old.get(leader, nobody) != new.get(leader, nobody)
    ]
    return sorted(found, key=lambda shift: (-len(shift.gained | shift.lost), shift.leader))
