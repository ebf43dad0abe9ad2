"""Days and ranges of days as people name them in a filter: `2026-11-12`, `this_quarter`, `last_30_days`."""

import re
from calendar import monthrange
from datetime import date, timedelta

NAMED = re.compile(r"(last|next)_(\d{1,4})_(days|weeks|months)")


def day_range(text: str, *, today: date, fiscal_start_month: int = 1) -> tuple[date, date]:
    """Both days included. Weeks start on Monday, quarters and years are fiscal. Raises ValueError on other words.

    On 2026-11-21: `this_week` 16th to 22nd, `last_7_days` 15th to 21st, `next_2_weeks` 22nd to December 5th.
    """
    single = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if text in single:
        day = today + timedelta(days=single[text])
        return day, day
    if text == "past":
        return date.min, today - timedelta(days=1)
    if text == "future":
        return today + timedelta(days=1), date.max
    counted = NAMED.fullmatch(text)
    if counted:
        return _counted(counted[1], int(counted[2]), counted[3], today)
    which, _, unit = text.partition("_")
    if which in STEPS and unit in ("week", "month", "quarter", "year"):
        return _period(unit, STEPS[which], today, fiscal_start_month)
    day = date.fromisoformat(text)
    return day, day


STEPS = {"last": -1, "this": 0, "next": 1}


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


def _period(unit: str, step: int, today: date, fiscal_start_month: int) -> tuple[date, date]:
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    into = (today.month - fiscal_start_month) % 12 % months
    start = add_months(today.replace(day=1), step * months - into)
    return start, add_months(start, months) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last: January 31st plus one is February 28th or 29th."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("outside of the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
