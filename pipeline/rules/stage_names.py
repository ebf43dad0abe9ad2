"""What the stage names of a file stand for: proposed from flags, probability and known names, edited by a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["open", "won", "lost"]


@dataclass(frozen=True)
class SeenStage:
    """A stage name of a file with what its rows say: closed and won flags, mean probability (0 to 1), category."""

    name: str
    deals: int
    probability: Decimal | None = None
    closed: bool | None = None
    won: bool | None = None
    category: str = ""


@dataclass(frozen=True)
class ProposedStage:
    """`reason`: why, for the page that shows the proposal."""

    name: str
    kind: Kind
    probability: Decimal
    category: str
    reason: str


# Words in a name, the chance usually stated for it.
KNOWN = (
    (("closed won", "won", "signed", "sold"), "won", "1"),
    (("closed lost", "lost", "abandoned", "disqualified", "dead"), "lost", "0"),
    (("contract", "verbal", "legal", "procurement"), "open", "0.90"),
    (("negotiat", "closing"), "open", "0.75"),
    (("perception",), "open", "0.70"),
    (("decision",), "open", "0.60"),
    (("proposal", "quote", "value prop", "presentation"), "open", "0.50"),
    (("solution", "demo", "evaluation", "trial", "engag"), "open", "0.25"),
    (("needs", "analysis", "appointment", "meeting"), "open", "0.20"),
    (("prospect", "qualif", "discovery", "lead", "new", "open"), "open", "0.10"),
)
OMITTED = ("hold", "parked", "omitted", "dormant", "nurture")
CATEGORIES = {
    "omitted": "omitted",
    "pipeline": "pipeline",
    "best case": "upside",
    "bestcase": "upside",
    "upside": "upside",
    "most likely": "upside",
    "commit": "commit",
    "forecast": "commit",
}


def propose_stages(seen: Sequence[SeenStage]) -> list[ProposedStage]:
    """Open stages by rising probability, then Won, then Lost; a kind that the file does not name is added."""
    found = [propose_stage(stage) for stage in seen]
    open_ones = sorted((s for s in found if s.kind == "open"), key=lambda s: s.probability)
    won = [s for s in found if s.kind == "won"]
    lost = [s for s in found if s.kind == "lost"]
    if not open_ones:
        open_ones = [ProposedStage("Open", "open", Decimal("0.10"), "pipeline", "missing")]
    if not won:
        won = [ProposedStage("Won", "won", Decimal(1), "", "missing")]
    if not lost:
        lost = [ProposedStage("Lost", "lost", Decimal(0), "", "missing")]
    return [*open_ones, *won, *lost]


def propose_stage(stage: SeenStage) -> ProposedStage:
    kind, known, reason = _by_name(stage.name)
    if stage.closed is not None:
        kind = "open" if not stage.closed else "won" if stage.won or (stage.won is None and kind != "lost") else "lost"
        reason = "flags"
    elif stage.won:
        kind, reason = "won", "flags"
    if kind != "open":
        return ProposedStage(stage.name, kind, Decimal(1 if kind == "won" else 0), "", reason)
    chance = stage.probability if stage.probability is not None else known
    reason = "probability" if stage.probability is not None else reason
    category = CATEGORIES.get(stage.category.strip().lower()) or category_of(stage.name, chance)
    return ProposedStage(stage.name, kind, chance, category, reason)


def category_of(name: str, chance: Decimal) -> str:
    if any(word in name.lower() for word in OMITTED):
        return "omitted"
    return "commit" if chance >= Decimal("0.75") else "upside" if chance >= Decimal("0.5") else "pipeline"


def _by_name(name: str) -> tuple[Kind, Decimal, str]:
    words = re.sub(r"[^a-z]+", " ", name.lower()).strip()
    for parts, kind, chance in KNOWN:
        if any(part in words for part in parts):
            return kind, Decimal(chance), "name"  # type: ignore[return-value]
    return "open", Decimal("0.10"), "unknown"
