"""What a sales process must have before it is published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

NOT_WHOLE, UNMAPPED, NAME_TWICE, OUT_OF_RANGE = CODES = (
    "stages_incomplete",
    "stage_without_category",
    "stage_name_twice",
    "probability_range",
)
CATEGORIES = frozenset({"commit", "upside", "pipeline", "omitted"})


@dataclass(frozen=True)
class StageDraft:
    """A stage before it is published. `probability` is 0 to 1; `category` None for won and lost."""

    name: str
    kind: str
    probability: Decimal
    category: str | None
    counts_as_pipeline: bool = True
    exit_criteria: str = ""


def first_flaw(stages: Sequence[StageDraft]) -> str | None:
    """The code of the first rule that the stages break, None when they may be published."""
    kinds = Counter(stage.kind for stage in stages)
    if not kinds["open"] or kinds["won"] != 1 or kinds["lost"] != 1 or len(stages) != kinds["open"] + 2:
        return NOT_WHOLE
    names = Counter(stage.name.strip().casefold() for stage in stages)
    if "" in names or max(names.values()) > 1:
        return NAME_TWICE
    if any(stage.kind == "open" and stage.category not in CATEGORIES for stage in stages):
        return UNMAPPED
    if any(not 0 <= stage.probability <= 1 for stage in stages):
        return OUT_OF_RANGE
    return None
