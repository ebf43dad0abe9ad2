"""The questions that the ARR bridge and the renewal calendar answer, asked by page and API alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Min

from accounts.models import Contract, ContractLine, CustomerAccount
from accounts.queries.arr import Moves, arr_moves, customers_owned_by, due_between, dues
from accounts.rules.arr import Move
from accounts.rules.renewals import Due, Rates, renewal_rates
from accounts.rules.terms import months_later
from salesops.kernel.periods import Period, year_before

MONTHS = 12
OF_A_YEAR = ("nrr", "grr")
"""Their rows are the customers of a year before, with what each of them has now."""
BARS = ("new", "expansion", "contraction", "churn", "fx", "opening", "closing", "pending", *OF_A_YEAR)


@dataclass(frozen=True)
class BookAsked:
    """product: only its lines; with `is_family` those of the products below it too."""

    period: Period
    as_of: date
    currency: str
    product: UUID | None = None
    is_family: bool = False

    @property
    def opening(self) -> date:
        return self.period.start - timedelta(days=1)

    @property
    def closing(self) -> date:
        """The last day of the period; while it runs, the day asked about."""
        return min(self.period.last_day, self.as_of) if self.as_of >= self.period.start else self.period.last_day


@dataclass(frozen=True)
class Book:
    """The bridge of a period, and what became of those who were customers a year before its end."""

    asked: BookAsked
    moves: Moves
    year: Moves

    @property
    def missing_rate(self) -> int:
        """Contracts that a figure leaves out: those of the bridge, or of the year before where they are more."""
        return max(self.moves.missing_rate, self.year.missing_rate)

    def behind(self, bar: str) -> list[Move]:
        """The customers of one bar, the largest first."""
        if bar in OF_A_YEAR:
            found = [move for move in self.year.bridge.moves if move.restated]
        else:
            found = [move for move in self.moves.bridge.moves if amount_in(move, bar)]
        return sorted(found, key=lambda move: (-abs(amount_in(move, bar)), move.customer))


def amount_in(move: Move, bar: str) -> Any:
    """What one customer adds to a bar: with its sign, 0 when nothing."""
    if bar in ("opening", "closing", "fx", "pending"):
        return getattr(move, bar)
    if bar in OF_A_YEAR:
        return move.closing if bar == "nrr" else min(move.closing, move.restated)
    return move.change if move.kind == bar else 0


def book_of(asked: BookAsked, customers: list[int] | None, owner: int | None = None) -> Book:
    """`owner` cuts to the customers that person owned on the closing day."""
    if owner is not None:
        owned = customers_owned_by([owner], asked.closing)
        customers = owned if customers is None else sorted(set(owned) & set(customers))
    words: dict[str, Any] = {
        "as_of": asked.as_of,
        "currency": asked.currency,
        "customers": customers,
        "product": asked.product,
        "is_family": asked.is_family,
    }
    moves = arr_moves(asked.opening, asked.closing, **words)
    year = arr_moves(year_before(asked.closing), asked.closing, is_restated=True, **words)
    return Book(asked, moves, year)


def names_of(moves: Iterable[Move]) -> dict[int, tuple[str, UUID]]:
    rows = CustomerAccount.objects.filter(pk__in=[move.customer for move in moves])
    return {pk: (name, uid) for pk, name, uid in rows.values_list("pk", "name", "uid")}


def products_in(rows: Any) -> list[tuple[UUID, str]]:
    """The products that lines of these contracts name, by what the lines call them."""
    found = ContractLine.objects.filter(contract__in=rows.values("pk"), product_uid__isnull=False)
    return list(found.values_list("product_uid").annotate(called=Min("name")).order_by("called", "product_uid"))


@dataclass(frozen=True)
class DueMonth:
    """Contracts that come due in a month and their value; `missing_rate` of them are in no sum."""

    start: date
    contracts: int
    value: Decimal
    rates: Rates
    missing_rate: int

    @property
    def last_day(self) -> date:
        return months_later(self.start, 1) - timedelta(days=1)

    @property
    def lost(self) -> int:
        return self.rates.decided - self.rates.renewed


@dataclass(frozen=True)
class DueRow:
    """One contract of the calendar; value, outcome and what it was renewed at are None without a rate."""

    contract: Contract
    value: Decimal | None
    outcome: str | None
    renewed: Decimal | None


@dataclass(frozen=True)
class DueYear:
    """What comes due in twelve months from `start`."""

    start: date
    contracts: list[Contract]
    known: Mapping[int, Due]
    as_of: date

    @property
    def months(self) -> list[DueMonth]:
        return [self._added(month, self._in(month)) for month in self._starts()]

    @property
    def whole(self) -> DueMonth:
        return self._added(self.start, self.contracts)

    def behind(self, month: date | None, part: str) -> list[DueRow]:
        """The contracts of one figure of a month, or of all twelve: `all`, or those of an outcome."""
        found = self.contracts if month is None else self._in(month)
        rows = [self._row(one) for one in sorted(found, key=lambda one: (one.last_day, one.pk))]
        return [row for row in rows if part == "all" or row.outcome == part]

    def _starts(self) -> list[date]:
        return [months_later(self.start, number) for number in range(MONTHS)]

    def _in(self, month: date) -> list[Contract]:
        return [one for one in self.contracts if one.last_day.replace(day=1) == month]

    def _added(self, month: date, contracts: list[Contract]) -> DueMonth:
        priced = [self.known[one.pk] for one in contracts if one.pk in self.known]
        value = sum((one.value for one in priced), Decimal(0))
        rates = renewal_rates(priced, self.as_of)
        return DueMonth(month, len(contracts), value, rates, len(contracts) - len(priced))

    def _row(self, contract: Contract) -> DueRow:
        due = self.known.get(contract.pk)
        if due is None:
            return DueRow(contract, None, None, None)
        return DueRow(contract, due.value, due.outcome(self.as_of), due.renewed(self.as_of))


def due_year(rows: Any, first: date, *, as_of: date, currency: str) -> DueYear:
    """Twelve months from that of `first`; two queries."""
    start = first.replace(day=1)
    found = list(due_between(rows, start, months_later(start, MONTHS), as_of=as_of))
    known, _missing = dues([contract.pk for contract in found], currency=currency)
    return DueYear(start, found, known, as_of)


@dataclass(frozen=True)
class CameDue:
    """Contracts that came due in a period, and what the rules look at of those with a rate."""

    contracts: list[Contract]
    known: Mapping[int, Due]
    as_of: date

    def by(self, group: str) -> list[tuple[str, Rates, int]]:
        """(group, rates, contracts without a rate) by "", `type` or `product` (a uid, "" without one)."""
        groups: dict[str, list[Contract]] = {} if group else {"": []}
        for contract in self.contracts:
            for key in _groups(contract, group):
                groups.setdefault(key, []).append(contract)
        return [(key, self._rates(inside), self._missing(inside)) for key, inside in sorted(groups.items())]

    def _rates(self, contracts: Iterable[Contract]) -> Rates:
        return renewal_rates([self.known[one.pk] for one in contracts if one.pk in self.known], self.as_of)

    def _missing(self, contracts: Iterable[Contract]) -> int:
        return sum(one.pk not in self.known for one in contracts)


def came_due(rows: Any, start: date, end: date, *, as_of: date, currency: str) -> CameDue:
    """Of `rows` what came due from `start` up to `end`, exclusive; three queries."""
    found = list(due_between(rows, start, end, as_of=as_of).prefetch_related("lines"))
    known, _missing = dues([contract.pk for contract in found], currency=currency)
    return CameDue(found, known, as_of)


def _groups(contract: Contract, by: str) -> set[str]:
    if by == "product":
        return {str(line.product_uid) for line in contract.lines.all() if line.product_uid} or {""}
    return {contract.type if by == "type" else ""}
