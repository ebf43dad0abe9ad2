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
BARS = ("new", "expansion", "contraction", "churn", "fx", "opening", "closing")


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
        found = [move for move in self.moves.bridge.moves if amount_in(move, bar)]
        return sorted(found, key=lambda move: (-abs(amount_in(move, bar)), move.customer))


def amount_in(move: Move, bar: str) -> Any:
    """What one customer adds to a bar: with its sign, 0 when nothing."""
    if bar in ("opening", "closing", "fx"):
        return getattr(move, bar)
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


def due_months(rows: Any, first: date, *, as_of: date, currency: str) -> list[DueMonth]:
    """Twelve months from that of `first`, each with what comes due in it; two queries."""
    start = first.replace(day=1)
    found = list(due_between(rows, start, months_later(start, MONTHS), as_of=as_of))
    known, _missing = dues([contract.pk for contract in found], currency=currency)
    months = []
    for number in range(MONTHS):
        month = months_later(start, number)
        here = [one for one in found if one.last_day.replace(day=1) == month]
        priced = [known[one.pk] for one in here if one.pk in known]
        value = sum((one.value for one in priced), Decimal(0))
        months.append(DueMonth(month, len(here), value, renewal_rates(priced, as_of), len(here) - len(priced)))
    return months


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
