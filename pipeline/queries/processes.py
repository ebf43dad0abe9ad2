"""Processes as people read them."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.models import ProcessVersion, Stage, StageCategory


@dataclass(frozen=True)
class StageRow:
    """A stage and what it stands for. `since` None means always; `category` is empty while it has none."""

    stage: Stage
    category: str
    label: str
    since: datetime | None


def stages_with_category(process: ProcessVersion, at: datetime, labels: dict[str, str]) -> list[StageRow]:
    maps = {row.stage_id: row for row in StageCategory.objects.filter(stage__process=process, valid__contains=at)}
    rows = []
    for stage in process.stages.order_by("position"):
        known = maps.get(stage.pk)
        key = known.category if known else "" if stage.kind == Stage.Kind.OPEN else stage.kind
        rows.append(StageRow(stage, key, labels.get(key, ""), known.valid.lower if known else None))
    return rows


def maps_at(at: datetime) -> dict[int, StageCategory]:
    """The map in force for each stage, by the stage's key; stages without one are absent."""
    rows = StageCategory.objects.filter(valid__contains=at).select_related("subcategory")
    return {row.stage_id: row for row in rows}
