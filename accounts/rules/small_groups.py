"""Which groups of a breakdown are too small to show (accounts-desk.md A-11, metrics.md G11)."""

from collections.abc import Mapping
from typing import TypeVar

SMALLEST = 5
K = TypeVar("K")


def hidden_groups(sizes: Mapping[K, int]) -> frozenset[K]:
    """Groups under five; what is hidden must together reach five too, else the next smallest goes as well.

    Oslo 6, Turin 4, Bonn 2: Turin and Bonn. Oslo 8, Turin 4: both. Empty groups have nothing to hide.
    """
    ranked = sorted((key for key in sizes if sizes[key]), key=lambda key: (sizes[key], str(key)))
    small = [key for key in ranked if sizes[key] < SMALLEST]
    if not small:
        return frozenset()
    for key in ranked[len(small) :]:
        if sum(sizes[one] for one in small) >= SMALLEST:
            break
        small.append(key)
    return frozenset(small)
