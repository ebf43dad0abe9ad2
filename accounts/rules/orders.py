"""How often somebody orders, and when the next order is late (docs/algorithms/orders.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from statistics import median

LEAST_ORDERS = 3
"""With two gaps a customer has a habit; one gap could be anything."""


@dataclass(frozen=True)
class Frequency:
    """orders: how many. gap: median days between consecutive ones, None below two. next_on: expected, if any."""

    orders: int
    last: date | None
    gap: Decimal | None
    next_on: date | None

    def overdue(self, today: date) -> int:
        """Days past the expected one, 0 while it is not past."""
        return max(0, (today - self.next_on).days) if self.next_on else 0


def frequency(days: Sequence[date]) -> Frequency:
    """Of the days of all orders, in any sequence; two on one day are a gap of 0.

    1 January, 31 January, 1 March, 5 April 2026: gaps 30, 29, 35, median 30, next expected on 5 May.
    """
    ordered = sorted(days)
    gaps = [(after - before).days for before, after in pairwise(ordered)]
    gap = Decimal(str(median(gaps))) if gaps else None
    last = ordered[-1] if ordered else None
    expects = last is not None and gap is not None and gap > 0 and len(ordered) >= LEAST_ORDERS
    whole = int(gap.quantize(Decimal(1), ROUND_HALF_UP)) if gap is not None else 0
    return Frequency(len(ordered), last, gap, last + timedelta(days=whole) if expects and last else None)
