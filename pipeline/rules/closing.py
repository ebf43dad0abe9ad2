"""When a deal closes: on which day, for how much in the reporting currency, to whose credit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from salesops.kernel.money import Money, minor_units, round_half_up
from salesops.kernel.periods import Calendar, Level, period_at

CORRECTION_WINDOW = timedelta(minutes=15)
Basis = Literal["stated", "instant"]


@dataclass(frozen=True)
class CloseDay:
    """The day a deal counts as closed on, and whether somebody said so."""

    day: date
    basis: Basis


def close_day(stated: date | None, local: date) -> CloseDay:
    """The stated day, else the local day of the closing instant (pipeline.md 4.4)."""
    return CloseDay(stated, "stated") if stated else CloseDay(local, "instant")


def converted(amount: Decimal | None, currency: str, reporting: str, rate: Decimal | None) -> Decimal | None:
    """The amount in the reporting currency, rounded half up at its minor unit.

    `rate` is units of the reporting currency for one of `currency`; the same currency needs none. None when the amount
    or the rate is missing: EUR 33.35 at 1.1 -> 36.69 (metrics.md G8).
    """
    if amount is None:
        return None
    if currency == reporting:
        return round_half_up(amount, minor_units(reporting))
    return None if rate is None else Money(amount, currency).convert(rate, reporting).amount


def is_push_out_of_quarter(
    before: date | None, after: date | None, *, created_at: datetime, at: datetime, calendar: Calendar
) -> bool:
    """Whether an open deal's close date moves to a later fiscal quarter: such a move asks for a reason.

    Moves within 15 minutes of creation are corrections (pipeline.md 4.12); a deal without a date cannot be pushed.
    """
    if before is None or after is None or after <= before or at - created_at <= CORRECTION_WINDOW:
        return False
    return after >= period_at(before, Level.QUARTER, calendar).end
