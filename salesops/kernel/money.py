"""Money is Decimal with an ISO currency. Rounded half up, once, at the currency's minor unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

MINOR_UNITS = {"JPY": 0, "KRW": 0, "CLP": 0, "VND": 0, "ISK": 0, "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3, "TND": 3}


def minor_units(currency: str) -> int:
    """Digits after the point of a currency; 2 unless ISO 4217 says otherwise."""
    return MINOR_UNITS.get(currency, 2)


def round_half_up(amount: Decimal, digits: int = 2) -> Decimal:
    """Half away from zero at `digits` places: 36.685 -> 36.69, -0.005 -> -0.01."""
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Money:
    """An amount in one currency. Adding two currencies is an error, never a guess."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return Money(self.amount + other.amount, self.currency)

    def convert(self, rate: Decimal, to: str) -> "Money":
        """At `rate` units of `to` for one of ours, rounded half up at the minor unit: GBP 10.005 at 1.25 -> 12.51."""
        return Money(round_half_up(self.amount * rate, minor_units(to)), to)


def allocate(amount: Decimal, weights: Sequence[Decimal], digits: int = 2) -> list[Decimal]:
    """Parts proportional to `weights` that add up to `amount` exactly.

    Exact share, floor to the minor unit, remainder to the largest fractions, ties in order; a negative amount by
    its absolute value (forecasting.md 4.6). 250.01 in thirds: 83.34, 83.34, 83.33. Empty weights: empty list.
    Raises ValueError when the weights sum to zero or one is negative.
    """
    if not weights:
        return []
    total = sum(weights, Decimal(0))
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must be zero or more and sum to more than zero")
    unit = Decimal(1).scaleb(-digits)
    whole = abs(amount)
    exact = [whole * weight / total for weight in weights]
    parts = [share.quantize(unit, rounding=ROUND_FLOOR) for share in exact]
    left = int((whole - sum(parts, Decimal(0))) / unit)
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[:left]:
        parts[i] += unit
    return [-part for part in parts] if amount < 0 else parts
