"""The customer as a record to explain: who owns it through which seat, who is a member."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import MEMBERS_MAY, customer_for, visible_customers
from accounts.explaining import Kind, Tie, kinds, span
from accounts.models import AccountOwnership, CustomerMember, ReportingLine, Seat, SeatOccupancy, User
from salesops.kernel.moments import INFINITY


def customer_ties(customer: Any, day: date) -> Iterator[Tie]:
    owned = AccountOwnership.objects.filter(account=customer, superseded_at=INFINITY, valid__contains=day)
    for row in owned.select_related("seat").order_by("role"):
        words = {"role": row.get_role_display(), "seat": row.seat.name, "days": span(row.valid)}
        sat = SeatOccupancy.objects.filter(seat=row.seat, during__contains=day).select_related("person").first()
        if sat is not None:
            yield Tie(sat.person, _("owns it as %(role)s through the seat %(seat)s (%(days)s).") % words)
        else:
            yield from vacant_ties(row.seat, day, words)
    for one in CustomerMember.objects.filter(customer=customer, during__contains=day).select_related("person"):
        words = {"role": one.role, "days": span(one.during)}
        yield Tie(one.person, _("is a member as %(role)s (%(days)s).") % words, MEMBERS_MAY)


def vacant_ties(seat: Seat, day: date, words: dict[str, Any]) -> Iterator[Tie]:
    """Who led the last one on a seat where nobody sits: under them its accounts wait for the next one."""
    sat = SeatOccupancy.objects.filter(seat=seat, during__endswith__lte=day).select_related("person")
    last = sat.order_by("-during__endswith").first()
    if last is None:
        return
    line = ReportingLine.objects.filter(person=last.person, during__contains=last.during.upper - timedelta(days=1))
    said = _("led %(name)s, the last one on the vacant seat %(seat)s, which owns it as %(role)s (%(days)s).")
    for row in line.select_related("manager"):
        yield Tie(row.manager, said % {**words, "name": last.person.name})


def may_customer(person: User, verb: str, customer: Any) -> bool:
    return person.may(verb) and visible_customers(person, verb, archived=True).filter(pk=customer.pk).exists()


CUSTOMER = Kind(
    "customer",
    gettext_lazy("Account"),
    ("customer.see", "customer.change", "ownership.change", "contract.see", "contract.change"),
    lambda user, uid: customer_for(user, uid, archived=True),
    may_customer,
    customer_ties,
    lambda customer: reverse("accounts:customer", args=[customer.uid]),
)


def register() -> None:
    kinds.register(CUSTOMER.key, CUSTOMER)
