"""A list that a lower app keeps and higher apps fill: how the product asks upward."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Items by key, iterated in the order of keys so that no page depends on start-up order.

    Raises ValueError when a key is registered twice with another item; the same item again changes nothing
    (Django may run an app's `ready` more than once in tests).
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, T] = {}

    def register(self, key: str, item: T) -> T:
        if key in self._items and self._items[key] != item:
            raise ValueError(f"{self.name}: {key} is registered twice")
        self._items[key] = item
        return item

    def get(self, key: str) -> T | None:
        return self._items.get(key)

    def __getitem__(self, key: str) -> T:
        return self._items[key]

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[T]:
        return (self._items[key] for key in sorted(self._items))

    def keys(self) -> list[str]:
        return sorted(self._items)

    def __len__(self) -> int:
        return len(self._items)
