"""Doors to what came in by itself, and what it may be logged on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.access import visible_contacts, visible_customers
from accounts.capture_access import CAPTURE
from accounts.models import User
from pipeline.access import visible_deals, visible_leads
from pipeline.models import Captured, Lead
from salesops.db.scoped import ScopedQuerySet

MOST = 5
OVER = (Lead.State.CONVERTED, Lead.State.DISQUALIFIED)


def visible_captured(user: User) -> ScopedQuerySet[Captured]:
    """One's own: nobody else reads what came in for somebody before it is an activity."""
    return Captured.objects.filter(person=user).mark_scoped(user)


def captured_for(user: User, uid: UUID) -> Captured:
    return visible_captured(user).one(uid=uid)


@dataclass(frozen=True)
class Choice:
    """A record that something may be logged on. kind: as `match_captured` calls it."""

    kind: str
    record: Any
    note: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.record.uid}"


def loggable(user: User) -> dict[str, QuerySet[Any]]:
    """By kind, in the order they are offered."""
    return {
        "contact": visible_contacts(user, CAPTURE).filter(customer__isnull=False).order_by("name", "pk"),
        "customer": visible_customers(user, CAPTURE).order_by("name", "pk"),
        "deal": visible_deals(user, CAPTURE).filter(status="open").order_by("name", "pk"),
        "lead": visible_leads(user, CAPTURE).exclude(state__in=OVER).order_by("name", "pk"),
    }


def choices_named(user: User, text: str, *, exactly: bool = False) -> list[Choice]:
    """A few of each kind whose name holds the text, or is it."""
    named = {"name__iexact" if exactly else "name__icontains": text}
    return [
        Choice(kind, record, _note(kind, record))
        for kind, rows in loggable(user).items()
        for record in rows.filter(**named)[:MOST]
    ]


def choice_for(user: User, key: str) -> Choice | None:
    kind, _sign, uid = key.partition(":")
    rows = loggable(user).get(kind)
    try:
        record = rows.filter(uid=UUID(uid)).first() if rows is not None else None
    except ValueError:
        return None
    return Choice(kind, record, _note(kind, record)) if record is not None else None


def _note(kind: str, record: Any) -> str:
    """What tells records of one name apart."""
    if kind == "contact":
        return str(record.customer.name)
    if kind == "lead":
        return str(record.company)
    return str(record.get_status_display() if kind == "deal" else record.country)
