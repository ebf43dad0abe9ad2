"""What a file says of a known foreign deal, converted by the spot rate of the day on which it closed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import FxRate
from pipeline.models import Opportunity
from tests.company import Company
from tests.imports.files import committed, deals

MARCH, APRIL = DateRange(date(2026, 3, 1), date(2026, 4, 1)), DateRange(date(2026, 4, 1), date(2026, 5, 1))
HEADER = "Id,Deal Name,Account,Owner,Stage,Amount,Currency,Created,Close Date"
OPEN = deals("E1,Euro,Acme Robotics,Priya Raman,Discovery,100.555,EUR,2026-02-01,2026-03-20", header=HEADER)


@pytest.fixture
def company(company: Company) -> Company:
    for valid, rate in ((MARCH, "1.1"), (APRIL, "1.3")):
        FxRate.objects.create(from_currency="EUR", to_currency="USD", kind="spot", rate=Decimal(rate), valid=valid)
    return company


def euro() -> tuple[str, Decimal | None, str, Decimal | None, Decimal | None]:
    deal = Opportunity.objects.get(name="Euro")
    rate = deal.close_rate.rate if deal.close_rate else None
    return deal.status, deal.amount, deal.currency, deal.amount_converted, rate


def test_a_known_deal_closed_by_a_row_without_an_amount_is_converted(company: Company) -> None:
    committed(company.omar, OPEN)
    committed(company.omar, deals("E1,Won,2026-03-04", header="Id,Stage,Close Date"))
    assert euro() == ("won", Decimal("100.555"), "EUR", Decimal("110.61"), Decimal("1.1"))


def test_an_amount_without_a_date_and_a_date_without_an_amount_are_converted_anew(company: Company) -> None:
    committed(company.omar, OPEN)
    committed(company.omar, deals("E1,Won,2026-03-04", header="Id,Stage,Close Date"))
    committed(company.omar, deals("E1,Won,200,EUR", header="Id,Stage,Amount,Currency"))
    assert euro() == ("won", Decimal(200), "EUR", Decimal(220), Decimal("1.1"))
    committed(company.omar, deals("E1,Won,2026-04-04", header="Id,Stage,Close Date"))
    assert euro() == ("won", Decimal(200), "EUR", Decimal(260), Decimal("1.3"))


def test_a_known_deal_closed_without_a_day_has_that_of_the_import_and_not_the_one_expected(company: Company) -> None:
    """Booked on the day it was expected it would stand in a quarter that has not come."""
    committed(company.omar, OPEN)
    Opportunity.objects.update(close_date=date(2190, 3, 20))
    committed(company.omar, deals("E1,Won", header="Id,Stage"))
    deal = Opportunity.objects.get(name="Euro")
    assert deal.closed_at is not None
    assert (deal.status, deal.close_date, deal.close_basis) == ("won", deal.closed_at.date(), "instant")
    assert abs(deal.closed_at - timezone.now()) < timedelta(minutes=5)
    committed(company.omar, deals("E2,Undated,Acme Robotics,Priya Raman,Discovery,7,USD,,", header=HEADER))
    committed(company.omar, deals("E2,Lost,2026-02-01", header="Id,Stage,Created"))
    lost = Opportunity.objects.get(name="Undated")
    assert lost.closed_at is not None and lost.close_date == lost.closed_at.date() == deal.close_date
