"""Fiscal calendars: the worked years of docs/algorithms/fiscal-periods.md, and tiling for every pattern."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.kernel.errors import Refused
from salesops.kernel.periods import (
    PATTERNS,
    Calendar,
    Gregorian,
    Level,
    WeekBased,
    comparable,
    confirm_year,
    following,
    period_at,
    periods_of_year,
    previous,
    same_last_year,
    span,
    week_of,
    year_before,
)

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
RETAIL = WeekBased(PATTERNS["4-5-4"], end_month=1, last_weekday=5, rule="nearest")
RETAIL_LAST = WeekBased(PATTERNS["4-5-4"], end_month=1, last_weekday=5, rule="last")
CALENDARS: list[Calendar] = [
    *(Gregorian(month, named) for month in range(1, 13) for named in ("start", "end")),
    *(
        WeekBased(pattern, month, weekday, rule, named)
        for pattern in PATTERNS.values()
        for month, weekday in ((1, 5), (12, 6), (6, 4))
        for rule in ("last", "nearest")
        for named in ("start", "end")
    ),
]
LEVELS = (Level.WEEK, Level.MONTH, Level.QUARTER, Level.YEAR)


@pytest.mark.parametrize("rule", CALENDARS, ids=repr)
def test_every_day_of_seventy_years_is_in_exactly_one_period_of_each_level(rule: Calendar) -> None:
    for level in LEVELS:
        years = range(FIRST.year - 2, LAST.year + 3)
        periods = [period for year in years for period in periods_of_year(rule, year, level)]
        assert periods[0].start <= FIRST and periods[-1].end > LAST
        assert all(one.end == two.start for one, two in pairwise(periods))
        assert all(one.start < one.end for one in periods)
        assert len({period.key for period in periods}) == len(periods)


@given(st.sampled_from(CALENDARS), st.dates(FIRST, LAST), st.sampled_from(LEVELS))
def test_period_at_is_the_period_that_holds_the_day(rule: Calendar, day: date, level: Level) -> None:
    period = period_at(day, level, rule)
    assert day in period
    assert period == next(one for one in periods_of_year(rule, period.year, level) if one.index == period.index)
    assert following(previous(period, rule), rule) == period


@given(st.sampled_from(CALENDARS), st.dates(FIRST, LAST))
def test_quarters_tile_their_year_and_months_their_quarter(rule: Calendar, day: date) -> None:
    year = period_at(day, Level.YEAR, rule)
    quarters = periods_of_year(rule, year.year, Level.QUARTER)
    months = periods_of_year(rule, year.year, Level.MONTH)
    assert (len(quarters), quarters[0].start, quarters[-1].end) == (4, year.start, year.end)
    assert [months[index].start for index in (0, 3, 6, 9)] == [quarter.start for quarter in quarters]


def test_454_from_sunday_30_january_2028() -> None:
    months = periods_of_year(RETAIL, 2028, Level.MONTH)
    assert [(one.start, one.last_day) for one in months[:3]] == [
        (date(2028, 1, 30), date(2028, 2, 26)),
        (date(2028, 2, 27), date(2028, 4, 1)),
        (date(2028, 4, 2), date(2028, 4, 29)),
    ]
    assert periods_of_year(RETAIL, 2028, Level.QUARTER)[1].start == date(2028, 4, 30)


def test_week_53_lengthens_the_last_period_and_quarter() -> None:
    assert RETAIL.weeks_in(2028) == 53
    assert periods_of_year(RETAIL, 2028, Level.MONTH)[-1].last_day == date(2029, 2, 3)
    assert periods_of_year(RETAIL, 2028, Level.QUARTER)[-1].days == 14 * 7
    assert RETAIL.year_start(2029) == date(2029, 2, 4)


def test_the_same_year_with_52_weeks_ends_a_week_earlier() -> None:
    assert RETAIL_LAST.weeks_in(2028) == 52
    assert periods_of_year(RETAIL_LAST, 2028, Level.MONTH)[-1].last_day == date(2029, 1, 27)
    assert RETAIL_LAST.year_start(2029) == date(2029, 1, 28)


def test_a_confirmed_year_moves_its_neighbours_and_the_rule_is_reached_again() -> None:
    rule = confirm_year(RETAIL_LAST, 2028, start=date(2028, 1, 30), weeks=53)
    assert rule.year_start(2029) == date(2029, 2, 4)
    assert {rule.weeks_in(year) for year in range(2020, 2060)} == {52, 53}
    assert rule.year_start(2040) == RETAIL_LAST.year_start(2040)


def test_a_confirmed_year_that_leaves_a_gap_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        confirm_year(RETAIL, 2028, start=date(2028, 2, 1), weeks=52)
    assert refusal.value.code == "year_gap"


def test_a_year_is_named_by_where_it_starts_or_by_choice_where_it_ends() -> None:
    day = date(2026, 11, 21)
    assert period_at(day, Level.YEAR, Gregorian(7)).label == "FY26"
    assert period_at(day, Level.YEAR, Gregorian(7, "end")).label == "FY27"
    assert period_at(day, Level.YEAR, Gregorian(1, "end")).label == "FY26"
    assert period_at(day, Level.QUARTER, Gregorian(2)).label == "FY26 Q4"
    assert period_at(date(2027, 1, 31), Level.QUARTER, Gregorian(2)).key == "2026-Q4"


def test_the_same_week_of_last_year_and_no_partner_for_week_53() -> None:
    weeks = periods_of_year(RETAIL, 2028, Level.WEEK)
    assert len(weeks) == 53
    assert same_last_year(weeks[21], RETAIL) == periods_of_year(RETAIL, 2027, Level.WEEK)[21]
    assert same_last_year(weeks[52], RETAIL) is None
    assert not comparable(weeks[52], None, RETAIL)


def test_a_quarter_with_week_53_is_not_comparable() -> None:
    long = periods_of_year(RETAIL, 2028, Level.QUARTER)[3]
    assert not comparable(long, same_last_year(long, RETAIL), RETAIL)
    usual = periods_of_year(RETAIL, 2028, Level.QUARTER)[2]
    assert comparable(usual, same_last_year(usual, RETAIL), RETAIL)


def test_iso_weeks_start_on_monday_and_belong_to_the_year_of_their_thursday() -> None:
    week = period_at(date(2026, 5, 31), Level.WEEK, Gregorian())
    assert (week.label, week.start, week.end) == ("2026-W22", date(2026, 5, 25), date(2026, 6, 1))
    assert period_at(date(2027, 1, 2), Level.WEEK, Gregorian()).key == "2026-W53"
    assert period_at(date(2024, 12, 31), Level.WEEK, Gregorian()).key == "2025-W01"


def test_a_part_year_compares_the_same_days_and_29_february_the_28th() -> None:
    asked = span(date(2028, 1, 1), date(2028, 3, 1))
    before = same_last_year(asked, Gregorian())
    assert before is not None and (before.start, before.last_day) == (date(2027, 1, 1), date(2027, 2, 28))
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_weeks_of_a_calendar_quarter_are_thirteen() -> None:
    quarter = period_at(date(2026, 11, 21), Level.QUARTER, Gregorian())
    assert week_of(quarter, date(2026, 11, 21)).label == "w8 of 13"
    assert week_of(quarter, date(2026, 10, 7)).index == 1
    assert week_of(quarter, date(2026, 10, 8)).index == 2
    assert week_of(quarter, date(2026, 12, 31)).label == "w13 of 13"


@given(st.sampled_from(CALENDARS), st.dates(FIRST, LAST), st.sampled_from((Level.MONTH, Level.QUARTER, Level.YEAR)))
def test_weeks_of_a_period_tile_it(rule: Calendar, day: date, level: Level) -> None:
    period = period_at(day, level, rule)
    week, last = week_of(period, day), week_of(period, period.last_day)
    assert week.start <= day < week.end
    assert (last.index, last.end) == (last.count, period.end)


def test_bounds_are_local_midnights_across_a_clock_change() -> None:
    october = period_at(date(2026, 10, 10), Level.MONTH, Gregorian())
    start, end = october.bounds(ZoneInfo("Europe/Berlin"))
    assert start == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert end == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert end - start == timedelta(days=31, hours=1)
