"""Reads about customers: who owns them on a day, and who did when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import AccountOwnership, Contact, CustomerAccount, CustomerMember, SeatOccupancy
from accounts.rules.merges import UNDO_DAYS
from salesops.db.scoped import ScopedQuerySet
from salesops.imports.models import ExternalId
from salesops.kernel.moments import INFINITY


def with_owner(rows: ScopedQuerySet[CustomerAccount], day: date) -> Any:
    """Each with `owner_uid` and `owner_name` of who sits on the owning seat that day.

    A vacant seat has no uid and gives its own name; without an owner both are None.
    """
    owned = AccountOwnership.objects.filter(
        account=OuterRef("pk"), role=AccountOwnership.Role.OWNER, superseded_at=INFINITY, valid__contains=day
    )
    sitting = SeatOccupancy.objects.filter(seat=OuterRef("owner_seat"), during__contains=day)
    return rows.annotate(
        owner_seat=Subquery(owned.values("seat")[:1]),
        owner_seat_name=Subquery(owned.values("seat__name")[:1]),
        owner_uid=Subquery(sitting.values("person__uid")[:1]),
        owner_person=Subquery(sitting.values("person__name")[:1]),
    ).annotate(owner_name=Coalesce("owner_person", "owner_seat_name"))


@dataclass(frozen=True)
class Owned:
    """One stretch of ownership: who sat on the owning seat, half-open days."""

    role: str
    name: str
    start: date | None
    end: date | None
    current: bool


def owners_over_time(customer: CustomerAccount, today: date) -> list[Owned]:
    """Newest first, by role; as now known. A seat that was vacant shows its own name."""
    rows = (
        AccountOwnership.objects.filter(account=customer, superseded_at=INFINITY)
        .select_related("seat", "seat__person")
        .order_by("role", "-valid")
    )
    return [
        Owned(
            row.get_role_display(),
            row.seat.person.name if row.seat.person else row.seat.name,
            row.valid.lower,
            row.valid.upper,
            _holds(row.valid.lower, row.valid.upper, today),
        )
        for row in rows
    ]


def believed_owners(customers: Any, day: date | None, known: datetime) -> Any:
    """Rows of ownership as believed at `known`, of one day or of all, with who sat on the seat (`sat_name`, `sat_uid`).

    Who sits on a seat is as now known; without a day it is asked for the last day of the stretch, or today's.
    """
    rows = AccountOwnership.objects.filter(account__in=customers, recorded_at__lte=known, superseded_at__gt=known)
    if day is not None:
        rows = rows.filter(valid__contains=day)
    sitting = SeatOccupancy.objects.filter(seat=OuterRef("seat"))
    sitting = sitting.filter(during__contains=day) if day else sitting.filter(during__overlap=OuterRef("valid"))
    sitting = sitting.order_by("-during")
    return rows.select_related("seat", "account").annotate(
        sat_name=Subquery(sitting.values("person__name")[:1]), sat_uid=Subquery(sitting.values("person__uid")[:1])
    )


def members_of(customer: CustomerAccount) -> QuerySet[CustomerMember]:
    return customer.members.select_related("person").order_by("-during", "person__name")


def external_ids_of(customer: CustomerAccount) -> list[tuple[str, str]]:
    """(source, id) of every system that knows it, also under the names of what was merged into it."""
    rows = ExternalId.objects.filter(kind="customer", record_id=customer.pk)
    return list(rows.order_by("source", "external_id").values_list("source", "external_id"))


def undoable(record: CustomerAccount | Contact, now: datetime) -> list[Any]:
    """The merges into it that can still be taken back, the last first."""
    rows = record.merges.filter(undone_at__isnull=True, merged_at__gte=now - timedelta(days=UNDO_DAYS))
    return list(rows.select_related("loser", "merged_by").order_by("-merged_at"))


def _holds(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)


def owned_by(people: Sequence[int], day: date) -> Any:
    """Seat to person, and the ownerships that go on from `day` of the seats where these people sit on it, or have sat
    until then with nobody after them: what came to a leaver since the change was saved."""
    sits = SeatOccupancy.objects.filter(seat=OuterRef("seat"), during__contains=day)
    left = Q(during__endswith=day) & ~Exists(sits)
    sat = SeatOccupancy.objects.filter(Q(during__contains=day) | left, person__in=people)
    seats = dict(sat.values_list("seat", "person"))
    rows = AccountOwnership.objects.filter(
        seat__in=list(seats), superseded_at=INFINITY, valid__overlap=DateRange(day, None), account__archived_at=None
    )
    return seats, rows.select_related("account").order_by("account__name", "role", "pk")
