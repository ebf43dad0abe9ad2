"""What a form of a hire, a move or a leaver asks, as plain values; records are named by uid."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any, Literal

How = Literal["give", "load", "vacant", "along"]
HOWS: tuple[How, ...] = ("give", "load", "vacant", "along")
DAYS = frozenset({"start", "last_day", "invite_on"})


@dataclass(frozen=True)
class BookChoice:
    """give: all to one. load: over several, by load. vacant: stays until the next hire. along: stays with who moves."""

    how: How
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """Of a hire and a move `start` is the first day; of a leaver `last_day` counts. Empty: as it is."""

    start: date | None = None
    name: str = ""
    email: str = ""
    manager: str = ""
    team: str = ""
    seat: str = ""
    function: str = ""
    job_role: str = ""
    cost_centre: str = ""
    location: str = ""
    role: str = ""
    invite_on: date | None = None
    last_day: date | None = None
    exit_kind: str = ""
    reason: str = ""
    regretted: bool | None = None
    access_ends: Literal["after", "now"] = "after"
    books: Mapping[str, BookChoice] = field(default_factory=dict)

    @property
    def effective(self) -> date | None:
        """The first day it holds: the one after a leaver's last."""
        return self.last_day + timedelta(days=1) if self.last_day else self.start

    def stored(self) -> dict[str, Any]:
        """As JSON; what is empty is left out."""
        found = {name: value for name, value in asdict(self).items() if value not in ("", None, {})}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def choices_from(stored: Mapping[str, Any]) -> Choices:
    known = {one.name for one in fields(Choices)} - {"books"}
    given = {name: _read(name, value) for name, value in stored.items() if name in known}
    books = {key: BookChoice(one["how"], tuple(one.get("to", ()))) for key, one in stored.get("books", {}).items()}
    return Choices(**given, books=books)


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value
