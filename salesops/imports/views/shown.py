"""What the wizard's templates show: columns with their result, reasons, the plan, the job."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salesops.imports.access import CHECK, RUN, UNDO
from salesops.imports.models import ImportBatch, ImportFile, PlannedRow, StagedRow
from salesops.imports.queries import Reason, plan_of, reasons_of, shares
from salesops.imports.registry import Field, importers
from salesops.imports.views.jobs import asking, job_of, where_next
from salesops.kernel.errors import Refused
from salesops.web.charts.figures import Mark, StackedBar
from salesops.web.templatetags.formats import stated

EXAMPLES = 100
PREVIEW = 20
READ_AS = {"money": _("Read as money"), "integer": _("Read as a number"), "decimal": _("Read as a number")}


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file: where it goes, an example, and how its reading went."""

    number: int
    header: str
    field: str
    example: str
    more: int
    result: str
    tone: str
    error: str = ""


@dataclass(frozen=True)
class FileView:
    file: ImportFile
    label: str
    fields: tuple[Field, ...]
    columns: list[ColumnRow]
    imported: int


@dataclass(frozen=True)
class PlanRow:
    row: PlannedRow
    label: str
    matched: str
    changes: list[tuple[str, str, str]]


def wizard(
    request: HttpRequest, batch: ImportBatch, refused_file: ImportFile | None = None, refused: Refused | None = None
) -> dict[str, Any]:
    """refused_file: the one whose columns were refused; they show what was chosen, and what is wrong with it."""
    reasons = reasons_of(batch)
    counted = shares(batch)
    may = asking(request).may
    is_written = batch.state == ImportBatch.State.COMMITTED
    job = job_of(request, batch)
    return {
        "batch": batch,
        "files": [
            _as_chosen(view, request, refused) if refused and view.file == refused_file else view
            for view in (file_view(file, reasons) for file in batch.files.filter(derived_from__isnull=True))
        ],
        "refused": refused,
        "made": [_made(file) for file in batch.files.filter(derived_from__isnull=False)],
        "need_you": [reason for reason in reasons if reason.blocking],
        "warnings": [reason for reason in reasons if not reason.blocking],
        "shares": counted,
        "bar": _bar(counted),
        "sentence": _sentence(batch),
        "outcome": _outcome(batch),
        "plan": [_plan_row(row) for row in plan_of(batch)[:PREVIEW]],
        "job": job,
        "poll_url": reverse("imports:batch", args=[batch.uid]) if job and job["running"] else "",
        "may_check": may(CHECK) and batch.is_changeable,
        "may_run": may(RUN) and batch.is_changeable and not (job and job["running"]),
        "may_undo": may(UNDO) and is_written and not (job and job["running"]),
        "undone": _undone(batch),
        "next_url": where_next(batch)
        if "start" in batch.options and batch.state == ImportBatch.State.COMMITTED
        else "",
        "step": 4 if not batch.is_changeable or (job and job["running"]) else 3,
    }


def file_view(file: ImportFile, reasons: list[Reason]) -> FileView:
    importer = importers[file.object_key]
    goes = {column["column"]: key for key, column in file.mapping.get("columns", {}).items()}
    rows = list(StagedRow.objects.filter(file_id=file.pk).order_by("row_number").values_list("cells")[:EXAMPLES])
    columns = []
    for number, header in enumerate(file.header):
        values = list(dict.fromkeys(row[0][number].strip() for row in rows if row[0][number].strip()))
        result, tone = _result(file, goes.get(number, ""), reasons)
        example = values[0][:60] if values else ""
        columns.append(ColumnRow(number, header, goes.get(number, ""), example, max(0, len(values) - 1), result, tone))
    return FileView(file, str(importer.label), importer.fields, columns, len(goes))


def _as_chosen(view: FileView, request: HttpRequest, refused: Refused) -> FileView:
    """The choices of the form that was refused."""
    columns = [
        replace(
            column,
            field=request.POST.get(f"column-{column.number}", column.field),
            error=refused.fields.get(f"column-{column.number}", ""),
        )
        for column in view.columns
    ]
    return replace(view, columns=columns)


