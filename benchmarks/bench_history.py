"""The past of 200,000 deals and 2.4 million versions, and of one tenth of it (pipeline.md 7, forecasting.md 7)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import FiscalPeriod
from accounts.queries.line import people_below
from accounts.queries.organisation import organisation
from benchmarks.bench_ground import sql
from benchmarks.book import AT, DEALS, NOW, Book, make_book
from benchmarks.compare import compare
from forecasting.models import ForecastType, Submission
from forecasting.operations.submissions import submit_forecast
from forecasting.queries.rollup import Frame, question_of, read_rollup
from forecasting.queries.rows import read_parts
from forecasting.queries.stored import stored_rollup
from forecasting.queries.types import version_at
from pipeline.models import Opportunity
from pipeline.queries.categories import category_sql
from pipeline.queries.deal_history import changes_of
from salesops.kernel.moments import AsOf
from salesops.kernel.periods import Level, period_at
from salesops.kernel.scope import Scope
from salesops.reporting.evaluate import Question, ground, total
from tests.forecasting.book import opened

Sums = dict[str, tuple[int, Decimal]]


@pytest.fixture(scope="module")
def book(own_database: str) -> Iterator[Book]:
    yield make_book(own_database)
    sql("RESET statement_timeout")


@pytest.fixture(scope="module")
def frame(book: Book) -> Frame:
    type_, period = opened(at=AT)
    return Frame(type_, period, AT)


def as_of(frame: Frame) -> Sums:
    """A quarter by category, as the forecast reads it."""
    question = question_of(frame, version_at(frame.type, frame.at), organisation())
    found: Sums = {}
    for part in read_parts(question, []):
        count, amount = found.get(part.bucket, (0, Decimal(0)))
        found[part.bucket] = count + part.count, amount + part.amount
    return found


def latest_row_per_deal(frame: Frame) -> Sums:
    """The same by hand, without a row's end: the newest row of each deal by then."""
    rows = sql(
        f"""
        SELECT {category_sql("v")} AS category, count(*), coalesce(sum(v.amount), 0)
        FROM (
            SELECT DISTINCT ON (opportunity_id) * FROM pipeline_opportunityversion
            WHERE superseded_at = 'infinity' AND valid_from <= %(at)s
            ORDER BY opportunity_id, valid_from DESC, version DESC
        ) v
        WHERE NOT v.deleted AND v.close_date >= %(first)s AND v.close_date <= %(last)s
        GROUP BY 1
        """,
        {"at": frame.at, "first": frame.period.start_date, "last": frame.period.end_date},
    )
    return {category: (count, amount) for category, count, amount in rows}


def test_as_of_against_the_latest_row_of_each_deal(frame: Frame) -> None:
    verdict = compare(
        "as-of by category, a quarter, against the latest row per deal",
        lambda: as_of(frame),
        lambda: latest_row_per_deal(frame),
        must=1 / 6,
    )
    assert verdict.holds


def test_as_of_over_a_log_ten_times_as_long(frame: Frame) -> None:
    verdict = compare(
        "as-of, the log ten times as long, equal hits", lambda: as_of(frame), lambda: in_small(frame), must=1.5
    )
    assert verdict.holds


def in_small(frame: Frame) -> Sums:
    sql("SET search_path = small, public")
    try:
        return as_of(frame)
    finally:
        sql("SET search_path = public")


def test_one_history_against_the_as_of_read(book: Book, frame: Frame) -> None:
    deal = Opportunity.objects.get(pk=DEALS - DEALS // 20)
    assert len(changes_of(deal)) > 5
    verdict = compare("one history", lambda: changes_of(deal), lambda: as_of(frame), must=0.5, same=None)
    assert verdict.holds


def test_as_of_of_a_team_against_raw_sql(book: Book) -> None:
    team = people_below([book.company.marcus.pk], AT.date())
    on = ground(NOW)
    period = period_at(AT.date(), Level.QUARTER, on.calendar)
    scope = Scope(spans=tuple((person, date(2000, 1, 1), None) for person in sorted(team)))
    question = Question(scope, period, on, as_of=AsOf(AT, "then"))
    raw = """
        SELECT sum(v.amount) FROM pipeline_opportunityversion v JOIN pipeline_stage stage ON stage.id = v.stage_id
        WHERE v.superseded_at = 'infinity' AND v.valid_from <= %s AND v.valid_to > %s AND NOT v.deleted
            AND v.status = 'open' AND v.owner_id = ANY(%s) AND v.close_date >= %s AND v.close_date < %s
            AND NOT v.omitted AND v.category_override <> 'omitted' AND stage.counts_as_pipeline
    """
    verdict = compare(
        "as-of, a team's open pipeline",
        lambda: total("open_pipeline", question).value,
        lambda: sql(raw, [AT, AT, sorted(team), max(period.start, AT.date()), period.end])[0][0],
        must=1.3,
    )
    assert verdict.holds


def test_the_whole_tree_against_one_as_of_read(frame: Frame) -> None:
    verdict = compare(
        "roll-up of the whole tree", lambda: read_rollup(frame).totals, lambda: as_of(frame), must=5, same=None
    )
    assert verdict.holds


def submitted(person: Any, type_: ForecastType, period: FiscalPeriod) -> Submission:
    return submit_forecast(type_, period, by=person, at=NOW)


def test_opening_a_submission_again_against_reading_its_rows(book: Book, frame: Frame) -> None:
    signed = submitted(book.company.dana, frame.type, frame.period)
    print(f"    {signed.row_count:,} rows")
    verdict = compare(
        "a submission opened again",
        lambda: stored_rollup(signed).totals,
        lambda: sql("SELECT * FROM forecasting_submissionrow WHERE submission_id = %s", [signed.pk]),
        must=2,
        same=None,
    )
    assert verdict.holds


def test_submitting_takes_time_as_its_rows(book: Book, frame: Frame) -> None:
    """One rep's fifth against everybody's: no more than its rows make it."""
    few, many = (submitted(who, frame.type, frame.period).row_count for who in (book.company.jonah, book.company.dana))
    verdict = compare(
        f"submitting {many:,} rows against {few:,}",
        lambda: submitted(book.company.dana, frame.type, frame.period),
        lambda: submitted(book.company.jonah, frame.type, frame.period),
        must=1.2 * many / few,
        same=None,
    )
    assert verdict.holds
