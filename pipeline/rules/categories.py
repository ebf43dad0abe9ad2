"""The forecast category a deal stands in: by its status, its owner's word, or its stage."""

from dataclasses import dataclass
from typing import Literal

Category = Literal["commit", "upside", "pipeline", "omitted", "won", "lost"]


@dataclass(frozen=True)
class Standing:
    """What decides the category of one deal at one instant. `mapped` is what the stage stood for then."""

    status: str
    omitted: bool
    override: str
    mapped: str | None


def category_of(deal: Standing) -> str | None:
    """Won and lost by status, then the omitted flag, then the override, then the stage's map (pipeline.md 3.1).

    None when an open stage stood for no category yet: such deals keep a column of their own inside the open total.
    """
    if deal.status in ("won", "lost"):
        return deal.status
    if deal.omitted:
        return "omitted"
    return deal.override or deal.mapped
