"""Quotas as they stood and as they were known: a change, a removal or an undone file rewrites no earlier answer."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from accounts.models import FiscalPeriod, User
from accounts.operations.customers import personal_seat
from forecasting.operations.submissions import submit_forecast
from forecasting.queries.rollup import Frame, Rollup, read_rollup
from salesops.db.operation import operation
from territories.models import Quota
from territories.operations.quotas import Entry, set_quotas, undo_quota_batch
from territories.queries.quotas import seat_quotas
from tests.company import Company
from tests.forecasting.book import deal, opened

OCT, NOV, DEC = (datetime(2026, month, 20, tzinfo=UTC) for month in (10, 11, 12))
EARLY, LATE = datetime(2026, 10, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)


def give(person: User, amount: int | None, at: datetime, key: str = "2026-Q4", **more: Any) -> None:
    value = None if amount is None else Decimal(amount)
    with operation(by=None, at=at):
        set_quotas([Entry(personal_seat(person), FiscalPeriod.objects.get(key=key), value)], by=None, **more)


def read(at: datetime, known_at: datetime | None = None, key: str = "2026-Q4") -> list[Decimal | None]:
    return [row.amount for row in seat_quotas(FiscalPeriod.objects.get(key=key), "bookings", "USD", at, known_at)]


def rollup(at: datetime, **more: Any) -> Rollup:
    type_, period = opened()
    return read_rollup(Frame(type_, period, at, **more))


def test_a_changed_or_removed_quota_stands_for_its_days(company: Company) -> None:
    give(company.priya, 100, OCT)
    give(company.priya, 150, NOV)
    give(company.priya, None, DEC)
    give(company.priya, 90, LATE)
    found = {at: read(at) for at in (EARLY, OCT, NOV, DEC, LATE)}
    assert found == {EARLY: [], OCT: [100], NOV: [150], DEC: [], LATE: [90]}


def test_what_was_known_then_has_no_later_change_in_it(company: Company) -> None:
    give(company.priya, 100, OCT)
    give(company.priya, 150, NOV)
    assert [read(LATE, known) for known in (EARLY, OCT, NOV)] == [[], [100], [150]]


def test_a_forecast_as_of_a_day_keeps_the_gap_and_coverage_of_that_day(company: Company) -> None:
    deal(company, company.priya, "commit", 60, at=EARLY)
    give(company.priya, 100, OCT)
    before = rollup(OCT).against_quota(company.marcus.pk)
    give(company.priya, 400, NOV)
    assert rollup(OCT).against_quota(company.marcus.pk) == before
    assert (before.quota, before.gap, before.coverage) == (100, -40, Decimal("0.6"))
    assert rollup(NOV).against_quota(company.marcus.pk).gap == -340
    assert rollup(NOV, known_at=OCT).quotas[company.priya.pk] == 100


def test_a_file_states_the_quota_of_its_whole_period_and_a_hand_only_of_one_that_is_over(company: Company) -> None:
    give(company.priya, 100, NOV, method=Quota.Method.IMPORTED)
    give(company.andre, 7, NOV)
    give(company.ruth, 5, NOV, key="2026-Q3")
    assert (read(EARLY), read(NOV)) == ([100], [100, 7])
    assert read(datetime(2026, 7, 2, tzinfo=UTC), key="2026-Q3") == [5]
    assert read(NOV, known_at=OCT) == []
    give(company.priya, 120, DEC, method=Quota.Method.IMPORTED)
    assert read(NOV) == [100, 7]


def test_an_undone_file_never_stood(company: Company) -> None:
    give(company.priya, 100, EARLY)
    give(company.priya, 150, OCT, batch_id=9, method=Quota.Method.IMPORTED)
    give(company.andre, 7, OCT, batch_id=9, method=Quota.Method.IMPORTED)
    with operation(by=None, at=DEC):
        undo_quota_batch(9, by=None)
    assert [read(at) for at in (OCT, NOV, DEC, LATE)] == [[100]] * 4
    assert sorted(filter(None, read(LATE, known_at=NOV))) == [7, 150]
    assert read(LATE, known_at=DEC) == [100]


def test_a_submission_signs_the_quota_of_its_instant(company: Company) -> None:
    deal(company, company.priya, "commit", 60, at=EARLY)
    give(company.priya, 100, OCT)
    give(company.priya, 400, NOV)
    type_, period = opened(at=EARLY)
    signed = [submit_forecast(type_, period, by=company.priya, at=at).quota for at in (OCT, NOV)]
    assert signed == [100, 400]
