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


def differs_from_stage(deal: Standing) -> bool:
    """Whether an open deal's owner says something else than its stage does."""
    return deal.status == "open" and bool(deal.override) and deal.override != deal.mapped


def is_counted(deal: Standing, *, stage_counts: bool) -> bool:
    """Whether an open deal belongs to the pipeline: neither omitted nor in a stage that does not count."""
    return deal.status == "open" and stage_counts and category_of(deal) != "omitted"
