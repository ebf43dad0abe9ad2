"""What tests of hires, moves and leavers share: how they are asked for, and what they leave behind."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.access import today
from accounts.models import PeopleChange, User
from accounts.operations.dated_rows import tables
from accounts.operations.people_change_day import note_trouble, steps_of
from accounts.operations.people_changes import Preview, draft_change
from accounts.rules.people_changes import BookChoice, Choices
from salesops.kernel.errors import SalesOpsError
from tests.company import Company

SOON = timedelta(days=20)


def give(*people: User) -> BookChoice:
    return BookChoice("give" if len(people) == 1 else "load", tuple(str(one.uid) for one in people))


def leaving(last_day: date, *, books: dict[str, BookChoice], **more: Any) -> Choices:
    return Choices(last_day=last_day, exit_kind="voluntary", reason="Moves to Oslo", books=books, **more)


def all_to(person: User) -> dict[str, BookChoice]:
    return {key: give(person) for key in ("customers", "deals", "leads", "people")}


def drafted(company: Company, asked: Choices, kind: str = "leave", person: User | None = None) -> PeopleChange:
    return draft_change(kind, person or company.priya, asked, by=company.omar)


def hiring(company: Company, start: date | None = None, **more: Any) -> Choices:
    known: dict[str, Any] = {
        "name": "Lena Roth", "email": "lena@northwind.example", "manager": str(company.marcus.uid),
        "team": str(company.west.uid), "function": "sales", "job_role": "Account executive", "role": "rep",
    }  # fmt: skip
    return Choices(start=start or today(), **(known | more))


def activated(person: User | None) -> User:
    assert person is not None
    User.objects.filter(pk=person.pk).update(state=User.State.ACTIVE)
    return User.objects.get(pk=person.pk)


def dated(*people: User) -> dict[str, list[Any]]:
    """Every column of every dated row of these people."""
    keys = [one.pk for one in people]
    return {
        name: list(model.objects.filter(own).order_by("pk").values()) for name, (model, own) in tables(keys, []).items()
    }


def untouched(*people: User) -> dict[str, list[Any]]:
    """The dated rows, but for the number of the version, which goes up with each change and each way back."""
    found = dated(*people)
    for row in found["employment"]:
        row.pop("row_version")
    return found


def run_the_clock(day: date) -> list[str]:
    """What the hourly job does on a day."""
    done = []
    for what, change, step in steps_of(day):
        try:
            step()
            done.append(what)
        except SalesOpsError as error:
            note_trouble(change, error)
            done.append(error.code)
    return done


def shares(preview: Preview) -> dict[tuple[str, str], tuple[int, Decimal | None, int]]:
    return {
        (one["name"], one["part"]): (one["count"], Decimal(one["amount"]) if one["amount"] else None, one["load"])
        for one in preview.shares
    }
