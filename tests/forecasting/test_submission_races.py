"""Two connections: who submits twice, and who commits a change after somebody signed (forecasting.md 4.5)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import FiscalPeriod, User
from accounts.queries.organisation import calendar
from forecasting.models import ForecastType, Submission
from forecasting.operations.calls import make_call
from forecasting.operations.periods import lock_period, open_period
from forecasting.operations.submissions import submit_forecast
from forecasting.operations.types import make_forecast_types
from forecasting.queries.stored import count_and_hash, stored_rollup
from pipeline.models import Opportunity
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused
from salesops.kernel.periods import Level, period_at
from tests.company import Company
from tests.forecasting.book import deal


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    return own_company


@pytest.fixture
def forecast(company: Company) -> tuple[ForecastType, FiscalPeriod]:
    type_ = make_forecast_types(by=None)[0]
    period = FiscalPeriod.objects.get(key=period_at(timezone.localdate(), Level.QUARTER, calendar()).key)
    open_period(type_, period, by=None)
    return type_, period


def beside(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """The work on a connection of its own; its result or its exception."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(work())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def book(company: Company, owner: User, amount: int, period: FiscalPeriod) -> Opportunity:
    at = timezone.now() - timedelta(minutes=1)
    return deal(company, owner, "commit", amount, close_date=period.end_date, at=at)


def test_a_writer_who_stamped_before_but_committed_later_is_not_among_the_rows(
    company: Company, forecast: tuple[ForecastType, FiscalPeriod]
) -> None:
    type_, period = forecast
    record = book(company, company.priya, 100, period)
    stamped, signed = threading.Event(), threading.Event()

    def change_late() -> None:
        with operation(by=None):
            Opportunity.objects.filter(pk=record.pk).update(amount=Decimal(999))
            stamped.set()
            assert signed.wait(20)

    thread, result = beside(change_late)
    assert stamped.wait(20)
    submission = submit_forecast(type_, period, by=company.priya)
    signed.set()
    thread.join(20)
    assert result == [None]
    assert stored_rollup(submission).lines["commit"][company.priya.pk].said == 100
    assert count_and_hash(submission.pk) == (submission.row_count, submission.row_hash)


def test_of_two_at_once_one_is_latest_and_the_other_is_told(
    company: Company, forecast: tuple[ForecastType, FiscalPeriod]
) -> None:
    type_, period = forecast
    results = []
    for _ in range(2):
        results.append(beside(lambda: submit_forecast(type_, period, by=company.andre, seen_seq=0)))
    for thread, _found in results:
        thread.join(20)
    found = [outcome for _thread, (outcome,) in results]
    assert sorted(type(outcome).__name__ for outcome in found) == ["Conflict", "Submission"]
    conflict = next(outcome for outcome in found if isinstance(outcome, Conflict))
    assert conflict.code == "already_submitted"
    assert Submission.objects.filter(node=company.andre).count() == 1


def test_two_calls_at_once_leave_one_live(company: Company, forecast: tuple[ForecastType, FiscalPeriod]) -> None:
    type_, period = forecast
    threads = [
        beside(lambda value=value: make_call(type_, period, company.jonah, value=Decimal(value), by=company.jonah))
        for value in (1, 2, 3)
    ]
    for thread, _found in threads:
        thread.join(20)
    assert all(not isinstance(found[0], Exception) for _thread, found in threads)
    live = company.jonah.forecasts_called.filter(superseded_at__isnull=True)
    assert live.count() == 1


def test_a_lock_waits_for_a_running_submission_and_then_holds(
    company: Company, forecast: tuple[ForecastType, FiscalPeriod]
) -> None:
    type_, period = forecast
    state = type_.period_states.get(node=None, period=period)
    with transaction.atomic():
        submit_forecast(type_, period, by=company.sofia)
        thread, result = beside(lambda: lock_period(state, by=company.omar, reason="Books"))
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    assert not isinstance(result[0], Exception)
    with pytest.raises(Refused):
        submit_forecast(type_, period, by=company.sofia)
