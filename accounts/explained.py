"""The customer as a record to explain: who owns it through which seat, who is a member."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import customer_for, visible_customers
from accounts.explaining import Kind, Tie, kinds, span
from accounts.models import AccountOwnership, CustomerMember, SeatOccupancy, User
from salesops.kernel.moments import INFINITY


def customer_ties(customer: Any, day: date) -> Iterator[Tie]:
    owned = AccountOwnership.objects.filter(account=customer, superseded_at=INFINITY, valid__contains=day)
    for row in owned.select_related("seat").order_by("role"):
        for sat in SeatOccupancy.objects.filter(seat=row.seat, during__contains=day).select_related("person"):
            words = {"role": row.get_role_display(), "seat": row.seat.name, "days": span(row.valid)}
            yield Tie(sat.person, _("owns it as %(role)s through the seat %(seat)s (%(days)s).") % words)
    for one in CustomerMember.objects.filter(customer=customer, during__contains=day).select_related("person"):
        words = {"role": one.role, "days": span(one.during)}
        yield Tie(one.person, _("is a member as %(role)s (%(days)s).") % words)


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