def _result(file: ImportFile, key: str, reasons: list[Reason]) -> tuple[str, str]:
    if not key:
        return _("Skipped"), ""
    wrong = [reason for reason in reasons if reason.file == file and reason.field == key]
    if wrong:
        values = len(wrong)
        tone = "bad" if any(reason.blocking for reason in wrong) else "warn"
        return ngettext("%(n)s value to look at", "%(n)s values to look at", values) % {"n": values}, tone
    column = file.mapping["columns"][key]
    mapped = len(column.get("values") or {})
    if mapped:
        return ngettext("%(n)s value mapped", "%(n)s values mapped", mapped) % {"n": mapped}, "good"
    if column.get("day_first"):
        return _("Day first"), "good"
    kind = importers[file.object_key].field(key).kind
    return READ_AS.get(kind, _("Matched")), "good"


def _made(file: ImportFile) -> dict[str, Any]:
    return {"label": importers[file.object_key].label, "rows": file.rows}


def _bar(counted: dict[str, int]) -> StackedBar:
    parts = (
        (_("Ready"), counted["ready"], "good"),
        (_("Ready with a change"), counted["warned"], "warn"),
        (_("Need you"), counted["blocked"], "bad"),
    )
    marks = tuple(Mark(label, Decimal(n), f"{n:,}", tone=tone) for label, n, tone in parts)
    return StackedBar(_("Rows"), "", str(counted["total"]), ", ".join(f"{m.label}: {m.text}" for m in marks), marks)


def _sentence(batch: ImportBatch) -> str:
    names = ", ".join(file.name for file in batch.files.filter(derived_from__isnull=True))
    rows = sum(file.rows for file in batch.files.filter(derived_from__isnull=True))
    if batch.is_changeable:
        return _("%(names)s, %(rows)s rows. Nothing is written until step 4.") % {"names": names, "rows": f"{rows:,}"}
    return _("%(names)s, %(rows)s rows. %(state)s.") % {
        "names": names, "rows": f"{rows:,}", "state": batch.get_state_display()
    }  # fmt: skip


def _outcome(batch: ImportBatch) -> list[dict[str, Any]]:
    """By object: what is new, changed, unchanged, blocked."""
    found = []
    for key, counts in batch.counts.items():
        if isinstance(counts, dict):
            found.append({"label": importers[key].label, **{name: counts.get(name, 0) for name in ACTIONS}})
    return found


ACTIONS = ("create", "update", "unchanged", "blocked")
WHY_KEPT = {"changed_since": _("changed since"), "worked_on_since": _("worked on since")}


def _undone(batch: ImportBatch) -> dict[str, Any] | None:
    """What the undo took back, and what it kept: the first of them with why."""
    report = batch.options.get("undone")
    if report is None:
        return None
    kept = [{"name": name, "why": WHY_KEPT.get(why, why)} for name, why in report["kept"][:PREVIEW]]
    return {**report, "kept": kept, "more": len(report["kept"]) - len(kept)}


MATCHED = {
    "external_id": _("by the source's ID"),
    "name": _("by name"),
    "email": _("by e-mail"),
}


def _plan_row(row: PlannedRow) -> PlanRow:
    changes = [
        (name.removesuffix("_id").replace("_", " "), *_values(name, row.before.get(name), value))
        for name, value in row.after.items()
        if not (name.endswith("_id") and name.removesuffix("_id") in row.after)
    ]
    return PlanRow(row, row.get_action_display(), MATCHED.get(row.matched_by, row.matched_by), changes)


def _values(name: str, was: Any, becomes: Any) -> tuple[str, str]:
    """A record's key says nothing to a reader: the change is named without values."""
    return (
        ("", "")
        if name.endswith("_id")
        else (stated(was if was is not None else ""), stated(becomes if becomes is not None else ""))
    )
