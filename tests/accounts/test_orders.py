"""Orders, products in use, usage: once whatever is sent again, late re-orders, files in and taken back."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Contact, InstalledProduct, Order, UsageSignal
from accounts.operations.contacts import create_contact, edit_contact
from accounts.operations.customers import add_member
from accounts.operations.merges import merge_contacts, merge_customers, undo_merge
from accounts.operations.orders import record_installed, record_order
from accounts.rules.orders import frequency
from salesops.audit.models import AuditRecord
from salesops.imports.models import Problem
from salesops.imports.operations.undo import undo_batch
from tests.accounts.conftest import SignIn
from tests.accounts.test_customers import send
from tests.company import FOUNDED, Company
from tests.imports.files import checked, committed

DAYS = [date(2026, 1, 31), date(2026, 4, 5), date(2026, 1, 1), date(2026, 3, 1)]
TODAY = timezone.now().date()


def test_the_worked_line_of_orders() -> None:
    found = frequency(DAYS)
    assert (found.orders, found.gap, found.last, found.next_on) == (4, 30, date(2026, 4, 5), date(2026, 5, 5))
    assert found.overdue(date(2026, 5, 20)) == 15 and found.overdue(date(2026, 5, 5)) == 0


@pytest.mark.parametrize(
    ("days", "gap", "expects"),
    [
        ([], None, False),
        ([date(2026, 1, 1)], None, False),
        ([date(2026, 1, 1), date(2026, 1, 31)], 30, False),
        ([date(2026, 1, 1)] * 3, 0, False),
        ([date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)], 1, True),
        ([date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 5)], 2, True),
    ],
)
def test_without_a_habit_nothing_is_expected(days: list[date], gap: int | None, expects: bool) -> None:
    found = frequency(days)
    assert found.gap == gap and (found.next_on is not None) == expects


def order(company: Company, number: str = "A-1", **more: Any) -> Order:
    asked: dict[str, Any] = {"ordered_on": date(2026, 3, 2), "currency": "USD", "amount": Decimal(100), "by": None}
    return record_order(more.pop("customer", company.acme), number=number, **asked | more)


@pytest.mark.django_db
def test_sent_twice_it_is_one_order_and_other_content_is_refused(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    body = {
        "customer": str(company.acme.uid),
        "source": "shop",
        "number": "S-1",
        "ordered_on": "2026-03-02",
        "amount": {"amount": "150.00", "currency": "USD"},
        "lines": [{"name": "Scale", "amount": "100"}, {"name": "Desk", "quantity": "2", "amount": "50"}],
    }
    first, again = (send(client, "post", "/api/v1/orders", body) for _n in range(2))
    assert (first.status_code, again.status_code) == (201, 201) and first.json() == again.json()
    assert len(first.json()["lines"]) == 2 and Order.objects.count() == 1
    for change in ({"ordered_on": "2026-03-03"}, {"lines": [{"name": "Scale", "amount": "150"}]}):
        refused = send(client, "post", "/api/v1/orders", body | change)
        assert (refused.status_code, refused.json()["code"]) == (409, "already_exists")
    assert send(client, "post", "/api/v1/orders", body | {"source": "other"}).status_code == 201
    assert client.get(first["Location"]).json()["number"] == "S-1"
    assert as_person(company.jonah).get(first["Location"]).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"ordered_on": "2999-01-01"}, 422, "in_the_future"),
        ({"amount": {"amount": "1", "currency": "XXX"}}, 422, None),
        ({"amount": {"amount": "-1", "currency": "USD"}}, 422, None),
        ({"lines": [{"name": "Scale", "amount": "99"}]}, 422, "lines_differ"),
        ({"lines": [{"name": "Scale", "quantity": "0", "amount": "100"}]}, 422, "amount_sign"),
        ({"number": " "}, 422, None),
        ({"number": "n" * 81}, 422, None),
        ({"customer": "00000000-0000-4000-8000-000000000000"}, 422, None),
    ],
)
def test_a_bad_order_is_told_at_its_field(
    company: Company, as_person: SignIn, change: dict[str, Any], status: int, code: str | None
) -> None:
    body = {"customer": str(company.acme.uid), "number": "S-1", "ordered_on": "2026-03-02"}
    body |= {"amount": {"amount": "100.00", "currency": "USD"}} | change  # type: ignore[operator]
    answer = send(as_person(company.priya), "post", "/api/v1/orders", body)
    assert answer.status_code == status and answer.json()["fields"]
    assert code is None or answer.json()["code"] == code
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_an_order_on_the_page_is_seen_by_members_and_removed_with_a_reason(company: Company, as_person: SignIn) -> None:
    client, address = as_person(company.priya), f"/accounts/{company.acme.uid}/orders/new"
    asked = {"number": "P-1", "ordered_on": "2026-03-02", "name": "Scale", "quantity": "3", "amount": "1.2k"}
    assert client.post(address, asked | {"currency": "usd"}).status_code == 302
    made = Order.objects.get()
    assert made.amount == 1200 and made.lines.get().quantity == 3
    add_member(company.acme, company.jonah, role="expert", start=FOUNDED, by=None)
    member = as_person(company.jonah)
    assert "P-1" in member.get("/orders").content.decode()
    assert "Scale" in member.get(f"/orders/{made.uid}").content.decode()
    assert "P-1" in member.get(f"/accounts/{company.acme.uid}").content.decode()
    assert member.post(f"/orders/{made.uid}/remove", {"reason": "x"}).status_code == 403
    assert client.post(f"/orders/{made.uid}/remove", {"reason": "Typed twice"}).status_code == 302
    assert not Order.objects.exists()
    row = AuditRecord.objects.get(verb="order.removed")
    assert row.before["number"] == "P-1" and row.reason == "Typed twice"


@pytest.mark.django_db
def test_late_re_orders_are_listed_for_who_sees_the_account(company: Company, as_person: SignIn) -> None:
    for number, days in enumerate((130, 100, 71)):
        order(company, f"A-{number}", ordered_on=TODAY - timedelta(days=days))
        order(company, f"B-{number}", ordered_on=TODAY - timedelta(days=days), customer=company.birch)
    order(company, "B-4", ordered_on=TODAY, customer=company.birch)
    client = as_person(company.priya)
    assert "Acme Robotics" in client.get("/accounts/reorders").content.decode()
    [late] = client.get("/api/v1/customers/overdue-reorders").json()["results"]
    assert (late["orders"], late["gap_days"], late["overdue_days"]) == (3, "29.5", 41)
    assert "41 days late" in client.get(f"/accounts/{company.acme.uid}").content.decode()
    assert as_person(company.jonah).get("/api/v1/customers/overdue-reorders").json()["results"] == []


@pytest.mark.django_db
def test_products_in_use_ours_and_others(company: Company, as_person: SignIn) -> None:
    client, address = as_person(company.priya), f"/accounts/{company.acme.uid}/products/new"
    assert client.post(address, {"name": "Scale 2", "competitor": "Weighty", "start": "2026-01-01"}).status_code == 302
    assert client.post(address, {"name": "Scale 2", "competitor": "Weighty", "start": "2026-05-01"}).status_code == 422
    assert client.post(address, {"name": "Scale 2", "start": "2026-05-01"}).status_code == 302
    page = client.get(f"/accounts/{company.acme.uid}").content.decode()
    assert "Weighty" in page and "ours" in page
    made = InstalledProduct.objects.get(competitor="Weighty")
    assert client.post(f"/products-in-use/{made.uid}/end").status_code == 302
    assert client.post(f"/products-in-use/{made.uid}/end").status_code == 409
    body = {"customer": str(company.acme.uid), "name": "Desk", "competitor": "Weighty"}
    rest = send(client, "post", "/api/v1/installed-products", body)
    assert (rest.status_code, rest.json()["start"]) == (201, None)
    clash = send(client, "post", "/api/v1/installed-products", body)
    assert (clash.status_code, clash.json()["code"]) == (409, "overlaps")
    end = f"/api/v1/installed-products/{rest.json()['id']}/end"
    assert send(client, "post", end, {"end": "2026-04-01"}).json()["end"] == "2026-04-01"
    assert len(client.get("/api/v1/installed-products", {"competitor": "weighty"}).json()["results"]) == 2


@pytest.mark.django_db
def test_usage_is_one_value_a_product_day_and_measure(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    body = {
        "customer": str(company.acme.uid),
        "product": "Scale",
        "day": "2026-03-02",
        "measure": "seats",
        "value": "7",
    }
    for _n in range(2):
        assert send(client, "post", "/api/v1/usage-signals", body).status_code == 201
    other = send(client, "post", "/api/v1/usage-signals", body | {"value": "8"})
    assert (other.status_code, other.json()["code"]) == (409, "already_exists")
    assert send(client, "post", "/api/v1/usage-signals", body | {"value": "-1"}).status_code == 422
    assert UsageSignal.objects.count() == 1
    assert client.get("/api/v1/usage-signals").json()["results"][0]["value"] == "7.0000"
    assert "seats" in client.get(f"/accounts/{company.acme.uid}").content.decode()


@pytest.mark.django_db
def test_orders_and_products_follow_a_merge_and_come_back(company: Company) -> None:
    order(company, "A-1")
    order(company, "B-1", customer=company.birch)
    for customer in (company.acme, company.birch):
        record_installed(customer, name="Scale", start=None, by=None)
        UsageSignal.objects.create(customer=customer, product="Scale", day=FOUNDED, measure="seats", value=1)
    record_installed(company.birch, name="Desk", start=None, by=None)
    merge = merge_customers(company.acme, company.birch, choices={}, by=company.omar)
    assert company.acme.orders.count() == 2 and company.acme.installed.count() == 2
    undo_merge(merge, by=company.omar)
    assert [company.birch.orders.count(), company.birch.installed.count(), company.birch.usage.count()] == [1, 2, 1]


@pytest.mark.django_db
def test_a_page_of_orders_asks_as_often_for_fifty(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)

    def asked(numbers: range, address: str) -> int:
        for number in numbers:
            order(company, f"{address[:9]}{number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    for address in ("/orders", "/api/v1/orders", "/accounts/reorders"):
        assert asked(range(5), address) == asked(range(5, 30), address)


ORDERS = b"""Order Number,Account Name,Order Date,Order Amount,Currency,Product
X-1,Acme Robotics,2026-03-01,1200.50,USD,Scale
X-2,Birch Dental,2026-03-04,80,,Desk
"""
BAD = b"""Order Number,Account Name,Order Date,Order Amount,Currency
X-1,Acme Robotics,2026-03-02,1200.50,USD
X-3,Nobody There,2026-03-01,5,USD
X-4,Acme Robotics,2029-03-01,5,USD
X-5,Acme Robotics,soon,5,USD
X-6,Acme Robotics,2026-03-01,-5,USD
X-7,Acme Robotics,2026-03-01,5,ZZZ
,Acme Robotics,2026-03-01,5,USD
"""


def problems(batch: Any) -> set[tuple[int, str, str]]:
    rows = Problem.objects.filter(file__batch=batch, blocking=True)
    return set(rows.values_list("row_number", "field", "code"))


@pytest.mark.django_db
def test_orders_come_from_a_file_once_and_are_taken_back(company: Company) -> None:
    first = committed(company.omar, ORDERS)
    rows = set(Order.objects.values_list("number", "source", "customer__name", "amount", "currency"))
    assert rows == {
        ("X-1", "crm", "Acme Robotics", Decimal("1200.5"), "USD"),
        ("X-2", "crm", "Birch Dental", Decimal(80), "USD"),
    }
    assert {line.name for found in Order.objects.all() for line in found.lines.all()} == {"Scale", "Desk"}
    committed(company.omar, ORDERS)
    assert Order.objects.count() == 2
    found = problems(checked(company.omar, BAD))
    assert {(field, code) for _row, field, code in found} == {
        ("number", "already_exists"),
        ("account", "unknown_value"),
        ("ordered_on", "in_the_future"),
        ("ordered_on", "not_a_date"),
        ("amount", "negative_amount"),
        ("currency", "not_a_currency"),
        ("number", "missing"),
    }
    assert len({row for row, _field, _code in found}) == 7
    report = undo_batch(first, by=company.omar)
    assert report.removed == 2 and not Order.objects.exists()


CONTACTS = b"""Contact ID,Full Name,Account Name,Email,Phone,Job Title,Email Opt Out
C1,Kim Ode,Acme Robotics,Kim+crm@Acme.example,+43 660 1234567,Buyer,no
C2,Lu Fay,Birch Dental,,,CFO,yes
"""


@pytest.mark.django_db
def test_contacts_come_from_a_file_once_and_are_taken_back(company: Company) -> None:
    known = create_contact(name="Lu Fay", customer=company.birch, title="Clerk", by=None)
    first = committed(company.omar, CONTACTS)
    kim = Contact.objects.get(name="Kim Ode")
    assert (kim.customer, kim.email_norm, kim.phone_e164) == (company.acme, "kim@acme.example", "+436601234567")
    known.refresh_from_db()
    assert known.title == "CFO" and known.opted_out_at is not None
    assert Contact.objects.count() == 2
    committed(company.omar, CONTACTS)
    committed(company.omar, CONTACTS.replace(b"yes", b"no"))
    known.refresh_from_db()
    assert Contact.objects.count() == 2 and known.opted_out_at is not None
    bad = CONTACTS.replace(b"Kim+crm@Acme.example", b"kim at home").replace(b"Birch Dental", b"Burch Dental")
    assert {(field, code) for _row, field, code in problems(checked(company.omar, bad))} == {
        ("email", "not_an_address"),
        ("account", "unknown_value"),
    }
    undo_batch(first, by=company.omar)
    known.refresh_from_db()
    assert not Contact.objects.filter(name="Kim Ode").exists() and known.title == "Clerk"


@pytest.mark.django_db
def test_a_file_does_not_bring_a_merged_contact_back(company: Company) -> None:
    committed(company.omar, CONTACTS)
    kim = Contact.objects.get(name="Kim Ode")
    stays = create_contact(name="Kimberly Ode", customer=company.acme, by=None)
    merge = merge_contacts(stays, kim, choices={}, by=company.omar)
    committed(company.omar, CONTACTS)
    stays.refresh_from_db()
    assert stays.name == "Kimberly Ode" and Contact.objects.filter(archived_at__isnull=True).count() == 2
    undo_merge(merge, by=company.omar)
    edit_contact(kim, changes={"title": "Lead buyer"}, by=None)
    committed(company.omar, CONTACTS)
    kim.refresh_from_db()
    assert kim.title == "Buyer"
