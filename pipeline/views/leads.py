"""The queue of leads, the page of one, and what is done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require
from pipeline.access import lead_for, visible_leads
from pipeline.forms import LeadForm, LeadLogForm, LeadOwnerForm, LeadReasonForm, StrictForm
from pipeline.models import Lead
from pipeline.operations.activities import log_lead_activity
from pipeline.operations.leads import (
    assign_lead,
    convert_lead,
    create_lead,
    disqualify_lead,
    qualify_lead,
    recycle_lead,
)
from pipeline.tables import LeadTable
from pipeline.views.writing import attempt, refuse_past
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, refused_form, saved

Run = Callable[[Lead, dict[str, Any], Any], Any]
FORMS: dict[str, tuple[Any, Any, type[StrictForm], str, Run]] = {
    "assign": (
        gettext_lazy("Assign lead"),
        gettext_lazy("Assign lead"),
        LeadOwnerForm,
        "lead.change",
        lambda lead, data, by: assign_lead(lead, data["owner"], by=by),
    ),
    "disqualify": (
        gettext_lazy("Disqualify lead"),
        gettext_lazy("Disqualify lead"),
        LeadReasonForm,
        "lead.change",
        lambda lead, data, by: disqualify_lead(lead, reason=data["reason"], by=by),
    ),
    "log": (
        gettext_lazy("Log activity"),
        gettext_lazy("Log activity"),
        LeadLogForm,
        "activity.log",
        lambda lead, data, by: log_lead_activity(lead, by=by, **data),
    ),
}
STEPS: dict[str, Callable[..., Any]] = {"qualify": qualify_lead, "recycle": recycle_lead, "convert": convert_lead}


@require_safe
def leads_page(request: HttpRequest) -> HttpResponseBase:
    user: Any = request.user
    require(user, "lead.see")
    table = LeadTable.read(request, visible_leads(user))
    export = export_answer(request, table)
    if export is not None:
        return export
    context = {"table": table.view, "title": _("Leads"), "add_url": reverse("pipeline:new_lead")}
    context |= {"add_label": _("New lead"), "may_add": user.may("lead.change")}
    return page_or_fragment(request, "pipeline/list.html", "web/table.html", context)


@require_safe
def lead_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    user: Any = request.user
    lead = lead_for(user, uid)
    is_open = lead.state not in (Lead.State.CONVERTED, Lead.State.DISQUALIFIED)
    context = {
        "lead": lead,
        "events": lead.events.select_related("by").order_by("-at", "-id"),
        "activities": lead.activities.filter(deleted_at__isnull=True).select_related("owner").order_by("-occurred_at"),
        "may_change": visible_leads(user, "lead.change").filter(pk=lead.pk).exists() and is_open,
        "may_recycle": user.may("lead.change") and lead.state == Lead.State.DISQUALIFIED,
        "may_log": user.may("activity.log") and is_open,
    }
    return render(request, "pipeline/lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_lead(request: HttpRequest) -> HttpResponse:
    refuse_past(request)
    user: Any = request.user
    require(user, "lead.change")
    form = LeadForm(user, request.POST or None, initial={"owner": user.uid, "sourced_by": "self"})
    context = {"form": form, "back": reverse("pipeline:leads"), "title": _("New lead"), "button": _("Add lead")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/form.html", "pipeline/_form.html", context)
    lead = attempt(form, lambda: create_lead(by=user, **form.cleaned_data))
    if lead is None:
        return refused_form(request, "pipeline/form.html", "pipeline/_form.html", context)
    return saved(request, reverse("pipeline:lead", args=[lead.uid]), said=_("Lead added."))


@require_http_methods(["GET", "HEAD", "POST"])
def lead_action(request: HttpRequest, uid: UUID, action: str) -> HttpResponse:
    """What asks something first: assign, disqualify, log."""
    refuse_past(request)
    title, button, form_class, verb, run = FORMS[action]
    lead = lead_for(request.user, uid, "lead.see" if action == "log" else verb)  # type: ignore[arg-type]
    require(request.user, verb)  # type: ignore[arg-type]
    form = form_class(request.user, request.POST or None)  # type: ignore[arg-type]
    back = reverse("pipeline:lead", args=[lead.uid])
    context = {"form": form, "back": back, "title": title, "button": button}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/form.html", "pipeline/_form.html", context)
    done = attempt(form, lambda: run(lead, form.cleaned_data, request.user))
    if done is None:
        return refused_form(request, "pipeline/form.html", "pipeline/_form.html", context)
    return saved(request, back, said=_("Lead saved."))


@require_POST
def lead_step(request: HttpRequest, uid: UUID, step: str) -> HttpResponse:
    """What asks nothing: qualify, recycle, convert. Converting leads to the deal."""
    refuse_past(request)
    lead = lead_for(request.user, uid, "lead.change")  # type: ignore[arg-type]
    done = STEPS[step](lead, by=request.user)
    if step == "convert":
        return saved(request, reverse("pipeline:deal", args=[done.uid]), said=_("Lead converted."))
    return saved(request, reverse("pipeline:lead", args=[lead.uid]), said=_("Lead saved."))
