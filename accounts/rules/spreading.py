"""Open rows spread over several people by load (accounts-desk.md A-5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Receiver:
    """`load` open rows now; `capacity` is how much of a full workload they carry."""

    key: int
    name: str
    load: int
    capacity: Decimal = Decimal(1)


def by_load(rows: Iterable[tuple[int, Decimal]], receivers: Sequence[Receiver]) -> list[tuple[int, int]]:
    """(row, receiver) for each row (key, size): the largest first, to the least open rows / capacity, ties by name.

    Ana 4, Bo 6, five rows: Ana, Ana, Ana, Bo, Ana: 8 and 7. Raises ValueError without a receiver.
    """
    if not receivers:
        raise ValueError("nobody to give to")
    loads = {one.key: one.load for one in receivers}
    given = []
    for key, _size in sorted(rows, key=lambda row: (-row[1], row[0])):
        least = min(receivers, key=lambda one: (Fraction(loads[one.key]) / Fraction(one.capacity), one.name, one.key))
        loads[least.key] += 1
        given.append((key, least.key))
    return given
