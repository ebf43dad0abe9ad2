"""Start: one deals file, proposals to change, one press."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesops.imports.access import RUN, batch_for, require, visible_to
from salesops.imports.models import ImportBatch, ImportFile, StagedRow
from salesops.imports.operations.start import (
    answer,
    change_made,
    create_company,
    proposals,
    request_company,
    take_deals,
)
from salesops.imports.queries import reasons_of
from salesops.imports.start import steps
from salesops.imports.views.jobs import job_of, where_next
from salesops.kernel.errors import NotFound, Refused
from salesops.web.context import toast

SHOWN_ROWS = 200
AT_ONCE = 2_000
"""More deals than this are created by a job, which shows how far it is."""
KINDS = (("open", gettext_lazy("Open")), ("won", gettext_lazy("Won")), ("lost", gettext_lazy("Lost")))
CATEGORIES = (
    ("commit", gettext_lazy("Commit")),
    ("upside", gettext_lazy("Upside")),
    ("pipeline", gettext_lazy("Pipeline")),
    ("omitted", gettext_lazy("Omitted")),
)


@dataclass(frozen=True)
class MadeRow:
    """A row that was made from a column, by column key."""

    number: int
    cells: dict[str, str]


@require_http_methods(["GET", "POST"])
def start_page(request: HttpRequest) -> HttpResponse:
    """The choice of a file; with one chosen and not decided, its proposals."""
    require(request.user, RUN)
    if request.method == "POST":
        try:
            return _back(_taken(request))
        except Refused as refused:
            return render(request, "imports/start_file.html", {"error": refused.message}, status=422)
    batch = visible_to(request.user).filter(options__has_key="start", state__in=["open", "checked"]).first()
    if batch is not None and "other" not in request.GET:
        return _back(batch)
    return render(request, "imports/start_file.html", {})


def _taken(request: HttpRequest) -> ImportBatch:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("no_files", _("Choose a file first."), fields={"file": _("Choose one deals file.")})
    return take_deals(file, name=str(file.name), by=request.user)


@require_GET
def proposals_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    batch = _batch(request, uid)
    if not batch.is_changeable or job_of(request, batch, running=True):
        return HttpResponseRedirect(reverse("imports:batch", args=[batch.uid]))
    reasons = reasons_of(batch)
    lines = proposals(batch, timezone.now())
    people, stages = (_made(batch, key) for key in ("people", "stages"))
    context = {
        "batch": batch,
        "file": batch.files.get(object_key="deals"),
        "lines": lines,
        "look": sum(proposal.tone == "warn" for _s, proposal in lines),
        "findings": batch.options.get("findings", []),
        "currency": next((p.chosen for step, p in lines if step.key == "currency"), ""),
        "people": people,
        "stages": stages,
        "kinds": KINDS,
        "categories": CATEGORIES,
        "need_you": [reason for reason in reasons if reason.blocking],
        "warnings": [reason for reason in reasons if not reason.blocking],
        "may_check": True,
        "may_create": not batch.counts.get("blocked"),
    }
    return render(request, "imports/start.html", context)


@require_POST
def change_proposals(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answers by step, and edited rows as `people-<row>-<column>` and `stages-<row>-<column>`."""
    batch = _batch(request, uid)
    _save(request, batch)
    return _back(batch)


@require_POST
def create(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One press: what is on the page now, everything it proposes, then the forecast."""
    batch = _batch(request, uid)
    later = batch.files.get(object_key="deals").rows > AT_ONCE
    if request.POST.get("form") == "proposals":
        batch = _save(request, batch, check=not later)
    if later:
        request_company(batch, by=request.user)
        return HttpResponseRedirect(reverse("imports:batch", args=[batch.uid]))
    batch = create_company(batch, by=request.user)
    toast(request, _("Your company is set up."), undo_url=reverse("imports:undo", args=[batch.uid]))
    return HttpResponseRedirect(where_next(batch))


@require_GET
def rows_page(request: HttpRequest, uid: UUID, finding: str) -> HttpResponse:
    """The rows of the file that a finding counts, in the file's own columns."""
    batch = _batch(request, uid)
    found = next((item for item in batch.options.get("findings", []) if item["key"] == finding), None)
    if found is None:
        raise NotFound()
    file = batch.files.get(object_key="deals")
    rows = StagedRow.objects.filter(file_id=file.pk, row_number__in=found["rows"]).order_by("row_number")
    context = {"batch": batch, "finding": found, "file": file, "rows": rows[:SHOWN_ROWS], "total": len(found["rows"])}
    return render(request, "imports/start_rows.html", context)


def _save(request: HttpRequest, batch: ImportBatch, *, check: bool = True) -> ImportBatch:
    for key in ("people", "stages"):
        made = batch.files.filter(object_key=key, derived_from__isnull=False).first()
        changes = _edited(request, key)
        if made is not None and changes:
            change_made(made, changes, by=request.user)
    answers = {step.key: request.POST[f"step-{step.key}"] for step in steps() if f"step-{step.key}" in request.POST}
    return answer(batch, answers, by=request.user, check=check)


def _edited(request: HttpRequest, key: str) -> dict[int, dict[str, str]]:
    changes: dict[int, dict[str, str]] = {}
    for name, value in request.POST.items():
        parts = name.split("-", 2)
        if len(parts) == 3 and parts[0] == key and parts[1].isdigit():
            changes.setdefault(int(parts[1]), {})[parts[2]] = str(value)
    return changes


def _made(batch: ImportBatch, key: str) -> list[MadeRow]:
    made: ImportFile | None = batch.files.filter(object_key=key, derived_from__isnull=False).first()
    if made is None:
        return []
    rows = StagedRow.objects.filter(file_id=made.pk).order_by("row_number")
    return [MadeRow(row.row_number, dict(zip(made.header, row.cells, strict=True))) for row in rows]


def _batch(request: HttpRequest, uid: UUID) -> ImportBatch:
    batch = batch_for(request.user, uid, RUN)
    if "start" not in batch.options:
        raise NotFound()
    return batch


def _back(batch: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("imports:start_proposals", args=[batch.uid]))
