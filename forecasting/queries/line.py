"""The people and lines that a roll-up needs, in three queries whatever the depth."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import ReportingLine, Seat, SeatOccupancy, User
from forecasting.rules.line import COMPANY, LineRow, Tree, build_tree
from forecasting.rules.places import Sitting

LEFT = (User.State.DEACTIVATED, User.State.ERASED)


@dataclass(frozen=True)
class Person:
    """A person as a line of the grid shows them."""

    id: int
    uid: UUID | None
    name: str
    title: str
    initials: str


@dataclass(frozen=True)
class Structure:
    """The tree as of a day, and what placing rows of earlier days needs."""

    day: date
    tree: Tree
    lines: tuple[LineRow, ...]
    sittings: tuple[Sitting, ...]
    posts: tuple[Sitting, ...]
    gone: frozenset[int]
    people: dict[int, Person]

    def name(self, person: int) -> str:
        return self.people[person].name if person in self.people else ""


def structure_on(day: date) -> Structure:
    """Who stood where on the day. Somebody without a seat then has left; so has who is marked as left, once their line
    has ended: both are dated, so that a later leave changes no earlier tree.
    """
    lines = tuple(
        LineRow(row["person_id"], row["manager_id"], row["during"].lower, row["during"].upper)
        for row in ReportingLine.objects.values("person_id", "manager_id", "during")
    )
    seats = SeatOccupancy.objects.values("seat_id", "person_id", "during", "seat__kind")
    rows = [(row["seat__kind"], _sitting(row)) for row in seats]
    sittings = tuple(sitting for _, sitting in rows)
    people, left = _people()
    gone = _gone(day, lines, sittings, left)
    tree = build_tree(lines, day, gone, key=lambda node: (people[node].name.casefold(), node))
    people[COMPANY] = Person(COMPANY, None, "", "", "")
    posts = tuple(sitting for kind, sitting in rows if kind == Seat.Kind.POST)
    return Structure(day, tree, lines, sittings, posts, gone, people)


def _people() -> tuple[dict[int, Person], set[int]]:
    found, left = {}, set()
    for user in User.objects.only("id", "uid", "name", "title", "state"):
        found[user.pk] = Person(user.pk, user.uid, user.name, user.title, user.initials)
        if user.state in LEFT:
            left.add(user.pk)
    return found, left


def _gone(day: date, lines: tuple[LineRow, ...], sittings: tuple[Sitting, ...], left: set[int]) -> frozenset[int]:
    seated = {sitting.person for sitting in sittings if sitting.holds(day)}
    later = {sitting.person for sitting in sittings if sitting.start is not None and sitting.start > day}
    stood_up = {sitting.person for sitting in sittings} - seated - later
    still_in_line = {row.person for row in lines if row.end is not None and row.end > day}
    return frozenset(stood_up | (left - still_in_line))


def _sitting(row: Any) -> Sitting:
    during = row["during"]
    return Sitting(row["seat_id"], row["person_id"], during.lower, during.upper)
