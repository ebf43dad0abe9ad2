"""How long a contract runs and what it is worth a year (accounts-desk.md A-6). Days are business days."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from salesops.kernel.money import round_half_up

YEAR = 12
DAYS_OF_A_YEAR = 365
FARTHEST = date(9000, 1, 1)
LEGAL_TERM_YEARS = 10
"""How long the papers of a signed contract are kept after it has ended (docs/decisions/0107)."""


def term_end(start: date, months: int) -> date:
    """The first day after `months` months from `start`.

    A month without that day ends with its last one: 31 January plus one month is 1 March, 29 February plus twelve
    months is 1 March. Raises ValueError past the calendar.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year < FARTHEST.year:
        raise ValueError("outside of the calendar")
    last = monthrange(year, month + 1)[1]
    if start.day <= last:
        return date(year, month + 1, start.day)
    return date(year, month + 1, last) + timedelta(days=1)


def whole_months(start: date, end: date) -> int | None:
    """How many months `[start, end)` is, None when it is no whole number of them."""
    about = (end.year - start.year) * 12 + end.month - start.month
    for months in (about - 1, about):
        if months > 0 and term_end(start, months) == end:
            return months
    return None


def yearly_value(value: Decimal, start: date, end: date, digits: int = 2) -> Decimal:
    """x 12 / months, or x 365 / days where the term is no whole number of months; half up at `digits` places.

    30,000 for 24 months: 15,000. `end` is exclusive.
    """
    months = whole_months(start, end)
    if months is not None:
        return round_half_up(value * YEAR / months, digits)
    return round_half_up(value * DAYS_OF_A_YEAR / (end - start).days, digits)


def compared_value(value: Decimal, start: date, end: date, digits: int = 2) -> Decimal:
    """What renewal rates compare: the value, of more than a year its yearly part."""
    return value if end <= term_end(start, YEAR) else yearly_value(value, start, end, digits)


def compared_months(start: date, end: date) -> Decimal:
    """Of how many months a compared value is: those of the term, at most a year; days x 12 / 365 of no whole number."""
    if end > term_end(start, YEAR):
        return Decimal(YEAR)
    months = whole_months(start, end)
    return Decimal(months) if months is not None else Decimal((end - start).days * YEAR) / DAYS_OF_A_YEAR


def renewed_value(compared: Decimal, start: date, end: date, months: int) -> Decimal:
    """What goes on of `[start, end)` at `compared` for a term of `months`, not rounded: the caller may add some up.

    12,000 of 12 months for 6: 6,000. 6,000 of 6 months for 12: 12,000. 15,000 of 24 months for 24: 30,000.
    """
    return compared * months / compared_months(start, end)


def kept_until(end: date) -> date:
    """The first day on which nothing has to be kept of a contract that ended before `end`."""
    return term_end(end, YEAR * LEGAL_TERM_YEARS)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last: 31 January plus one is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year < FARTHEST.year:
        raise ValueError("outside of the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
