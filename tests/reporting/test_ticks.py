"""What stands under the line of a home page."""

from datetime import date

import pytest

from salesops.kernel.periods import Period, span
from salesops.reporting.home.pace import ticks_of
from salesops.web.templatetags.formats import day


@pytest.mark.parametrize(
    ("start", "end", "between"),
    [
        (date(2026, 10, 1), date(2027, 1, 1), ["Nov", "Dec"]),
        (date(2026, 1, 1), date(2027, 1, 1), ["Apr", "Jun", "Aug", "Oct"]),
        (date(2026, 10, 28), date(2027, 1, 27), ["Dec", "Jan"]),
        (date(2026, 11, 1), date(2026, 12, 1), [day(date(2026, 11, 16))]),
    ],
)
def test_both_ends_and_the_months_that_begin_well_between_them(start: date, end: date, between: list[str]) -> None:
    period: Period = span(start, end)
    ticks = ticks_of(period)
    assert [words for _at, words in ticks] == [day(start), *between, day(period.last_day)]
    assert [at for at, _words in ticks] == sorted(at for at, _words in ticks)
