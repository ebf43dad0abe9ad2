"""What is sold, asked of the app above that keeps it: contracts, orders and products in use name one by its uid."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class Sold:
    """is_offered: not retired; what a contract names stays readable after it."""

    uid: UUID
    name: str
    is_offered: bool = True


catalogues: Registry[Callable[[], list[Sold]]] = Registry("what is sold")


def products() -> dict[UUID, Sold]:
    """By uid, ordered by name. One query a catalogue."""
    found = [sold for catalogue in catalogues for sold in catalogue()]
    return {sold.uid: sold for sold in sorted(found, key=lambda sold: (sold.name.lower(), sold.uid))}
