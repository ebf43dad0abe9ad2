"""What a figure says about itself, how ratios roll up, how numbers leave the product (metrics.md G3, G4, G5, G10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from salesops.kernel.metrics import Unit
from salesops.kernel.money import minor_units, round_half_up

ZERO_DENOMINATOR = "zero_denominator"
OUTPUT_DIGITS = 6


@dataclass(frozen=True)
class Result:
    """One figure. `reason` says why `value` is None, `excluded` counts rows left out, `window` names what was used.

    group: keys of the asked dimensions, in their order, None for `(none)`; empty for a total.
    base: the figure it is compared with, None when nothing was asked or there is none.
    """

    metric: str
    definition_version: int
    unit: Unit
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    as_of: datetime
    fresh_as_of: datetime
    currency: str | None = None
    window: str = ""
    reason: str | None = None
    excluded: Mapping[str, int] = field(default_factory=dict, hash=False)
    pending: int = 0
    flags: tuple[str, ...] = ()
    group: tuple[str | None, ...] = ()
    base: "Result | None" = None

    @property
    def change(self) -> Decimal | None:
        """Relative to the base, as metrics.md G16 has it."""
        return change(self.value, self.base.value) if self.base else None

    @property
    def difference(self) -> Decimal | None:
        """Value less base, in the metric's own unit."""
        if self.base is None or self.value is None or self.base.value is None:
            return None
        return self.value - self.base.value

    def as_text(self) -> dict[str, object]:
        """For JSON, CSV and sheets: decimals as strings, null where there is no value."""
        return {
            "metric": self.metric,
            "definition_version": self.definition_version,
            "unit": self.unit.value,
            "value": output(self.value, self.unit, self.currency),
            "numerator": plain(self.numerator),
            "denominator": plain(self.denominator),
            "n": self.n,
            "currency": self.currency,
            "as_of": self.as_of.isoformat(),
            "fresh_as_of": self.fresh_as_of.isoformat(),
            "window": self.window or None,
            "reason": self.reason,
            "excluded": dict(self.excluded),
            "pending": self.pending,
            "flags": list(self.flags),
            "group": list(self.group),
            "compare": self._compared(),
        }

    def _compared(self) -> dict[str, object] | None:
        if self.base is None:
            return None
        return {
            "value": output(self.base.value, self.unit, self.currency),
            "window": self.base.window or None,
            "as_of": self.base.as_of.isoformat(),
            "change": output(self.change, Unit.RATIO),
            "difference": output(self.difference, self.unit, self.currency),
        }


def ratio(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """None over zero, never 0 or 1."""
    return numerator / denominator if denominator else None


def change(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """(value - base) / base; None when either is missing or the base is zero or negative (metrics.md G16)."""
    return (value - base) / base if value is not None and base is not None and base > 0 else None


def roll_up(parts: Iterable[Result]) -> Result:
    """One ratio from its parts: the sum of numerators over the sum of denominators. 3/4 and 2/16 give 0.25, not 0.4375.

    Raises ValueError for no parts: an empty total has no instant or definition to carry.
    """
    rows = list(parts)
    if not rows:
        raise ValueError("nothing to roll up")
    numerator = sum((row.numerator or Decimal(0) for row in rows), Decimal(0))
    denominator = sum((row.denominator or Decimal(0) for row in rows), Decimal(0))
    value = ratio(numerator, denominator)
    excluded: dict[str, int] = {}
    for row in rows:
        for reason, count in row.excluded.items():
            excluded[reason] = excluded.get(reason, 0) + count
    return replace(
        rows[0],
        value=value,
        numerator=numerator,
        denominator=denominator,
        n=sum(row.n for row in rows),
        fresh_as_of=min(row.fresh_as_of for row in rows),
        reason=None if value is not None else ZERO_DENOMINATOR,
        excluded=excluded,
        pending=sum(row.pending for row in rows),
        flags=tuple(dict.fromkeys(flag for row in rows for flag in row.flags)),
        group=(),
    )


def output(value: Decimal | None, unit: Unit, currency: str | None = None) -> str | int | None:
    """Rounded half up once: money at its minor unit, counts as integers, everything else with six places.

    0.25 -> "0.250000"; 36.685 USD -> "36.69"; 7 deals -> 7.
    """
    if value is None:
        return None
    if unit is Unit.COUNT:
        return int(round_half_up(value, 0))
    if unit in (Unit.MONEY, Unit.MONEY_PER_DAY):
        return str(round_half_up(value, minor_units(currency or "")))
    return str(round_half_up(value, OUTPUT_DIGITS))


def plain(value: Decimal | None) -> str | None:
    """A part of a ratio as it is, without exponent or trailing zeros: 5, 10500.5."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
