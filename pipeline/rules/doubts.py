"""The one thing to ask about an open deal: the gravest of what speaks against it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

QUIET_AFTER = 14
OFTEN = 2
Kind = Literal["passed", "often_pushed", "no_step", "quiet", "pushed"]


@dataclass(frozen=True)
class Doubt:
    """number: days quiet or times pushed, 0 where there is nothing to count."""

    kind: Kind
    number: int = 0

    @property
    def is_grave(self) -> bool:
        return self.kind in ("passed", "often_pushed")


def doubt_of(*, close_date: date | None, today: date, pushes: int, next_step: str, quiet_days: int) -> Doubt | None:
    """None where nothing speaks against the deal. Quiet counts from the 15th day without an activity."""
    if close_date and close_date < today:
        return Doubt("passed")
    if pushes >= OFTEN:
        return Doubt("often_pushed", pushes)
    if not next_step:
        return Doubt("no_step")
    if quiet_days > QUIET_AFTER:
        return Doubt("quiet", quiet_days)
    return Doubt("pushed", pushes) if pushes else None
