"""How well somebody knows somebody: decayed weights of what happened between them (docs/algorithms/relationships.md).

strength = 1 - exp(-sum of q x 2^(-age / H)), H = 180 days (territories.md 4.2).
"""

from collections.abc import Iterable
from math import exp, log

HALF_LIFE_DAYS = 180
WEIGHTS = {"meeting": 0.5, "call": 0.3, "email": 0.1, "known": 0.4}
COUNTS = {"meeting": ("held",), "call": ("reached",), "email": ("replied",)}
"""Which outcomes of which kind say that both took part."""
MOST_STATED = 0.99


def decayed(weight: float, age_days: float) -> float:
    """What is left of a weight after so many days; one in the future counts whole. 0.5 after 180 days: 0.25."""
    return weight * float(2 ** (-max(0.0, age_days) / HALF_LIFE_DAYS))


def strength(weights: Iterable[float]) -> float:
    """0 to 1; of nothing 0. 0.5 + 0.25: 0.527633."""
    return 1 - exp(-sum(weights))


def weight_of(stated: float) -> float:
    """The weight of a stated strength of 0 to 0.99: -ln(1 - s)."""
    return -log(1 - stated) if stated else 0.0


def stated_from(weight: float) -> float:
    return 1 - exp(-weight)
