"""Quota attainment against cases worked by hand (territories.md 5)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Currency, FiscalPeriod, FxRate, SeatOccupancy, User
from accounts.operations.customers import personal_seat
from accounts.operations.people import set_manager
from salesops.kernel.scope import Scope
from territories.operations.quotas import Entry, set_quotas
from tests.company import Company, build_company
from tests.reporting.book import Book, figure, parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db: None) -> Company:
    return build_company()


def give(person: User, amount: str, key: str = "2026-Q4", currency: str | None = None) -> None:
    period = FiscalPeriod.objects.get(key=key)
    set_quotas([Entry(personal_seat(person), period, Decimal(amount), currency)], by=None)


def of(person: User) -> dict[str, Any]:
    return {"scope": Scope.of_people([person.pk]), "as_of": "2026-12-31"}


def test_a_quota_counts_for_the_days_served(company: Company) -> None:
    """120,000 for October to December 2026, there from 16 November: 46/92, so 60,000; 15,000 booked is a quarter."""
    give(company.priya, "120000")
    seat = personal_seat(company.priya)
    SeatOccupancy.objects.filter(seat=seat).update(during=DateRange(date(2026, 11, 16), None))
    Book(company).won(company.priya, "2026-12-01", "15000")
    found = figure("quota_attainment", "2026-Q4", **of(company.priya))
    assert (found.value, found.numerator, found.denominator) == (Decimal("0.25"), 15000, 60000)


def test_no_quota_is_null_and_says_so(company: Company) -> None:
    Book(company).won(company.priya, "2026-12-01", "15000")
    none = figure("quota_attainment", "2026-Q4", **of(company.priya))
    assert (none.value, none.reason, none.numerator) == (None, "no_quota", 15000)
    give(company.priya, "0")
    assert figure("quota_attainment", "2026-Q4", **of(company.priya)).reason == "no_quota"


def test_the_longest_rows_inside_the_period_count(company: Company) -> None:
    """A quarter's row beside its months: the quarter's. A year's row is not spread over a quarter."""
    give(company.priya, "90", "2026-Q4")
    for month in ("2026-10", "2026-11", "2026-12"):
        give(company.priya, "40", month)
    give(company.andre, "1000", "2026")
    assert figure("quota_attainment", "2026-Q4", **of(company.priya)).denominator == 90
    assert figure("quota_attainment", "2026-11", **of(company.priya)).denominator == 40
    assert figure("quota_attainment", "2026-Q4", **of(company.andre)).reason == "no_quota"
    assert figure("quota_attainment", "2026", **of(company.andre)).denominator == 1000


def test_a_quota_stands_where_its_holder_stands(company: Company) -> None:
    give(company.priya, "100")
    set_manager(company.priya, company.helena, start=date(2026, 11, 1), by=company.omar)
    managers = {
        day: set(parts("quota_attainment", "2026-Q4", "manager", as_of=day)) for day in ("2026-10-31", "2026-11-01")
    }
    assert managers == {"2026-10-31": {str(company.marcus.uid)}, "2026-11-01": {str(company.helena.uid)}}


def test_another_currency_takes_the_plan_rate(company: Company) -> None:
    Currency.objects.create(code="EUR", name="Euro")
    give(company.priya, "100", currency="EUR")
    missing = figure("quota_attainment", "2026-Q4", **of(company.priya))
    assert (missing.value, missing.excluded, missing.flags) == (None, {"missing_rate": 1}, ("incomplete",))
    FxRate.objects.create(
        from_currency="EUR",
        to_currency="USD",
        kind="plan",
        rate=Decimal("1.2"),
        valid=DateRange(date(2026, 1, 1), None),
    )
    assert figure("quota_attainment", "2026-Q4", **of(company.priya)).denominator == 120


def test_what_was_the_quota_then(company: Company) -> None:
    give(company.priya, "100")
    give(company.priya, "150")
    assert figure("quota_attainment", "2026-Q4", **of(company.priya)).denominator == 150
