"""What pages, API and commands read of a batch: reasons grouped, the plan row by row."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from salesops.imports.models import ImportBatch, ImportFile, PlannedRow, Problem
from salesops.imports.rules.reasons import button, sentence


@dataclass(frozen=True)
class Reason:
    """All rows of a file that one repair settles."""

    file: ImportFile
    code: str
    field: str
    column: str
    value: str
    suggestion: str
    blocking: bool
    rows: int
    first_row: int

    @property
    def sentence(self) -> str:
        return sentence(self.code, column=self.column or self.field, value=self.value, suggestion=self.suggestion)

    @property
    def button(self) -> str:
        return button(self.code, self.suggestion)

    @property
    def more(self) -> int:
        return self.rows - 1


def reasons_of(batch: ImportBatch) -> list[Reason]:
    """Blocking ones first, then by the number of rows. Row problems without a shared value are one reason."""
    files = {file.pk: file for file in batch.files.all()}
    groups = (
        Problem.objects.filter(file__in=files)
        .order_by()
        .values("file_id", "code", "field", "column", "value", "blocking")
        .annotate(rows=Count("id"), first_row=Min("row_number"), suggestion=Max("suggestion"))
        .order_by("-blocking", "-rows", "file_id", "code", "field", "value")
    )
    found: list[dict[str, Any]] = [dict(row) for row in groups]
    return [Reason(file=files[row.pop("file_id")], **row) for row in found]


def plan_of(batch: ImportBatch, *, action: str = "") -> QuerySet[PlannedRow]:
    rows = PlannedRow.objects.filter(file_id__in=batch.files.values("pk")).order_by("file_id", "row_number")
    return rows.filter(action=action) if action else rows


def shares(batch: ImportBatch) -> dict[str, int]:
    """Rows ready, ready with a warning, and blocked: the strip over the check."""
    blocked = plan_of(batch, action=PlannedRow.Action.BLOCKED).count()
    warned = (
        Problem.objects.filter(file__batch=batch, blocking=False).values("file_id", "row_number").distinct().count()
    )
    total = plan_of(batch).count()
    return {"ready": max(0, total - blocked - warned), "warned": warned, "blocked": blocked, "total": total}
