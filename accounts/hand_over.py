"""What this app registers for hires, moves, leavers: accounts, contracts, obligations, people below; place and job."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import (
    AccountOwnership,
    Contract,
    CustomerAccount,
    Obligation,
    ReportingLine,
    RoleGrant,
    SeatOccupancy,
    TeamMembership,
    User,
)
from accounts.people_changes import Book, Fact, Facts, Given, Moving, OpenRow, books, facts
from accounts.queries.customers import owned_by
from accounts.queries.headcount import employment_on, job_on

OVER = (Contract.State.VOID, Contract.State.EXPIRED, Contract.State.TERMINATED, Contract.State.RENEWED)


def customers_of(person: User, day: date) -> list[OpenRow]:
    _seats, rows = owned_by([person.pk], day)
    owner = AccountOwnership.Role.OWNER
    return [
        OpenRow(row.pk, row.account.name if row.role == owner else f"{row.account.name}, {row.get_role_display()}")
        for row in rows
    ]


def customer_loads(people: Sequence[int], day: date) -> Mapping[int, int]:
    seats, rows = owned_by(people, day)
    return Counter(seats[row.seat_id] for row in rows)


def give_customers(given: Given, moving: Moving) -> Any:
    """The receiver's own seat owns them from the day on, as long as they would have. What comes back: the accounts, and
    when it was recorded.
    """
    from accounts.operations.customers import change_ownership, seat_of_receiver

    rows = AccountOwnership.objects.select_related("account").in_bulk([key for key, _receiver in given])
    recorded = None
    for key, receiver in given:
        row = rows[key]
        recorded = change_ownership(
            row.account, seat_of_receiver(receiver), start=_from(moving.day, row.valid), end=row.valid.upper,
            by=moving.by, role=row.role, reason=moving.reason,
        )  # fmt: skip
    accounts = sorted({str(row.account.uid) for row in rows.values()})
    return {"accounts": accounts, "recorded_at": recorded.isoformat() if recorded else None}


def _from(day: date, during: DateRange) -> date:
    return max(day, during.lower or day)


def take_customers_back(answer: Any, by: User | None) -> None:
    from accounts.operations.customers import undo_ownership

    recorded = parse_datetime(answer["recorded_at"] or "")
    for uid in answer["accounts"] if recorded else ():
        undo_ownership(CustomerAccount.objects.get(uid=UUID(uid)), recorded, by=by)  # type: ignore[arg-type]


def contracts_of(person: User, day: date) -> list[OpenRow]:
    rows = Contract.objects.filter(owner=person).exclude(state__in=OVER).select_related("customer").order_by("number")
    return [OpenRow(row.pk, f"{row.number}, {row.customer.name}", row.value) for row in rows]


def contract_loads(people: Sequence[int], day: date) -> Mapping[int, int]:
    rows = Contract.objects.filter(owner__in=people).exclude(state__in=OVER).order_by()
    return dict(rows.values_list("owner").annotate(n=Count("pk")))


def give_contracts(given: Given, moving: Moving) -> None:
    from accounts.operations.rows import locked, save_changes

    rows = Contract.objects.in_bulk([key for key, _receiver in given])
    for key, receiver in given:
        save_changes(locked(rows[key]), {"owner": receiver}, "contract.transferred", by=moving.by)


def obligations_of(person: User, day: date) -> list[OpenRow]:
    rows = Obligation.objects.filter(owner=person, done_at=None).select_related("contract").order_by("due", "pk")
    return [OpenRow(row.pk, f"{row.name}, {row.contract.number}") for row in rows]


def obligation_loads(people: Sequence[int], day: date) -> Mapping[int, int]:
    rows = Obligation.objects.filter(owner__in=people, done_at=None).order_by()
    return dict(rows.values_list("owner").annotate(n=Count("pk")))


def give_obligations(given: Given, moving: Moving) -> None:
    from accounts.operations.obligations import edit_obligation

    rows = Obligation.objects.in_bulk([key for key, _receiver in given])
    for key, receiver in given:
        edit_obligation(rows[key], changes={"owner": receiver}, by=moving.by)


def people_below(person: User, day: date) -> list[OpenRow]:
    """Who reports to them on the day or later, once each."""
    lines = ReportingLine.objects.filter(manager=person, during__overlap=DateRange(day, None))
    gone = (User.State.DEACTIVATED, User.State.ERASED)
    below = User.objects.filter(lines__in=lines).exclude(state__in=gone).distinct().order_by("name", "pk")
    return [OpenRow(row.pk, row.name) for row in below]


def reports_loads(people: Sequence[int], day: date) -> Mapping[int, int]:
    rows = ReportingLine.objects.filter(manager__in=people, during__contains=day).order_by()
    return dict(rows.values_list("manager").annotate(n=Count("pk")))


def give_people(given: Given, moving: Moving) -> None:
    """Who is to lead the others from now on reports where their manager did. Another manager who comes later stays."""
    from accounts.operations.people import draw_line, set_manager
    from accounts.operations.rows import cut_from

    above = ReportingLine.objects.filter(person=moving.person, during__contains=moving.day).first()
    higher = above.manager if above else None
    people = User.objects.in_bulk([key for key, _receiver in given])
    for key, receiver in sorted(given, key=lambda one: one[0] != one[1].pk):
        to = higher if key == receiver.pk else receiver
        lines = ReportingLine.objects.filter(person=key, during__overlap=DateRange(moving.day, None))
        theirs = lines.filter(manager=moving.person).order_by("during").first()
        start = _from(moving.day, theirs.during) if theirs else moving.day
        later = [
            (to if line.manager_id == moving.person.pk else line.manager, line.during)
            for line in lines.filter(during__startswith__gt=start).select_related("manager").order_by("during")
        ]
        set_manager(people[key], to, start=start, by=moving.by)
        if later:
            cut_from(ReportingLine.objects.filter(person=key), later[0][1].lower)
        for manager, during in later:
            if manager is not None:
                draw_line(people[key], manager, during)


def put_lines_back(answer: Any, by: User | None) -> None:
    """Lines are among the dated rows that a change takes back by itself."""


BOOKS = (
    Book(
        "customers", gettext_lazy("Accounts"), 10, customers_of, customer_loads, give_customers, take_customers_back,
        may_be_vacant=True,
    ),
    Book("contracts", gettext_lazy("Contracts"), 40, contracts_of, contract_loads, give_contracts, has_money=True),
    Book("obligations", gettext_lazy("Obligations"), 50, obligations_of, obligation_loads, give_obligations),
    Book("people", gettext_lazy("People below"), 60, people_below, reports_loads, give_people, put_lines_back),
)  # fmt: skip


def employment_facts(person: User, day: date) -> list[Fact]:
    employment = employment_on(person.pk, day)
    runs = employment is not None and day in employment.during
    job = job_on(employment, day) if employment is not None and runs else None
    found = [Fact(_("Employed"), "", _("yes") if runs else "")]
    if job is not None:
        found += [
            Fact(_("Function"), "", str(job.get_function_display())),
            Fact(_("Job role"), "", job.job_role),
            Fact(_("Cost centre"), "", job.cost_centre),
            Fact(_("Location"), "", job.location),
        ]
    return found


def place_facts(person: User, day: date) -> list[Fact]:
    line = ReportingLine.objects.filter(person=person, during__contains=day).select_related("manager").first()
    team = TeamMembership.objects.filter(person=person, primary=True, during__contains=day).select_related("team")
    seats = SeatOccupancy.objects.filter(person=person, during__contains=day).select_related("seat")
    return [
        Fact(_("Manager"), "", line.manager.name if line else ""),
        Fact(_("Team"), "", next((row.team.name for row in team), "")),
        *(Fact(_("Seat"), row.seat.name, row.seat.name) for row in seats.order_by("seat__name", "seat")),
    ]


def role_facts(person: User, day: date) -> list[Fact]:
    grants = RoleGrant.objects.filter(user=person, during__contains=day).select_related("role").order_by("role__key")
    return [Fact(_("Role"), row.role.name, row.role.name) for row in grants]


FACTS = (
    Facts("employment", 10, employment_facts),
    Facts("place", 20, place_facts),
    Facts("roles", 30, role_facts),
)


def register() -> None:
    for book in BOOKS:
        books.register(book.key, book)
    for kind in FACTS:
        facts.register(kind.key, kind)
