"""The quotas in force at an instant, by seat."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from accounts.models import FiscalPeriod, FxRate
from salesops.kernel.moments import INFINITY
from salesops.kernel.money import minor_units, round_half_up
from territories.models import Quota, QuotaPlan

LEVELS = (FiscalPeriod.Level.YEAR, FiscalPeriod.Level.QUARTER, FiscalPeriod.Level.MONTH, FiscalPeriod.Level.WEEK)


@dataclass(frozen=True)
class SeatQuota:
    """What a seat is to reach on the days `[start, end)`. amount None: its currency has no plan rate."""

    seat: int
    start: date
    end: date
    amount: Decimal | None


def current_plan() -> QuotaPlan | None:
    return QuotaPlan.objects.filter(state=QuotaPlan.State.CURRENT).first()


def stood(at: datetime, known_at: datetime | None = None) -> Q:
    """The quotas that stood at the instant, as now known; with `known_at` as was known then, later changes not yet."""
    if known_at is None:
        return Q(superseded_at=INFINITY, valid_from__lte=at, valid_to__gt=at)
    known = Q(recorded_at__lte=known_at, superseded_at__gt=known_at)
    return known & Q(valid_from__lte=at, valid_to__gt=min(at, known_at))


def seat_quotas(
    period: FiscalPeriod, measure: str, currency: str, at: datetime, known_at: datetime | None = None
) -> list[SeatQuota]:
    """The rows of the current plan that made up the period at the instant, in `currency` at plan rates.

    A seat's row for the very period; without one its rows of the longest level inside the period. A row for more than
    the period (a year, asked for a quarter) is not spread.
    """
    rows = Quota.objects.filter(
        stood(at, known_at),
        plan__state=QuotaPlan.State.CURRENT,
        measure=measure,
        period__start_date__gte=period.start_date,
        period__end_date__lte=period.end_date,
    ).values_list("seat_id", "period__level", "period__start_date", "period__end_date", "amount", "currency")
    foreign = any(row[5] not in (None, currency) for row in rows)
    rates = _plan_rates(currency, period.start_date, known_at) if foreign else {}
    by_seat: defaultdict[int, dict[str, list[SeatQuota]]] = defaultdict(dict)
    for seat, level, start, end, amount, code in rows:
        priced = _converted(amount, code, currency, rates)
        by_seat[seat].setdefault(level, []).append(SeatQuota(seat, start, end + timedelta(days=1), priced))
    return [row for levels in by_seat.values() for row in _longest(levels)]


def worth_of(quotas: Iterable[Quota], currency: str) -> dict[int, Decimal | None]:
    """By key what each row counts in a sum: at the plan rate of its period's first day; None without one.

    A query a period that has a row in another currency; the rows' periods are read already.
    """
    rows = list(quotas)
    foreign = {row.period.start_date for row in rows if row.currency not in (None, currency)}
    rates = {day: _plan_rates(currency, day, None) for day in foreign}
    return {
        row.pk: _converted(row.amount, row.currency, currency, rates.get(row.period.start_date, {})) for row in rows
    }


def _longest(levels: dict[str, list[SeatQuota]]) -> list[SeatQuota]:
    return next(levels[level] for level in LEVELS if level in levels)


def _plan_rates(currency: str, day: date, known_at: datetime | None) -> dict[str, Decimal]:
    known = Q(recorded_at__lte=known_at, superseded_at__gt=known_at) if known_at else Q(superseded_at=INFINITY)
    rows = FxRate.objects.filter(known, to_currency=currency, kind=FxRate.Kind.PLAN, valid__contains=day)
    return dict(rows.values_list("from_currency", "rate"))


def _converted(amount: Decimal, code: str | None, currency: str, rates: dict[str, Decimal]) -> Decimal | None:
    if code is None or code == currency:
        return amount
    return round_half_up(amount * rates[code], minor_units(currency)) if code in rates else None


Stretch = tuple[int, date | None, date | None]


def served_by_person(
    quotas: Iterable[SeatQuota], sittings: Iterable[tuple[int, int, date | None, date | None]], digits: int
) -> dict[int, Decimal]:
    """A person's quota: each row x days they sat there / its days, rounded once a row. Nobody without a row.

    sittings: (seat, person, from, to). 120,000 for Oct-Dec 2026, there from 16 Nov: 46/92 = 60,000.00.
    """
    seats: defaultdict[int, list[Stretch]] = defaultdict(list)
    for seat, person, start, end in sittings:
        seats[seat].append((person, start, end))
    found: dict[int, Decimal] = {}
    for row in quotas:
        if row.amount is None:
            continue
        for person, start, end in seats[row.seat]:
            days = (min(end or row.end, row.end) - max(start or row.start, row.start)).days
            if days > 0:
                share = round_half_up(row.amount * days / (row.end - row.start).days, digits)
                found[person] = found.get(person, Decimal(0)) + share
    return found
