"""Periods by name: every label and key opens the period it was printed for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.kernel.errors import Refused
from salesops.kernel.period_names import asked_period, parse_period
from salesops.kernel.periods import PATTERNS, Gregorian, Level, WeekBased, period_at

RETAIL = WeekBased(PATTERNS["4-5-4"], end_month=1, last_weekday=5)
CALENDARS = (Gregorian(), Gregorian(7, "end"), RETAIL)


@given(
    st.sampled_from(CALENDARS),
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.sampled_from((Level.WEEK, Level.MONTH, Level.QUARTER, Level.YEAR)),
)
def test_the_key_of_a_period_finds_it_again(rule: Gregorian | WeekBased, day: date, level: Level) -> None:
    period = period_at(day, level, rule)
    assert parse_period(period.key, rule) == period


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("FY26-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("FY26 Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("fy2026-q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-11", date(2026, 11, 1), date(2026, 12, 1)),
        ("2026-W22", date(2026, 5, 25), date(2026, 6, 1)),
        ("FY26", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_names_of_a_calendar_year(name: str, start: date, end: date) -> None:
    period = parse_period(name, Gregorian())
    assert (period.start, period.end) == (start, end)


def test_a_quarter_is_of_the_fiscal_year_and_a_month_of_the_calendar() -> None:
    assert parse_period("FY27-Q2", Gregorian(7, "end")).start == date(2026, 10, 1)
    assert parse_period("2026-11", Gregorian(7, "end")).start == date(2026, 11, 1)


@pytest.mark.parametrize(
    "name",
    ["2025-W53", "2026-Q5", "2026-Q0", "2026-13", "2026-00", "", "soon", "0001", "2026-P03", "2026-W99", "FY226"],
)
def test_a_period_that_does_not_exist_is_refused_with_its_field(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_period(name, Gregorian())
    assert (refusal.value.code, list(refusal.value.fields)) == ("bad_period", ["period"])


def test_a_week_based_calendar_has_numbered_periods_and_no_calendar_months() -> None:
    assert parse_period("2028-P02", RETAIL).last_day == date(2028, 4, 1)
    assert parse_period("2028-W53", RETAIL).last_day == date(2029, 2, 3)
    with pytest.raises(Refused):
        parse_period("2028-02", RETAIL)


def test_two_dates_ask_for_a_span_whose_end_is_excluded() -> None:
    period = asked_period(Gregorian(), start="2026-10-01", end="2026-11-22")
    assert (period.level, period.last_day) == (Level.SPAN, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("2026-10-01", "2026-10-01", "to"),
        ("2026-10-02", "2026-10-01", "to"),
        ("31 Feb", "2026-10-01", "from"),
        ("2026-02-31", "2026-10-01", "from"),
        ("0001-01-01", "2026-10-01", "from"),
    ],
)
def test_a_span_that_is_empty_or_unreadable_names_its_field(start: str, end: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        asked_period(Gregorian(), start=start, end=end)
    assert (refusal.value.code, list(refusal.value.fields)) == ("bad_period", [field])


def test_a_name_and_two_dates_at_once_are_refused() -> None:
    with pytest.raises(Refused):
        asked_period(Gregorian(), period="2026-Q4", start="2026-10-01", end="2026-11-01")
