"""The few statistics that metrics share, on plain values (metrics.md G12, G20)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby


@dataclass(frozen=True)
class Observation:
    """`time` until the event, or until it was censored because it had not happened yet. Units are the caller's."""

    time: Decimal
    happened: bool


@dataclass(frozen=True)
class SurvivalStep:
    """At an event time: how many were at risk, how many events, and S(t) just after."""

    time: Decimal
    at_risk: int
    events: int
    survival: Fraction


HALF = Fraction(1, 2)


def kaplan_meier(observations: Iterable[Observation]) -> list[SurvivalStep]:
    """The product-limit estimate (Kaplan, Meier 1958): S is multiplied by 1 - d/n at each event time.

    n counts all with time >= t, those censored at t included; d the events at t. Empty without events.
    Exact fractions: 2/3 x 3/4 is a half, and a median hangs on it.
    """
    seen = sorted(observations, key=lambda one: one.time)
    steps: list[SurvivalStep] = []
    survival, at_risk = Fraction(1), len(seen)
    for time, group in groupby(seen, key=lambda one: one.time):
        happened = [one.happened for one in group]
        events = sum(happened)
        if events:
            survival *= 1 - Fraction(events, at_risk)
            steps.append(SurvivalStep(time, at_risk, events, survival))
        at_risk -= len(happened)
    return steps


def median_survival(observations: Iterable[Observation]) -> Decimal | None:
    """The smallest t with S(t) <= 0.5; None (`not_reached`) when half never got there.

    Closed at 8, 14, 26 and open at 20, 33, 40: S = 0.833333, 0.666667, 0.444444, so 26.
    The closed ones alone would say 14.
    """
    return next((step.time for step in kaplan_meier(observations) if step.survival <= HALF), None)


def percentile(values: Sequence[Decimal], share: Decimal) -> Decimal | None:
    """PostgreSQL's `percentile_cont`: linear between the two neighbours. None without values; `share` is 0 to 1."""
    if not values:
        return None
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)
