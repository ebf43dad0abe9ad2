"""Who owned an account on a day, as believed on another: on the page, over REST, through vacancies and merges."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import AccountOwnership, Seat, SeatOccupancy
from accounts.operations.customers import change_ownership, create_customer, personal_seat
from accounts.operations.merges import merge_customers
from accounts.queries.customers import believed_owners
from salesops.kernel.moments import INFINITY
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company

pytestmark = pytest.mark.django_db
MARCH, JULY = date(2026, 3, 1), date(2026, 7, 1)


def recorded(row: AccountOwnership, at: datetime) -> None:
    """As if it had been written down then; what it replaced was believed until then."""
    AccountOwnership.objects.filter(account=row.account, superseded_at=row.recorded_at).update(superseded_at=at)
    AccountOwnership.objects.filter(account=row.account, recorded_at=row.recorded_at).update(recorded_at=at)


@pytest.fixture
def changed_twice(company: Company) -> Company:
    """Founded with Priya; in August backdated to Ruth from July, in September corrected to Andre from March."""
    AccountOwnership.objects.update(recorded_at=datetime.fromisoformat("2024-01-01T00:00Z"))
    for person, start, at in (
        (company.ruth, JULY, "2026-08-15T09:00Z"),
        (company.andre, MARCH, "2026-09-15T09:00Z"),
    ):
        change_ownership(company.acme, personal_seat(person), start=start, by=company.omar)
        newest = AccountOwnership.objects.filter(account=company.acme, superseded_at=INFINITY).latest("recorded_at")
        recorded(newest, datetime.fromisoformat(at))
    return company


QUESTIONS = [
    ("2026-02-01", "2026-08-01", "Priya Raman"),
    ("2026-07-10", "2026-08-01", "Priya Raman"),
    ("2026-07-10", "2026-08-15", "Ruth Adeyemi"),
    ("2026-06-30", "2026-09-01", "Priya Raman"),
    ("2026-06-30", "2026-09-15", "Andre Thompson"),
    ("2026-07-10", "", "Andre Thompson"),
    ("2026-02-28", "", "Priya Raman"),
]


@pytest.mark.parametrize("surface", ["page", "rest"])
def test_every_question_has_its_answer(changed_twice: Company, as_person: SignIn, surface: str) -> None:
    client, names = as_person(changed_twice.omar), {person.name for person in changed_twice.people}
    for day, known, owner in QUESTIONS:
        asked = {"as_of": day, **({"known_at": known} if known else {})}
        if surface == "rest":
            body = client.get(f"/api/v1/customers/{changed_twice.acme.uid}/owners", asked).json()
            assert [row["person_name"] for row in body["results"]] == [owner], (day, known)
        else:
            page = client.get(f"/accounts/{changed_twice.acme.uid}/owners", asked).content.decode()
            assert {name for name in names if name in page.split('id="answer-title"')[1]} == {owner}, (day, known)


def test_a_day_that_is_none_is_told_at_its_field(company: Company, as_person: SignIn) -> None:
    page = as_person(company.priya).get(f"/accounts/{company.acme.uid}/owners", {"as_of": "soon"})
    assert page.status_code == 400 and 'id="id_as_of_error"' in page.content.decode()
    rest = as_person(company.priya).get(f"/api/v1/customers/{company.acme.uid}/owners", {"known_at": "soon"})
    assert rest.status_code == 400 and rest.json()["code"] == "bad_as_of"


def test_a_vacancy_and_a_hire_change_no_ownership_row(company: Company, as_person: SignIn) -> None:
    seat = Seat.objects.create(name="West 7", kind=Seat.Kind.POST)
    customer: Any = create_customer(name="Post owned", by=None)
    SeatOccupancy.objects.create(seat=seat, person=company.ruth, during=DateRange(FOUNDED, MARCH))
    change_ownership(customer, seat, start=FOUNDED, by=None)
    before = list(AccountOwnership.objects.order_by("pk").values())
    SeatOccupancy.objects.create(seat=seat, person=company.andre, during=DateRange(JULY, None))
    assert list(AccountOwnership.objects.order_by("pk").values()) == before
    days = {FOUNDED: "Ruth Adeyemi", MARCH: None, JULY - timedelta(days=1): None, JULY: "Andre Thompson"}
    for day, name in days.items():
        assert [row.sat_name for row in believed_owners([customer.pk], day, timezone.now())] == [name]
    page = as_person(company.omar).get(f"/accounts/{customer.uid}/owners", {"as_of": "2026-04-01"}).content.decode()
    assert "West 7" in page and "vacant" in page


def test_what_was_merged_is_answered_beside_the_survivor(company: Company, as_person: SignIn) -> None:
    merge_customers(company.acme, company.birch, choices={}, by=company.omar)
    asked = {"as_of": "2026-02-01"}
    rows = as_person(company.omar).get(f"/api/v1/customers/{company.acme.uid}/owners", asked).json()["results"]
    assert {(row["customer"], row["person_name"]) for row in rows} == {
        (str(company.acme.uid), "Priya Raman"),
        (str(company.birch.uid), "Jonah Becker"),
    }
