"""Yearly recurring revenue on a day, its bridge between two days, and how much of it stays (accounts-desk.md A-6).

ARR at day D is the sum of the yearly values of contracts counted on D. `as_of` is what was known: signatures, notices
and terminations dated later did not happen yet. Money is in one currency here; the caller has converted it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from salesops.kernel.results import ratio

GRACE_DAYS = 30
ZERO = Decimal(0)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Successor:
    """A contract that another one was renewed by."""

    first: date
    signed_on: date


@dataclass(frozen=True)
class Term:
    """One signed contract; `first` and `last` are both in it. The customer is any key, also that of a family."""

    customer: int
    yearly: Decimal
    first: date
    last: date
    signed_on: date
    terminated_on: date | None = None
    refused_on: date | None = None
    successors: tuple[Successor, ...] = ()


def counted_through(term: Term, as_of: date, grace: int = GRACE_DAYS) -> date | None:
    """The last day the contract counts, None when it was not signed by `as_of`.

    A successor signed early or within grace takes over on its first day: sooner than the last day (early renewal), or
    later, and then the gap counts at the old value. One signed after grace changes nothing here.
    """
    if term.signed_on > as_of:
        return None
    ends = term.last if term.terminated_on is None else min(term.last, term.terminated_on)
    starts = [
        one.first for one in term.successors if one.signed_on <= as_of and one.signed_on <= term.last + grace * DAY
    ]
    if not starts:
        return ends
    before = min(starts) - DAY
    return min(ends, before) if term.terminated_on is not None else before


def counts_on(term: Term, day: date, as_of: date, grace: int = GRACE_DAYS) -> bool:
    through = counted_through(term, as_of, grace)
    return through is not None and term.first <= day <= through


def is_pending(term: Term, day: date, as_of: date, grace: int = GRACE_DAYS) -> bool:
    """Ended by `day`, and nobody has decided by `as_of`: neither renewed nor refused, and grace is not over."""
    through = counted_through(term, as_of, grace)
    return (
        through == term.last
        and term.last < day
        and term.terminated_on is None
        and not (term.refused_on is not None and term.refused_on <= as_of)
        and as_of <= term.last + grace * DAY
        and not any(one.signed_on <= as_of for one in term.successors)
    )


def arr_on(terms: Iterable[Term], day: date, as_of: date, grace: int = GRACE_DAYS) -> dict[int, Decimal]:
    """By customer; who has none is not in it."""
    found: dict[int, Decimal] = {}
    for term in terms:
        if term.yearly and counts_on(term, day, as_of, grace):
            found[term.customer] = found.get(term.customer, ZERO) + term.yearly
    return found


def pending_on(
    terms: Iterable[Term], opening: date, day: date, as_of: date, grace: int = GRACE_DAYS
) -> dict[int, Decimal]:
    """What counted at the opening and has ended undecided by `day`, by customer: the part that may come back."""
    found: dict[int, Decimal] = {}
    for term in terms:
        if term.yearly and term.first <= opening <= term.last and is_pending(term, day, as_of, grace):
            found[term.customer] = found.get(term.customer, ZERO) + term.yearly
    return found


def had_before(terms: Iterable[Term], day: date, as_of: date) -> set[int]:
    """Customers with ARR on some day before `day`: to them a new contract is a return."""
    return {
        term.customer
        for term in terms
        if term.yearly and term.first < day and (counted_through(term, as_of) or date.min) >= term.first
    }


@dataclass(frozen=True)
class Move:
    """What one customer did between two days. `opening` is at the opening rate, `restated` at the closing rate."""

    customer: int
    opening: Decimal
    restated: Decimal
    closing: Decimal
    returned: bool = False
    pending: Decimal = ZERO

    @property
    def kind(self) -> str:
        """new, expansion, contraction, churn, or same."""
        if self.restated == self.closing:
            return "same"
        if self.restated == 0:
            return "new"
        if self.closing == 0:
            return "churn"
        return "expansion" if self.closing > self.restated else "contraction"

    @property
    def change(self) -> Decimal:
        return self.closing - self.restated

    @property
    def fx(self) -> Decimal:
        return self.restated - self.opening


@dataclass(frozen=True)
class Bridge:
    """opening + fx + new + expansion - contraction - churn = closing; every part is zero or more but `fx`."""

    moves: tuple[Move, ...]

    def sum_of(self, kind: str) -> Decimal:
        return sum((abs(move.change) for move in self.moves if move.kind == kind), ZERO)

    @property
    def opening(self) -> Decimal:
        return sum((move.opening for move in self.moves), ZERO)

    @property
    def closing(self) -> Decimal:
        return sum((move.closing for move in self.moves), ZERO)

    @property
    def fx(self) -> Decimal:
        return sum((move.fx for move in self.moves), ZERO)

    @property
    def returned(self) -> Decimal:
        """Of the new: customers who had ARR before and none at the opening."""
        return sum((move.change for move in self.moves if move.kind == "new" and move.returned), ZERO)

    @property
    def pending(self) -> Decimal:
        """Of churn and contraction: ended undecided, still within grace."""
        return sum((move.pending for move in self.moves), ZERO)


def bridge(
    opening: Mapping[int, Decimal],
    closing: Mapping[int, Decimal],
    *,
    restated: Mapping[int, Decimal] | None = None,
    before: Collection[int] = (),
    pending: Mapping[int, Decimal] | None = None,
) -> Bridge:
    """ARR by customer at both ends, in the order of customers.

    restated: the opening at the closing rate, the opening itself where rates play no part.
    """
    again = opening if restated is None else restated
    return Bridge(
        tuple(
            Move(
                customer,
                opening.get(customer, ZERO),
                again.get(customer, ZERO),
                closing.get(customer, ZERO),
                customer in before,
                (pending or {}).get(customer, ZERO),
            )
            for customer in sorted({*opening, *again, *closing})
        )
    )


@dataclass(frozen=True)
class Retention:
    """Sums over the customers who had ARR then; newer ones are out, those who left count 0."""

    then: Decimal
    now: Decimal
    kept: Decimal
    customers: int

    @property
    def nrr(self) -> Decimal | None:
        """None when nobody had ARR then."""
        return ratio(self.now, self.then)

    @property
    def grr(self) -> Decimal | None:
        """Each customer's now counts up to his then."""
        return ratio(self.kept, self.then)


def retention(then: Mapping[int, Decimal], now: Mapping[int, Decimal]) -> Retention:
    """Customers 12 months ago 100, 60, 40; now 130, 45, 0 and a new 80: nrr 175/200, grr 145/200."""
    pairs = [(before, now.get(customer, ZERO)) for customer, before in then.items() if before]
    return Retention(
        sum((before for before, _ in pairs), ZERO),
        sum((after for _, after in pairs), ZERO),
        sum((min(after, before) for before, after in pairs), ZERO),
        len(pairs),
    )
