"""The quota sheet: a line a seat, a column a period, totals below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import FiscalPeriod, Seat
from territories.models import MONEY_MEASURES, Quota
from territories.rules.sheet import cell_name

ZERO = Decimal(0)


@dataclass(frozen=True)
class SheetCell:
    """name: of its input. value: as it is typed, empty without a quota. label: who and when, for its reader."""

    name: str
    value: str
    label: str
    error: str = ""


@dataclass(frozen=True)
class SheetLine:
    seat: str
    title: str
    person: str
    cells: tuple[SheetCell, ...]
    total: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """currencies: of rows that are not in the organisation's own; their lines add up only in it."""

    periods: tuple[FiscalPeriod, ...]
    lines: tuple[SheetLine, ...]
    totals: tuple[Decimal, ...]
    total: Decimal
    currency: str
    is_money: bool


def sheet_of(
    seats: Sequence[Seat],
    periods: Sequence[FiscalPeriod],
    quotas: Sequence[Quota],
    *,
    currency: str,
    measure: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Sheet:
    """`typed` and `errors` of a refused save stand in their cells."""
    held = {(quota.seat_id, quota.period_id): quota for quota in quotas}
    lines = tuple(_line(seat, periods, held, typed or {}, errors or {}, currency) for seat in seats)
    columns = tuple(_sum(held.get((seat.pk, period.pk)) for seat in seats) for period in periods)
    return Sheet(tuple(periods), lines, columns, sum(columns, ZERO), currency, measure in MONEY_MEASURES)


def _line(
    seat: Seat,
    periods: Sequence[FiscalPeriod],
    held: Mapping[tuple[int, int], Quota],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    currency: str,
) -> SheetLine:
    cells = []
    for period in periods:
        name, quota = cell_name(seat.uid, period.key), held.get((seat.pk, period.pk))
        stored = "" if quota is None else written(quota, currency)
        cells.append(SheetCell(name, typed.get(name, stored), f"{seat.name}, {period.label}", errors.get(name, "")))
    found = [held[seat.pk, period.pk] for period in periods if (seat.pk, period.pk) in held]
    person = seat.person.name if seat.person and seat.person.name != seat.name else ""
    title = seat.person.title if seat.person else ""
    return SheetLine(seat.name, title, person, tuple(cells), _sum(found) if found else None)


def written(quota: Quota, currency: str) -> str:
    """`1200`, `1200.50`, another currency with its code: `EUR 1200`."""
    whole = quota.amount == quota.amount.to_integral_value()
    text = f"{quota.amount:.0f}" if whole else f"{quota.amount:.2f}"
    return text if quota.currency in (None, currency) else f"{quota.currency} {text}"


def _sum(quotas: object) -> Decimal:
    return sum((quota.amount for quota in quotas if quota is not None), ZERO)  # type: ignore[attr-defined]
