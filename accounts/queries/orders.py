"""Reads about orders: how often each customer orders, and whose next order is late."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import CustomerAccount, Order, UsageSignal
from accounts.rules.orders import Frequency, frequency
from salesops.db.scoped import ScopedQuerySet

MOST = 200


@dataclass(frozen=True)
class Overdue:
    """A customer whose next order did not come; days past the expected one."""

    customer: CustomerAccount
    frequency: Frequency
    days: int


def frequency_of(customer: CustomerAccount) -> Frequency:
    return frequency(list(Order.objects.filter(customer=customer).values_list("ordered_on", flat=True)))


def overdue_reorders(customers: ScopedQuerySet[CustomerAccount], today: date) -> list[Overdue]:
    """Those of `customers` whose usual gap is over, the latest first; at most 200. Two queries."""
    days: dict[int, list[date]] = defaultdict(list)
    rows = Order.objects.filter(customer__in=customers.order_by().values("pk")).values_list("customer_id", "ordered_on")
    for customer, day in rows:
        days[customer].append(day)
    late = {customer: found for customer, seen in days.items() if (found := frequency(seen)).overdue(today)}
    worst = sorted(late, key=lambda customer: (-late[customer].overdue(today), customer))[:MOST]
    known = CustomerAccount.objects.in_bulk(worst)
    return [Overdue(known[key], late[key], late[key].overdue(today)) for key in worst]


def latest_usage(customer: CustomerAccount) -> list[Any]:
    """The last signal of each product and measure."""
    rows = UsageSignal.objects.filter(customer=customer).order_by("product", "measure", "-day")
    return list(rows.distinct("product", "measure"))
