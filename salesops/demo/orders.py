"""What the demo company's accounts ordered and have in use, who else works with them, and one account entered twice."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Contact, CustomerAccount, CustomerMember
from pipeline.models import Product
from pipeline.operations.relationships import compute_relationships
from salesops.demo.company import People
from salesops.demo.copying import allocate_ids, copy_rows
from salesops.demo.customers import FOUNDED, Customers
from salesops.demo.uids import fresh_uid

SHARE = 0.4
DAY = timedelta(days=1)
COMPETITORS = ("Weighty", "Halden Systems", "Orbis")
MEMBERS = 6


def write_orders(seed: int, customers: Customers, people: People, until: datetime) -> int:
    """A habit for four of ten accounts, a few of them late. A generator of its own: the rest of the demo stays."""
    rng, today = Random(f"orders {seed}"), until.date()
    buyers = [place for place in range(len(customers.ids)) if rng.random() < SHARE]
    days = {place: _days(rng, today) for place in buyers}
    keys = iter(allocate_ids("accounts_order", sum(map(len, days.values()))))
    products = list(Product.objects.order_by("id").values_list("name", "uid"))
    orders: list[tuple[Any, ...]] = []
    lines: list[tuple[Any, ...]] = []
    installed: list[tuple[Any, ...]] = []
    for place in buyers:
        name, uid = rng.choice(products)
        for day in days[place]:
            key, quantity = next(keys), rng.randint(1, 12)
            amount = quantity * rng.choice((240, 480, 1250))
            at = datetime.combine(day, time(9), tzinfo=UTC)
            orders.append((key, fresh_uid(rng), customers.ids[place], "shop", f"S-{key:06}", day, amount, "USD", at))
            lines.append((key, name, uid, quantity, amount))
        installed.append((fresh_uid(rng), customers.ids[place], name, uid, "", f"[{days[place][0]},)", "system"))
        if rng.random() < 0.3:
            maker, uid = rng.choice(COMPETITORS), fresh_uid(rng)
            installed.append((uid, customers.ids[place], f"{name} alternative", None, maker, "[2024-01-01,)", "ui"))
    columns = ("id", "uid", "customer_id", "source", "number", "ordered_on", "amount", "currency", "recorded_at")
    copy_rows("accounts_order", columns, orders)
    copy_rows("accounts_orderline", ("order_id", "name", "product_uid", "quantity", "amount"), lines)
    used = ("uid", "customer_id", "name", "product_uid", "competitor", "during", "source")
    copy_rows("accounts_installedproduct", used, installed)
    _write_members(rng, customers, people, today)
    _write_twin(rng, customers)
    compute_relationships(today)
    return len(orders)


def _days(rng: Random, today: date) -> list[date]:
    """Every so many days up to a while ago."""
    gap, count = rng.choice((28, 45, 60, 90)), rng.randint(3, 6)
    last = today - rng.randint(2, round(gap * 1.3)) * DAY
    return sorted(last - number * gap * DAY - rng.randint(0, 6) * DAY for number in range(count))


def _write_members(rng: Random, customers: Customers, people: People, today: date) -> None:
    places = rng.sample(range(len(customers.ids)), min(MEMBERS, len(customers.ids)))
    CustomerMember.objects.bulk_create(
        CustomerMember(
            customer_id=customers.ids[place],
            person=rng.choice(people.reps),
            role="Expert",
            during=DateRange(today - 90 * DAY, None),
        )
        for place in places
    )


def _write_twin(rng: Random, customers: Customers) -> None:
    """Somebody entered the first account again, with the same contact."""
    first = CustomerAccount.objects.get(pk=customers.ids[0])
    twin = CustomerAccount.objects.create(
        uid=fresh_uid(rng), name=f"{first.name} Inc", domains=first.domains, sector=first.sector, created_at=FOUNDED
    )
    contact = Contact.objects.filter(customer=first).order_by("pk")[0]
    Contact.objects.create(
        uid=fresh_uid(rng), customer=twin, name=contact.name, email=contact.email, email_norm=contact.email_norm
    )
