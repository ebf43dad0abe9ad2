"""A small book of deals for forecast tests: instants are stated, so that no test depends on the day it runs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import FiscalPeriod, User
from forecasting.models import ForecastType
from forecasting.operations.periods import open_period
from forecasting.operations.types import make_forecast_types
from pipeline.models import Opportunity, ProcessVersion, Stage
from salesops.db.operation import operation
from tests.company import Company

START = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 19, 12, tzinfo=UTC)
IN_P = date(2026, 12, 10)
STAGES = {"commit": "Negotiation", "upside": "Proposal", "pipeline": "Discovery", "won": "Won", "lost": "Lost"}


def stage(company: Company, name: str) -> Stage:
    return Stage.objects.get(process=company.process, name=STAGES.get(name, name))


def opened(key: str = "2026-Q4", at: datetime = START) -> tuple[ForecastType, FiscalPeriod]:
    """The first type with its period open."""
    first, _renewals = make_forecast_types(by=None)
    period = FiscalPeriod.objects.get(key=key)
    with operation(by=None, at=at):
        open_period(first, period, by=None)
    return first, period


def deal(
    company: Company, owner: User | None, category: str, amount: Any, *, at: datetime = START, **state: Any
) -> Opportunity:
    """One deal in the stage that stands for the category; won and lost ones close on their close date."""
    where = state.pop("stage", None) or stage(company, category)
    day = state.pop("close_date", IN_P)
    closed = {}
    if where.kind != Stage.Kind.OPEN:
        closed = {"closed_at": at, "credit_owner": owner}
        if where.kind == Stage.Kind.WON and state.get("currency", "USD") == "USD" and amount is not None:
            closed["amount_converted"] = Decimal(amount)
    with operation(by=None, at=at):
        return Opportunity.objects.create(
            name=state.pop("name", f"{category} {amount}"),
            customer=state.pop("customer", company.acme),
            process=ProcessVersion.objects.get(pk=company.process.pk),
            owner=owner,
            stage=where,
            status=where.kind,
            amount=None if amount is None else Decimal(amount),
            close_date=day,
            **({"kind": "new"} | closed | state),
        )


def change(record: Opportunity, at: datetime, **state: Any) -> None:
    with operation(by=None, at=at):
        Opportunity.objects.filter(pk=record.pk).update(**state)
