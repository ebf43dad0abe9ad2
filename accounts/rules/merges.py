"""What two records that are one come to hold."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

UNDO_DAYS = 30
STRICTNESS = ("unknown", "given", "refused")
Side = Literal["survivor", "loser"]
C = TypeVar("C", str, datetime)


def taken_from(survivor: Any, loser: Any, chosen: str | None) -> Side:
    """Whose value stays: the chosen one's; without a choice the survivor's, or the loser's where that one has none."""
    if chosen in ("survivor", "loser"):
        return chosen  # type: ignore[return-value]
    return "loser" if survivor in (None, "") and loser not in (None, "") else "survivor"


def strictest_consent(first: str, second: str) -> str:
    """A refusal outlives a consent, and a consent not having asked."""
    return max(first, second, key=STRICTNESS.index)


def earliest(first: datetime | None, second: datetime | None) -> datetime | None:
    """Who ended it once has ended it: of two instants the first one stands."""
    known = [moment for moment in (first, second) if moment is not None]
    return min(known) if known else None


def merged_domains(first: list[str], second: list[str]) -> list[str]:
    return sorted({*first, *second})


def can_be_undone(merged_at: datetime, now: datetime) -> bool:
    """Up to thirty days to the very moment."""
    return now <= merged_at + timedelta(days=UNDO_DAYS)


def not_changed_since(current: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The columns that still hold what the merge wrote, sorted: an undo gives only those their former value."""
    return sorted(name for name, value in after.items() if current.get(name) == value)
