"""Lists cost as many queries for fifty rows as for five, on pages and over the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.access import today
from accounts.models import Contact, Delegation, Obligation
from accounts.operations.calendars import add_holiday, create_calendar, set_person_calendar
from accounts.operations.customers import create_customer
from accounts.operations.leaves import plan_leave
from accounts.operations.people import create_person, grant_role, set_manager
from accounts.operations.renewals import draft_successor
from accounts.operations.reorganisations import draft_reorganisation
from accounts.rules.working_time import OFFICE
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import make_signed
from tests.company import FOUNDED, Company

pytestmark = pytest.mark.django_db
LISTS = (
    "/accounts",
    "/people",
    "/people/chart",
    "/settings/roles",
    "/settings/teams",
    "/api/v1/customers",
    "/api/v1/contacts",
    "/api/v1/people",
    "/api/v1/reporting-lines",
    "/api/v1/role-grants",
    "/api/v1/roles",
    "/api/v1/teams",
    "/contracts",
    "/contracts/renewals",
    "/api/v1/contracts",
    "/api/v1/obligations",
    "/api/v1/arr-bridge?bar=closing",
    "/api/v1/renewal-rates?by=product",
    "/settings/calendars",
    "/settings/delegations",
    "/people/reorganisations",
    "/api/v1/work-calendars",
    "/api/v1/holidays",
    "/api/v1/leaves",
    "/api/v1/delegations",
    "/api/v1/reorganisations",
)
FIGURES = ("/contracts/arr?bar=closing", "/people/leave")
SHELL_AND_LIST = 13
SHELL_AND_FIGURES = 17


def fill(company: Company, numbers: range) -> None:
    for number in numbers:
        customer = create_customer(name=f"Account {number:03}", owner=company.priya, start=FOUNDED, by=company.omar)
        Contact.objects.create(customer=customer, name=f"Contact {number:03}")
        contract = make_signed(company, customer=customer, start=today() - timedelta(days=99), last_day=today())
        Obligation.objects.create(contract=contract, name="Report", due=today())
        draft_successor([contract], by=company.omar)
        person = create_person(name=f"Person {number:03}", by=company.omar)
        set_manager(person, company.marcus, start=FOUNDED, by=company.omar)
        grant_role(person, "rep", by=company.ada)
        plan_leave(person, kind="vacation", start=today(), end=today() + timedelta(days=2), by=company.omar)
        calendar = create_calendar(name=f"Calendar {number:03}", hours=OFFICE, by=company.omar)
        add_holiday(calendar, date=today(), name="Feast", by=company.omar)
        set_person_calendar(person, calendar, start=FOUNDED, by=company.omar)
        during = (today(), today() + timedelta(days=2))
        Delegation.objects.create(person=person, delegate=company.omar, during=during, verbs=["deal.see"])
        draft_reorganisation(name=f"Plan {number:03}", effective=today(), by=company.omar)


def queries(client: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_fifty_rows_cost_what_five_cost(company: Company, as_person: SignIn) -> None:
    """Up to a full page: one that has a next page counts its rows besides."""
    client = as_person(company.omar)
    fill(company, range(5))
    few = {path: queries(client, path) for path in (*LISTS, *FIGURES)}
    fill(company, range(5, 36))
    many = {path: queries(client, path) for path in (*LISTS, *FIGURES)}
    print(f"\n{many}")
    assert many == few and max(many.values()) <= SHELL_AND_FIGURES
    assert max(many[path] for path in LISTS) <= SHELL_AND_LIST


def test_a_list_is_filtered_sorted_and_exported(company: Company, as_person: SignIn) -> None:
    client = as_person(company.omar)
    fill(company, range(2))
    page = client.get("/accounts?name=account&ordering=-name").content.decode()
    assert page.index("Account 001") < page.index("Account 000") and "Acme Robotics" not in page
    mine = client.get(f"/accounts?owner={company.jonah.uid}").content.decode()
    assert "Birch Dental" in mine and "Acme Robotics" not in mine
    file = b"".join(client.get("/accounts?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Acme Robotics" in file and "Priya Raman" in file


def test_a_misspelt_filter_is_refused(company: Company, as_person: SignIn) -> None:
    assert as_person(company.omar).get("/api/v1/customers?ownr=me").status_code == 400
    assert as_person(company.omar).get("/accounts?ordering=secret").status_code == 400


def test_the_palette_finds_what_its_reader_sees(company: Company, as_person: SignIn) -> None:
    assert "Acme Robotics" in as_person(company.priya).get("/search?q=acme").content.decode()
    assert "Acme Robotics" not in as_person(company.jonah).get("/search?q=acme").content.decode()
