"""What follows a hire, a move, a leaver: each app registers its books and facts here in apps.py (accounts-desk.md A-5).

A *book* is open work that somebody holds and that a leaver may not keep: deals, leads, people below. A *fact* is what
stands about a person on a day and follows by itself from line, seat and job: their quota, their manager. Both sides of
a preview are facts read before and after the very writes of Save.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class OpenRow:
    """One piece of open work. `size` puts the largest first where work is spread; in the company's currency, or 0."""

    key: int
    name: str
    size: Decimal = Decimal(0)


@dataclass(frozen=True)
class Moving:
    """The hand-over that rows are given in: of whom, from which day, by whom."""

    person: User
    day: date
    by: User | None
    reason: str


Given = Sequence[tuple[int, User]]
"""(key of an open row, who gets it)."""


@dataclass(frozen=True)
class Book:
    """Open work of one kind.

    rows: what a person holds that goes on from `day`. loads: how many such rows each of some people holds. give: hand
    rows over; what it returns, as JSON, `take_back` gets when the change is cancelled. take_back None: work that has no
    days of its own, so it is given on the day, as it is open then. may_be_vacant: it may stay where it is until the
    next one comes. has_money: whether `size` is an amount to show.
    """

    key: str
    label: str | Promise
    order: int
    rows: Callable[[User, date], list[OpenRow]]
    loads: Callable[[Sequence[int], date], Mapping[int, int]]
    give: Callable[[Given, Moving], Any]
    take_back: Callable[[Any, User | None], None] | None = None
    may_be_vacant: bool = False
    has_money: bool = False

    @property
    def is_dated(self) -> bool:
        return self.take_back is not None


@dataclass(frozen=True)
class Fact:
    """What stands about a person on a day. `what` tells facts of one label apart: a period, a seat."""

    label: str | Promise
    what: str
    value: str


@dataclass(frozen=True)
class Facts:
    """read(person, day): the facts of one kind; those that differ before and after are lines of the preview."""

    key: str
    order: int
    read: Callable[[User, date], list[Fact]]


books: Registry[Book] = Registry("books of a leaver")
facts: Registry[Facts] = Registry("facts about a person")


def books_in_order() -> list[Book]:
    return sorted(books, key=lambda book: (book.order, book.key))


def facts_in_order() -> list[Facts]:
    return sorted(facts, key=lambda kind: (kind.order, kind.key))
