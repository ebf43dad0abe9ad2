"""From values to places."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from salesops.web.templatetags.formats import money_axis, number, percent

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_LINES = 4


@dataclass(frozen=True)
class Scale:
    """Linear from `low`..`high` to `start`..`end`; a flat domain lands on `start`."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        if self.high == self.low:
            return self.start
        share = float((value - self.low) / (self.high - self.low))
        return self.start + share * (self.end - self.start)


def step_for(span: Decimal, most: int = MOST_LINES) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 times a power of ten with at most `most` steps: 238 -> 100."""
    if span <= 0:
        return Decimal(1)
    raw = span / most
    power = Decimal(1).scaleb(raw.adjusted())
    return next(step * power for step in STEPS if step * power >= raw)


def lines_for(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round values inside the domain, for at most four hairlines: 0..238000 -> 0, 100000, 200000."""
    step = step_for(high - low)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    found = []
    value = first
    while value <= high:
        if value >= low:
            found.append(value)
        value += step
    return found


def axis_text(value: Decimal, unit: str) -> str:
    """By unit: an ISO currency, "%" for ratios, "" for plain numbers."""
    if unit == "%":
        return percent(value)
    return money_axis(value, unit) if unit else number(value)


def polyline(places: Sequence[tuple[float, float]]) -> str:
    """An SVG path through the places; empty for none."""
    return "M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in places) if places else ""
