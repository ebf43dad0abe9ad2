"""The books of who leaves or moves: what is open, who gets which row, and giving it (accounts-desk.md A-5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PeopleChange, ReportingLine, User
from accounts.people_changes import Book, Given, Moving, OpenRow, books, books_in_order
from accounts.queries.planned import takes_over_on
from accounts.rules.people_changes import BookChoice, Choices
from accounts.rules.spreading import Receiver, by_load
from salesops.kernel.errors import Conflict, Refused

CUSTOMERS = "customers"
"""The book whose rows may stay on a seat until the next one sits there."""


@dataclass(frozen=True)
class HandOver:
    """One book of a change: its open rows, and who gets which. A row nobody gets stays: vacant, or along."""

    book: Book
    rows: Sequence[OpenRow]
    choice: BookChoice
    given: Given

    def receiver_of(self, key: int) -> User | None:
        return next((receiver for row, receiver in self.given if row == key), None)


def hand_overs(
    person: User, kind: str, choices: Choices, day: date, *, fallback: BookChoice | None = None
) -> list[HandOver]:
    """Every book with open rows, in order. fallback: where nobody said who gets a book.

    Raises Conflict `books_open`, Refused `receiver_inactive`, `value_unknown`, `required`.
    """
    fallback = BookChoice("along") if kind == PeopleChange.Kind.CHANGE else fallback
    found, missing = [], dict[str, int]()
    unknown = sorted(set(choices.books) - set(books.keys()))
    if unknown:
        raise _refused("value_unknown", unknown[0], _("There is no such book."))
    for book in books_in_order():
        rows = book.rows(person, day)
        choice = choices.books.get(book.key) or fallback
        if rows and choice is None:
            missing[book.key] = len(rows)
        elif rows and choice is not None:
            found.append(HandOver(book, rows, choice, _given(book, rows, choice, person, kind, day)))
    if missing:
        raise _books_open(missing)
    return found


def to_manager(person: User, day: date) -> BookChoice | None:
    """All to whom the person reported last, or the next one up who is here that day; None where nobody is above."""
    seen = {person.pk}
    above = _last_manager(person, day)
    while above is not None and above.pk not in seen:
        if takes_over_on(above, day):
            return BookChoice("give", (str(above.uid),))
        seen.add(above.pk)
        above = _last_manager(above, day)
    return None


def _last_manager(person: User, day: date) -> User | None:
    rows = ReportingLine.objects.filter(Q(during__startswith__lt=day) | Q(during__startswith=None), person=person)
    last = rows.select_related("manager").order_by("-during").first()
    return last.manager if last else None


def still_here(chosen: Mapping[str, BookChoice], fallback: BookChoice | None, day: date) -> dict[str, BookChoice]:
    """Who was chosen and has left since gets nothing; a book that nobody is left for goes to the fallback."""
    named = User.objects.filter(uid__in=[uid for choice in chosen.values() for uid in choice.to])
    here = {str(one.uid) for one in named if takes_over_on(one, day)}
    found = {}
    for key, choice in chosen.items():
        to = tuple(uid for uid in choice.to if uid in here)
        found[key] = replace(choice, to=to) if to or not choice.to else fallback or choice
    return found


def _given(
    book: Book, rows: Sequence[OpenRow], choice: BookChoice, person: User, kind: str, day: date
) -> list[tuple[int, User]]:
    _require_how(book, choice, kind)
    if choice.how in ("vacant", "along"):
        return []
    receivers = _receivers(book, choice, person, day)
    if len(receivers) == 1:
        return [(row.key, receivers[0]) for row in rows]
    people = {one.pk: one for one in receivers}
    loads = book.loads(list(people), day)
    carriers = [Receiver(one.pk, one.name, loads.get(one.pk, 0)) for one in receivers]
    return [(row, people[receiver]) for row, receiver in by_load([(row.key, row.size) for row in rows], carriers)]


def _require_how(book: Book, choice: BookChoice, kind: str) -> None:
    is_open = choice.how == "vacant" and not book.may_be_vacant
    if is_open or (choice.how == "along" and kind == PeopleChange.Kind.LEAVE):
        raise _refused(
            "value_unknown", book.key, _("%(book)s cannot stay: give them to somebody.") % {"book": book.label}
        )


def _receivers(book: Book, choice: BookChoice, person: User, day: date) -> list[User]:
    known = {str(one.uid): one for one in User.objects.filter(uid__in=choice.to)}
    if not choice.to or len(known) != len(set(choice.to)):
        raise _refused("required", book.key, _("Say who gets them: %(book)s.") % {"book": book.label})
    if choice.how == "give" and len(known) > 1:
        raise _refused("value_unknown", book.key, _("Give to one, or spread over several by load."))
    for one in known.values():
        if one.pk == person.pk or not takes_over_on(one, day):
            sentence = _("%(name)s is not here on %(day)s. Choose somebody else.") % {"name": one.name, "day": day}
            raise _refused("receiver_inactive", book.key, sentence)
    return sorted(known.values(), key=lambda one: (one.name, one.pk))


def give(plans: Iterable[HandOver], moving: Moving, *, dated: bool) -> dict[str, Any]:
    """Hand over what has days of its own, or what has none. What each book answered, for taking it back."""
    return {
        plan.book.key: plan.book.give(plan.given, moving)
        for plan in plans
        if plan.given and plan.book.is_dated is dated
    }


def take_back(answers: Mapping[str, Any], by: User | None) -> None:
    for key, answer in answers.items():
        book = books.get(key)
        if book is not None and book.take_back is not None:
            book.take_back(answer, by)


def stays_vacant(plans: Iterable[HandOver], key: str) -> bool:
    return any(plan.book.key == key and plan.choice.how == "vacant" for plan in plans)


def lines_of(plans: Iterable[HandOver], person: User, day: date) -> list[dict[str, Any]]:
    """A line of the preview for each open row."""
    return [
        {
            "part": plan.book.key,
            "label": str(plan.book.label),
            "what": row.name,
            "before": person.name,
            "after": _after(plan, row, person),
            "day": day.isoformat(),
            "amount": str(row.size) if plan.book.has_money else None,
            "receiver": str(receiver.uid) if (receiver := plan.receiver_of(row.key)) else None,
        }
        for plan in plans
        for row in plan.rows
    ]


def _after(plan: HandOver, row: OpenRow, person: User) -> str:
    receiver = plan.receiver_of(row.key)
    if receiver is not None:
        return receiver.name
    return person.name if plan.choice.how == "along" else _("Vacant (was %(name)s)") % {"name": person.name}


def shares_of(plans: Iterable[HandOver], day: date) -> list[dict[str, Any]]:
    """For each receiver and book: how many rows, their money, and how many they hold then."""
    found = []
    for plan in plans:
        people = {receiver.pk: receiver for _row, receiver in plan.given}
        loads = plan.book.loads(list(people), day)
        sizes = {row.key: row.size for row in plan.rows}
        for receiver in sorted(people.values(), key=lambda one: one.name):
            mine = [row for row, gets in plan.given if gets.pk == receiver.pk]
            amount = sum((sizes[row] for row in mine), Decimal(0)) if plan.book.has_money else None
            found.append(
                {
                    "receiver": str(receiver.uid),
                    "name": receiver.name,
                    "part": plan.book.key,
                    "label": str(plan.book.label),
                    "count": len(mine),
                    "amount": None if amount is None else str(amount),
                    "load": loads.get(receiver.pk, 0) + len(mine),
                }
            )
    return found


def open_counts(person: User, day: date) -> dict[str, int]:
    """How many rows each book of a person has on a day; those without any are left out."""
    found = {book.key: len(book.rows(person, day)) for book in books_in_order()}
    return {key: count for key, count in found.items() if count}


def counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{books[key].label}: {count}" for key, count in counts.items())


def _books_open(missing: Mapping[str, int]) -> Conflict:
    said = counted(missing)
    total = sum(missing.values())
    sentence = ngettext(
        "%(n)s row is open and nobody gets it yet: %(said)s.",
        "%(n)s rows are open and nobody gets them yet: %(said)s.",
        total,
    ) % {"n": total, "said": said}  # fmt: skip
    fields = {f"{key}_how": _("Say who gets them.") for key in missing}
    return Conflict("books_open", sentence, fields=fields, counts=dict(missing))


def _refused(code: str, key: str, sentence: str) -> Refused:
    return Refused(code, sentence, fields={f"{key}_to": sentence})
