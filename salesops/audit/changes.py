"""Before and after, field by field, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One field; None where that side says nothing of it."""

    name: str
    before: str | None
    after: str | None


def changes_of(before: Payload | None, after: Payload | None) -> list[Change]:
    """In the order they were written, those of `after` first."""
    old, new = before or {}, after or {}
    return [Change(spoken(name), said(old, name), said(new, name)) for name in dict.fromkeys([*new, *old])]


def said(values: Payload, name: str) -> str | None:
    """None: nothing is said of the field; empty: it had no value."""
    if name not in values:
        return None
    value = values[name]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {said(value, key)}" for key in value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def spoken(name: str) -> str:
    """`close_date` -> `close date`, `deal.closed_won` -> `deal closed won`."""
    return name.replace(".", " ").replace("_", " ")
