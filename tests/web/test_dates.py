from datetime import date

import pytest

from salesops.kernel.periods import Gregorian, WeekBased
from salesops.web.dates import add_months, day_range

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("today", SATURDAY, SATURDAY),
        ("this_week", date(2026, 11, 16), date(2026, 11, 22)),
        ("last_7_days", date(2026, 11, 15), SATURDAY),
        ("next_2_weeks", date(2026, 11, 22), date(2026, 12, 5)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("this_quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("next_quarter", date(2027, 1, 1), date(2027, 3, 31)),
        ("this_year", date(2026, 1, 1), date(2026, 12, 31)),
        ("past", date.min, date(2026, 11, 20)),
        ("future", date(2026, 11, 22), date.max),
        ("2026-02-28", date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_words_name_days(words: str, first: date, last: date) -> None:
    assert day_range(words, today=SATURDAY) == (first, last)


def test_quarters_and_years_are_fiscal() -> None:
    assert day_range("this_quarter", today=SATURDAY, calendar=Gregorian(start_month=2)) == (
        date(2026, 11, 1),
        date(2027, 1, 31),
    )
    assert day_range("last_year", today=SATURDAY, calendar=Gregorian(start_month=7)) == (
        date(2025, 7, 1),
        date(2026, 6, 30),
    )


@pytest.mark.parametrize("words", ["31 Feb", "2026-02-31", "", "soon", "last_0000_quarters", "next_99999_days"])
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(ValueError):
        day_range(words, today=SATURDAY)


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 3, 31), -4) == date(2025, 11, 30)


def test_a_week_based_year_has_its_own_quarters() -> None:
    first, last = day_range("this_quarter", today=SATURDAY, calendar=WeekBased(pattern=(4, 4, 5), end_month=12))
    assert (last - first).days + 1 == 91
    assert first <= SATURDAY <= last
