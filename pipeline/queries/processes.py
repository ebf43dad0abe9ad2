"""Processes as people read them, and what their stages stood for at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Sum

from pipeline.models import Opportunity, ProcessVersion, Stage, StageCategory
from pipeline.queries.deals import converted, with_state


@dataclass(frozen=True)
class StageRow:
    """A stage and what it stands for. `since` None means always; `category` is empty while it has none."""

    stage: Stage
    category: str
    label: str
    since: datetime | None


@dataclass(frozen=True)
class Shelf:
    """The open deals that stand in a category only because their stage does: what a change of the map moves.

    `worth` in the reporting currency; deals without an amount or a rate are counted and add nothing.
    """

    count: int
    worth: Decimal


def maps_at(at: datetime) -> dict[int, StageCategory]:
    """The map in force for each stage, by the stage's key; stages without one are absent."""
    rows = StageCategory.objects.filter(valid__contains=at).select_related("subcategory")
    return {row.stage_id: row for row in rows}


def stages_with_category(
    process: ProcessVersion, maps: Mapping[int, StageCategory], labels: Mapping[str, str]
) -> list[StageRow]:
    """The stages of a process in order, prefetched or not."""
    return [_row(stage, maps.get(stage.pk), labels) for stage in sorted(process.stages.all(), key=lambda s: s.position)]


def _row(stage: Stage, known: StageCategory | None, labels: Mapping[str, str]) -> StageRow:
    key = known.category if known else "" if stage.kind == Stage.Kind.OPEN else stage.kind
    return StageRow(stage, key, labels.get(key, ""), known.valid.lower if known else None)


def moved_by_map(stage: Stage, at: datetime) -> Shelf:
    """Deals that follow the map of their stage: open, neither omitted nor overridden."""
    deals = Opportunity.objects.filter(stage=stage, status=Stage.Kind.OPEN, omitted=False, category_override="")
    found = with_state(deals).aggregate(count=Count("pk"), worth=Sum(converted(at)))
    return Shelf(found["count"], found["worth"] or Decimal(0))
