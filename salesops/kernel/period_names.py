"""Periods by the name a person or an address gives them."""

import re
from datetime import date

from salesops.kernel.errors import Refused
from salesops.kernel.periods import Calendar, Gregorian, Level, Period, period_at, periods_of_year, span

EARLIEST, LATEST = 1900, 2199
_NAME = re.compile(
    r"(?:FY(?P<fiscal>\d{2}|\d{4})|(?P<year>\d{4}))(?:[- ]?(?P<part>[QPW])(?P<index>\d{1,2})|-(?P<month>\d{2}))?",
    re.IGNORECASE | re.ASCII,
)
_LEVELS = {"Q": Level.QUARTER, "P": Level.MONTH, "W": Level.WEEK}


def parse_period(text: str, rule: Calendar) -> Period:
    """`2026-Q4` or `FY26-Q4`, `2026-11`, `2026-W22`, `2026-P11` in a week-based calendar, `2026` or `FY26`.

    The year of a quarter is the fiscal year, that of a Gregorian month or an ISO week the calendar's. Two digits mean
    1970 to 2069. Raises Refused `bad_period` naming the field for anything the calendar does not have (`2025-W53`).
    """
    name = _NAME.fullmatch(text.strip())
    if name is None:
        raise _unknown(text)
    year = _year(name["fiscal"] or name["year"])
    if not EARLIEST <= year <= LATEST:
        raise _unknown(text)
    if not (name["index"] or name["month"]):
        return periods_of_year(rule, year, Level.YEAR)[0]
    found = _part(rule, year, (name["part"] or "").upper(), int(name["index"] or name["month"]))
    if found is None:
        raise _unknown(text)
    return found


def asked_period(
    rule: Calendar, *, period: str | None = None, start: str | None = None, end: str | None = None
) -> Period:
    """A name, or `from` and `to` (excluded) as ISO dates. Raises Refused `bad_period`, also for both at once."""
    if period and not (start or end):
        return parse_period(period, rule)
    if start and end and not period:
        return span(_day("from", start), _day("to", end))
    raise Refused(
        "bad_period",
        "Say which period: a name such as 2026-Q4, or a first and a last date.",
        fields={"period": "A name, or both from and to."},
    )


def _year(digits: str) -> int:
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (1900 if number >= 70 else 2000)


def _part(rule: Calendar, year: int, letter: str, index: int) -> Period | None:
    if isinstance(rule, Gregorian) and letter == "W":
        return _iso_week(rule, year, index)
    if letter == "":
        return _calendar_month(rule, year, index)
    if isinstance(rule, Gregorian) and letter == "P":
        return None
    return next((found for found in periods_of_year(rule, year, _LEVELS[letter]) if found.index == index), None)


def _iso_week(rule: Gregorian, year: int, index: int) -> Period | None:
    try:
        return period_at(date.fromisocalendar(year, index, 1), Level.WEEK, rule)
    except ValueError:
        return None


def _calendar_month(rule: Calendar, year: int, month: int) -> Period | None:
    """Only a Gregorian calendar has calendar months; a week-based one is asked by `P`."""
    if not isinstance(rule, Gregorian) or not 1 <= month <= 12:
        return None
    return period_at(date(year, month, 1), Level.MONTH, rule)


def _day(field: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not EARLIEST <= day.year <= LATEST:
        raise Refused("bad_period", f"“{text}” is not a date.", fields={field: "A date such as 2026-10-01."})
    return day


def _unknown(text: str) -> Refused:
    return Refused(
        "bad_period",
        f"“{text}” is no period of this calendar.",
        fields={"period": "A name such as 2026-Q4, 2026-11 or 2026-W22."},
    )
