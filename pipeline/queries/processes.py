"""What the stages stood for at a moment."""

from datetime import datetime

from pipeline.models import StageCategory


def maps_at(at: datetime) -> dict[int, StageCategory]:
    """The map in force for each stage, by the stage's key; stages without one are absent."""
    rows = StageCategory.objects.filter(valid__contains=at).select_related("subcategory")
    return {row.stage_id: row for row in rows}
