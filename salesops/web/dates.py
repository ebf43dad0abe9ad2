"""Days and ranges of days as people name them in a filter: `2026-11-12`, `this_quarter`, `last_30_days`."""

import re
from calendar import monthrange
from datetime import date, timedelta

from salesops.kernel.periods import Calendar, Gregorian, Level, following, period_at, previous

NAMED = re.compile(r"(last|next)_(\d{1,4})_(days|weeks|months)")
SINGLE = {"today": 0, "yesterday": -1, "tomorrow": 1}


def day_range(text: str, *, today: date, calendar: Calendar | None = None) -> tuple[date, date]:
    """Both days included. Weeks start on Monday; months, quarters, years are those of the calendar.

    On 2026-11-21: `this_week` 16th to 22nd, `last_7_days` 15th to 21st, `next_2_weeks` 22nd to December 5th.
    Raises ValueError on other words.
    """
    if text in SINGLE:
        day = today + timedelta(days=SINGLE[text])
        return day, day
    if text == "past":
        return date.min, today - timedelta(days=1)
    if text == "future":
        return today + timedelta(days=1), date.max
    counted = NAMED.fullmatch(text)
    if counted:
        return _counted(counted[1], int(counted[2]), counted[3], today)
    which, _, unit = text.partition("_")
    if which in ("last", "this", "next") and unit in ("week", "month", "quarter", "year"):
        return _period(which, unit, today, calendar or Gregorian())
    day = date.fromisoformat(text)
    return day, day


def _counted(which: str, number: int, unit: str, today: date) -> tuple[date, date]:
    """`last` ends today, `next` starts tomorrow."""
    try:
        if unit == "months":
            far = add_months(today, number if which == "next" else -number)
        else:
            days = number * (7 if unit == "weeks" else 1)
            far = today + timedelta(days=days if which == "next" else -days)
    except OverflowError as error:
        raise ValueError("too far") from error
    return (today + timedelta(days=1), far) if which == "next" else (far + timedelta(days=1), today)


def _period(which: str, unit: str, today: date, calendar: Calendar) -> tuple[date, date]:
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks={"last": -1, "this": 0, "next": 1}[which])
        return monday, monday + timedelta(days=6)
    period = period_at(today, Level(unit), calendar)
    if which == "last":
        period = previous(period, calendar)
    elif which == "next":
        period = following(period, calendar)
    return period.start, period.last_day


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last: January 31st plus one is February 28th or 29th."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("outside of the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
