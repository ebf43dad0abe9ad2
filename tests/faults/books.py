"""A random book of deals with a past, around today."""

import random
from datetime import timedelta

from django.utils import timezone

from accounts.models import FiscalPeriod
from accounts.queries.organisation import calendar
from forecasting.models import ForecastType
from forecasting.operations.periods import open_period
from forecasting.operations.types import make_forecast_types
from salesops.db.operation import operation
from salesops.kernel.periods import Level, period_at
from tests.company import Company
from tests.forecasting.book import change, deal, stage

STEPS = ("pipeline", "upside", "commit")


def this_quarter(company: Company) -> tuple[ForecastType, FiscalPeriod]:
    """The first type, with the quarter of today open for two months."""
    type_ = make_forecast_types(by=None)[0]
    period = FiscalPeriod.objects.get(key=period_at(timezone.localdate(), Level.QUARTER, calendar()).key)
    with operation(by=None, at=timezone.now() - timedelta(days=60)):
        open_period(type_, period, by=None)
    return type_, period


def a_book(company: Company, deals: int, chance: random.Random) -> tuple[ForecastType, FiscalPeriod]:
    """Every deal of some rep, made within two months, moved and priced anew since; a third of them closed."""
    type_, period = this_quarter(company)
    now = timezone.now()
    for _number in range(deals):
        owner = chance.choice([company.priya, company.andre, company.ruth, company.jonah, company.sofia])
        age = chance.randint(3, 60)
        day = period.start_date + timedelta(days=chance.randint(0, 100))
        if chance.random() < 0.33:
            closed = now - timedelta(days=age)
            deal(
                company,
                owner,
                chance.choice(["won", "lost"]),
                chance.randint(1, 90_000),
                close_date=closed.date(),
                at=closed,
            )
            continue
        record = deal(
            company,
            owner,
            chance.choice(STEPS),
            chance.randint(1, 90_000),
            close_date=day,
            at=now - timedelta(days=age),
        )
        for after in sorted(chance.sample(range(1, age + 1), min(2, age))):
            at = now - timedelta(days=age - after, hours=1)
            change(record, at, stage=stage(company, chance.choice(STEPS)), amount=chance.randint(1, 90_000))
    return type_, period
