"""Which activities count as touching a customer."""

from dataclasses import dataclass

HUMAN_KINDS = frozenset({"call", "email", "meeting", "message", "visit"})
NOT_HELD = frozenset({"no_show", "cancelled"})


@dataclass(frozen=True)
class Contacting:
    """What of an activity decides whether it is a touch."""

    kind: str
    direction: str
    outcome: str = ""
    automated: bool = False
    bounced: bool = False


def is_touch(activity: Contacting) -> bool:
    """An outbound attempt of a person: also an unanswered call, never a bounced mail or a meeting that was not held."""
    return (
        activity.kind in HUMAN_KINDS
        and activity.direction == "outbound"
        and not activity.automated
        and not activity.bounced
        and activity.outcome not in NOT_HELD
    )
