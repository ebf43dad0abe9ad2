"""Quota attainment against cases worked by hand (territories.md 5)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Currency, FiscalPeriod, FxRate, ReportingLine, SeatOccupancy, User
from accounts.operations.customers import personal_seat
from accounts.operations.people import set_manager
from accounts.queries.line import subtree_spans
from forecasting.queries.rollup import Frame, read_rollup
from salesops.db.operation import operation
from salesops.kernel.scope import Scope
from territories.operations.quotas import Entry, set_quotas
from tests.company import Company
from tests.forecasting.book import opened
from tests.reporting.book import Book, figure, parts

pytestmark = pytest.mark.django_db
DAYS = ("2026-10-31", "2026-11-30")
BEFORE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def give(person: User, amount: str, key: str = "2026-Q4", currency: str | None = None, at: datetime = BEFORE) -> None:
    """Set at an instant that every question here is later than."""
    period = FiscalPeriod.objects.get(key=key)
    with operation(by=None, at=at):
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
    """Changed in November: asked as of October, and as known then, it is what it was."""
    give(company.priya, "100")
    give(company.priya, "150", at=datetime(2026, 11, 10, tzinfo=UTC))
    give(company.andre, "70", at=datetime(2026, 11, 10, tzinfo=UTC))
    both = {"scope": Scope.of_people([company.priya.pk, company.andre.pk])}
    found = {day: figure("quota_attainment", "2026-Q4", **both, as_of=day).denominator for day in DAYS}
    assert found == {"2026-10-31": 100, "2026-11-30": 220}
    known = figure("quota_attainment", "2026-Q4", **both, as_of="2026-11-30", known_at="2026-10-31")
    assert known.denominator == 100


def test_the_quota_of_a_leader_is_the_teams_and_counts_once(company: Company) -> None:
    """Marcus 300 over Priya 200 and Andre 130; Helena has none over Jonah 80. Dana's, set last, stands for all."""
    for person, amount in ((company.marcus, "300"), (company.priya, "200"), (company.andre, "130")):
        give(person, amount)
    give(company.jonah, "80")
    whole = {"as_of": "2026-11-30"}
    west = whole | {"focus": Scope(spans=tuple(subtree_spans([company.marcus.pk])))}
    own = whole | {"scope": Scope.of_people([company.priya.pk])}
    assert [figure("quota_attainment", "2026-Q4", **asked).denominator for asked in (whole, west, own)] == [
        380,
        300,
        200,
    ]
    by_owner = parts("quota_attainment", "2026-Q4", "owner", **whole)
    quotas = {key: one.denominator for key, one in by_owner.items()}
    assert quotas == {str(company.priya.uid): 200, str(company.andre.uid): 130, str(company.jonah.uid): 80}
    give(company.dana, "400")
    assert figure("quota_attainment", "2026-Q4", **whole).denominator == 400
    assert figure("quota_attainment", "2026-Q4", **west).denominator == 300


def test_the_quota_of_a_leaver_stays_under_the_leaders(company: Company) -> None:
    for person, amount in ((company.marcus, "300"), (company.priya, "200")):
        give(person, amount)
    User.objects.filter(pk=company.priya.pk).update(state=User.State.DEACTIVATED)
    ReportingLine.objects.filter(person=company.priya).update(during=DateRange(date(2024, 1, 1), date(2026, 11, 1)))
    assert figure("quota_attainment", "2026-Q4", as_of="2026-11-30").denominator == 300


@pytest.mark.parametrize("leaders", [(), ("marcus",), ("marcus", "helena"), ("dana",), ("dana", "helena")])
def test_the_forecast_and_the_metric_say_the_same_quota_of_every_node(
    company: Company, leaders: tuple[str, ...]
) -> None:
    for number, name in enumerate((*leaders, "priya", "andre", "jonah"), start=1):
        give(getattr(company, name), str(100 * number))
    type_, period = opened()
    quotas = read_rollup(Frame(type_, period, datetime(2026, 11, 30, 23, tzinfo=UTC))).quotas
    for person in (company.dana, company.marcus, company.helena, company.priya, company.ruth):
        focus = Scope(spans=tuple(subtree_spans([person.pk])))
        found = figure("quota_attainment", "2026-Q4", focus=focus, as_of="2026-11-30").denominator
        assert found == (quotas[person.pk] or 0), person.name
