"""The quota sheet: a line a seat, a column a period, totals below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import FiscalPeriod, Seat
from territories.models import MONEY_MEASURES, Quota
from territories.rules.sheet import cell_name

ZERO = Decimal(0)


@dataclass(frozen=True)
class SheetCell:
    """name: of its input. value: as it is typed, empty without a quota. label: who and when, for its reader.

    amount: to be read, with its currency where that is not the sheet's.
    """

    name: str
    value: str
    label: str
    amount: Decimal | None
    currency: str
    error: str = ""

    @property
    def digits(self) -> int:
        return 2 if self.amount is not None and self.amount % 1 else 0


@dataclass(frozen=True)
class SheetLine:
    seat: str
    title: str
    person: str
    cells: tuple[SheetCell, ...]
    total: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """Sums are in `currency` at plan rates; `unpriced` quotas have none and are in no sum."""

    periods: tuple[FiscalPeriod, ...]
    lines: tuple[SheetLine, ...]
    totals: tuple[Decimal, ...]
    total: Decimal
    currency: str
    is_money: bool
    unpriced: int


def sheet_of(
    seats: Sequence[Seat],
    periods: Sequence[FiscalPeriod],
    quotas: Sequence[Quota],
    *,
    worth: Mapping[int, Decimal | None],
    currency: str,
    measure: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Sheet:
    """worth: what each quota counts in `currency`, by its key. `typed`, `errors`: of a refused save, in their cells."""
    held = {(quota.seat_id, quota.period_id): quota for quota in quotas}
    sums = {place: worth[quota.pk] for place, quota in held.items()}
    lines = tuple(_line(seat, periods, held, sums, typed or {}, errors or {}, currency) for seat in seats)
    columns = tuple(_sum(sums.get((seat.pk, period.pk)) for seat in seats) for period in periods)
    unpriced = sum(amount is None for amount in sums.values())
    return Sheet(tuple(periods), lines, columns, _sum(columns), currency, measure in MONEY_MEASURES, unpriced)


def _line(
    seat: Seat,
    periods: Sequence[FiscalPeriod],
    held: Mapping[tuple[int, int], Quota],
    sums: Mapping[tuple[int, int], Decimal | None],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    currency: str,
) -> SheetLine:
    cells = []
    for period in periods:
        name, quota = cell_name(seat.uid, period.key), held.get((seat.pk, period.pk))
        label = f"{seat.name}, {period.label}"
        if quota is None:
            cells.append(SheetCell(name, typed.get(name, ""), label, None, "", errors.get(name, "")))
        else:
            value, other = typed.get(name, written(quota, currency)), foreign(quota, currency)
            cells.append(SheetCell(name, value, label, quota.amount, other, errors.get(name, "")))
    found = [sums[seat.pk, period.pk] for period in periods if (seat.pk, period.pk) in sums]
    person = seat.person.name if seat.person and seat.person.name != seat.name else ""
    title = seat.person.title if seat.person else ""
    return SheetLine(seat.name, title, person, tuple(cells), _sum(found) if found else None)


def written(quota: Quota, currency: str) -> str:
    """`1200`, `1200.50`, another currency with its code: `EUR 1200`."""
    whole = quota.amount == quota.amount.to_integral_value()
    text = f"{quota.amount:.0f}" if whole else f"{quota.amount:.2f}"
    return f"{foreign(quota, currency)} {text}".strip()


def foreign(quota: Quota, currency: str) -> str:
    return "" if quota.currency in (None, currency) else str(quota.currency)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)
