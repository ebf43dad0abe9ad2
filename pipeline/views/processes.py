"""How we sell: processes, their stages, what each stands for, and publishing another version."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require
from accounts.queries.organisation import organisation
from pipeline.access import stage_for, visible_processes, visible_stages
from pipeline.forms import StageCategoryForm
from pipeline.models import ProcessVersion, Stage
from pipeline.operations.processes import publish_version, set_stage_category
from pipeline.process_forms import ProcessForm, StageDrafts
from pipeline.queries.categories import category_labels
from pipeline.queries.processes import maps_at, moved_by_map, stages_with_category
from pipeline.rules.processes import StageDraft
from pipeline.views.writing import attempt, refuse_past
from salesops.kernel.errors import NotFound
from salesops.web.fragments import page_or_fragment, refused_form, saved
from salesops.web.requests import AppRequest
from salesops.web.templatetags.formats import money_short

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
SPARE_ROWS = 3


@require_safe
def processes_page(request: AppRequest) -> HttpResponse:
    """Each version with its stages, what each stands for now, and since when; the one new deals start in first."""
    user: Any = request.user
    require(user, "deal.see")
    labels, maps = category_labels(), maps_at(request.now)
    stages = Prefetch("stages", queryset=visible_stages(user).order_by("position"))
    processes = visible_processes(user).order_by("-default", "name", "-number").prefetch_related(stages)
    shown = [{"process": row, "stages": stages_with_category(row, maps, labels)} for row in processes]
    context = {"processes": shown, "may_change": user.may("process.change")}
    return render(request, "pipeline/processes.html", context)


@GET_OR_POST
def stage_category(request: AppRequest, uid: UUID) -> HttpResponse:
    """From now on; every past report keeps the map it was made with. What moves is said before it is saved."""
    refuse_past(request)
    user: Any = request.user
    require(user, "process.change")
    stage = stage_for(user, uid)
    known = maps_at(request.now).get(stage.pk)
    labels = category_labels()
    form = StageCategoryForm(user, request.POST or None, initial={"category": known.category if known else ""})
    back = reverse("pipeline:processes")
    context = {
        "form": form,
        "stage": stage,
        "preview": preview(stage, labels.get(known.category, "") if known else "", request),
        "back": back,
        "title": _("Category of %(stage)s") % {"stage": stage},
        "button": _("Set category"),
    }
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/stage_category.html", "pipeline/_form.html", context)
    done = attempt(form, lambda: set_stage_category(stage, form.cleaned_data["category"], by=user))
    if done is None:
        return refused_form(request, "pipeline/stage_category.html", "pipeline/_form.html", context)
    said = _("%(stage)s counts as %(category)s from now on")
    return saved(request, back, said=said % {"stage": stage, "category": labels[done.category]})


def preview(stage: Stage, label: str, request: AppRequest) -> str:
    """What the change moves, in deals and money."""
    moved = moved_by_map(stage, request.now)
    if not moved.count:
        return _("No open deal stands here by its stage, so nothing moves today.")
    said = ngettext(
        "%(count)s open deal worth %(worth)s follows this stage and moves with it.",
        "%(count)s open deals worth %(worth)s follow this stage and move with it.",
        moved.count,
    ) % {"count": moved.count, "worth": money_short(moved.worth, organisation().currency)}
    return f"{said} {_('Past reports keep %(label)s.') % {'label': label}}" if label else said


@GET_OR_POST
def new_process(request: AppRequest) -> HttpResponse:
    """Publish a version; `from` fills the rows with the stages of one there is. Deals stay on the version they have."""
    refuse_past(request)
    user: Any = request.user
    require(user, "process.change")
    base = base_version(request, user)
    form = ProcessForm(user, request.POST or None, initial={"name": base.name if base else "", "default": True})
    drafts = StageDrafts(request.POST or None, prefix="stages", initial=rows_of(base, request) if base else blank())
    context = {"form": form, "drafts": drafts, "back": reverse("pipeline:processes")}
    context |= {"title": _("New version of a process"), "button": _("Publish version")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/process_form.html", "pipeline/_process_form.html", context)
    done = attempt(form, lambda: publish(form, drafts, user)) if drafts.is_valid() else None
    if done is None:
        return refused_form(request, "pipeline/process_form.html", "pipeline/_process_form.html", context)
    return saved(request, reverse("pipeline:processes"), said=_("%(name)s is published") % {"name": done})


def publish(form: ProcessForm, drafts: Any, user: Any) -> ProcessVersion:
    stages = [
        StageDraft(
            name=row["name"].strip(),
            kind=row["kind"],
            probability=row["chance"] / Decimal(100),
            category=(row["category"] or None) if row["kind"] == Stage.Kind.OPEN else None,
            counts_as_pipeline=row["counts_as_pipeline"],
            exit_criteria=row["exit_criteria"].strip(),
        )
        for row in drafts.cleaned_data
        if row.get("name", "").strip()
    ]
    return publish_version(form.cleaned_data["name"], stages, by=user, default=form.cleaned_data["default"])


def base_version(request: HttpRequest, user: Any) -> ProcessVersion | None:
    """Raises NotFound for an address that names a version which is not there."""
    text = request.GET.get("from", "")
    if not text:
        return None
    try:
        found = visible_processes(user).filter(uid=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound()
    return found


def rows_of(process: ProcessVersion, request: AppRequest) -> list[dict[str, Any]]:
    """The stages as rows, spare ones before won and lost."""
    maps = maps_at(request.now)
    rows = [
        {
            "name": stage.name,
            "kind": stage.kind,
            "chance": format((stage.probability * 100).normalize(), "f"),
            "category": maps[stage.pk].category if stage.pk in maps else "",
            "counts_as_pipeline": stage.counts_as_pipeline,
            "exit_criteria": stage.exit_criteria,
        }
        for stage in process.stages.order_by("position")
    ]
    is_open = [row for row in rows if row["kind"] == Stage.Kind.OPEN]
    return [*is_open, *({} for _spare in range(SPARE_ROWS)), *(row for row in rows if row not in is_open)]


def blank() -> list[dict[str, Any]]:
    closing = [
        {"name": _("Won"), "kind": "won", "chance": 100},
        {"name": _("Lost"), "kind": "lost", "chance": 0},
    ]
    return [*({} for _spare in range(SPARE_ROWS + 2)), *closing]
