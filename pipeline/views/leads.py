"""The queue of leads, the page of one, and what is done with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import reach, require
from accounts.models import User
from pipeline.access import lead_for, visible_leads
from pipeline.forms import StrictForm
from pipeline.lead_forms import LeadEditForm, LeadForm, LeadLogForm, LeadOwnerForm, LeadReasonForm
from pipeline.models import Lead
from pipeline.operations.activities import log_lead_activity
from pipeline.operations.leads import (
    assign_lead,
    convert_lead,
    create_lead,
    disqualify_lead,
    edit_lead,
    qualify_lead,
    recycle_lead,
)
from pipeline.queries.leads import CLOSED, Person, Twin, likely_twins, match_of
from pipeline.tables import LeadTable
from pipeline.views.writing import attempt, conflict_answer, refuse_past
from salesops.kernel.errors import Conflict
from salesops.web.errors import NotUnderstood
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, refused_form, saved

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
OPEN = [state for state in Lead.State.values if state not in CLOSED]
TABS = {
    "open": (gettext_lazy("Open"), OPEN),
    "new": (gettext_lazy("Not assigned"), ["new"]),
    "assigned": (gettext_lazy("Assigned"), ["assigned", "recycled"]),
    "working": (gettext_lazy("Working"), ["working"]),
    "qualified": (gettext_lazy("Qualified"), ["qualified"]),
    "converted": (gettext_lazy("Converted"), ["converted"]),
    "disqualified": (gettext_lazy("Disqualified"), ["disqualified"]),
}
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
SAID = {
    "created": gettext_lazy("Entered"),
    "edited": gettext_lazy("Edited"),
    "assigned": gettext_lazy("Assigned"),
    "working": gettext_lazy("First touch: now worked"),
    "qualified": gettext_lazy("Qualified"),
    "disqualified": gettext_lazy("Disqualified"),
    "recycled": gettext_lazy("Back in the queue"),
    "converted": gettext_lazy("Converted to a deal"),
}
WHYS = {
    "email": gettext_lazy("Same e-mail address"),
    "phone": gettext_lazy("Same phone number"),
    "company": gettext_lazy("Same company, name alike"),
    "domain": gettext_lazy("Same mail domain"),
    "name": gettext_lazy("Same name"),
}
TONES = {"qualified": "good", "converted": "good", "disqualified": "bad"}


@require_safe
def leads_page(request: HttpRequest) -> HttpResponseBase:
    """One state, or the open ones, a tab each; within it the longest waiting first."""
    user: Any = request.user
    require(user, "lead.see")
    tab = request.GET.get("tab", "open")
    if tab not in TABS:
        sentence = _("There is no such list of leads.")
        raise NotUnderstood("bad_tab", sentence, fields={"tab": sentence})
    seen = visible_leads(user)
    table = LeadTable.read(request, seen.filter(state__in=TABS[tab][1]))
    export = export_answer(request, table)
    if export is not None:
        return export
    counts = dict(seen.order_by().values_list("state").annotate(count=Count("pk")))
    context = {
        "table": table.view,
        "views": views_of(tab, counts, request.path),
        "waiting": counts.get("new", 0) + counts.get("recycled", 0),
        "open": sum(counts.get(state, 0) for state in OPEN),
        "may_add": user.may("lead.change"),
        "density": "roomy",
    }
    return page_or_fragment(request, "pipeline/leads.html", "web/table.html", context)


def views_of(tab: str, counts: dict[str, int], path: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": path if key == "open" else f"{path}?tab={key}",
            "count": sum(counts.get(state, 0) for state in states),
            "is_current": key == tab,
        }
        for key, (label, states) in TABS.items()
    ]


@dataclass(frozen=True)
class Moment:
    """One line of a lead's story: an event of its own, or an activity."""

    at: datetime
    what: str
    note: str
    who: str
    tone: str


def story(lead: Lead) -> list[Moment]:
    """Events and activities together, newest first."""
    events = [
        Moment(
            event.at,
            str(SAID.get(event.kind, event.kind)),
            note_of(event.detail),
            event.by.name if event.by else "",
            TONES.get(event.kind, ""),
        )
        for event in lead.events.select_related("by")
    ]
    done = [
        Moment(
            activity.occurred_at,
            " · ".join(filter(None, (activity.get_kind_display(), activity.get_outcome_display()))),
            activity.note,
            activity.owner.name,
            "accent",
        )
        for activity in lead.activities.filter(deleted_at__isnull=True).select_related("owner")
    ]
    return sorted([*events, *done], key=lambda moment: moment.at, reverse=True)


def note_of(detail: dict[str, str]) -> str:
    if detail.get("owner"):
        return _("to %(name)s") % {"name": detail["owner"]}
    return detail.get("disqualified_reason", "")


@require_safe
def lead_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What it is, what converting it would make, who it may be the same as, and what happened."""
    user: Any = request.user
    lead = lead_for(user, uid)
    is_open = lead.state not in CLOSED
    may_change = user.may("lead.change") and reach(user, "lead.change").covers(lead.owner_id)
    match = match_of(lead) if is_open else None
    context = {
        "lead": lead,
        "story": story(lead),
        "twins": evidence(twins_of(user, lead)) if is_open else [],
        "match": match,
        "match_why": WHYS[match.why] if match and match.why else "",
        "may_change": may_change and is_open,
        "may_recycle": may_change and lead.state == Lead.State.DISQUALIFIED,
        "may_log": user.may("activity.log") and reach(user, "activity.log").covers(lead.owner_id) and is_open,
    }
    return render(request, "pipeline/lead.html", context)


def twins_of(user: User, lead: Lead) -> list[Twin]:
    person = Person(lead.name, lead.company, lead.email, lead.phone)
    return likely_twins(visible_leads(user), person, but=lead)


def evidence(twins: Iterable[Twin]) -> list[dict[str, Any]]:
    return [{"lead": twin.lead, "why": WHYS[twin.why]} for twin in twins]


@GET_OR_POST
def new_lead(request: HttpRequest) -> HttpResponse:
    """A lead that may be here already is shown beside the form first; entering it anyway takes one more press."""
    refuse_past(request)
    user: Any = request.user
    require(user, "lead.change")
    form = LeadForm(user, request.POST or None, initial={"owner": user.uid, "sourced_by": "self"})
    context = {"form": form, "back": reverse("pipeline:leads"), "title": _("New lead"), "button": _("Add lead")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/lead_form.html", "pipeline/_lead_form.html", context)
    if form.is_valid() and "anyway" not in request.POST:
        context["twins"] = evidence(likely_twins(visible_leads(user), typed(form.cleaned_data)))
    if not context.get("twins"):
        lead = attempt(form, lambda: create_lead(by=user, **form.cleaned_data))
        if lead is not None:
            return saved(request, reverse("pipeline:lead", args=[lead.uid]), said=_("%(name)s added") % {"name": lead})
    return refused_form(request, "pipeline/lead_form.html", "pipeline/_lead_form.html", context)


def typed(data: dict[str, Any]) -> Person:
    return Person(data["name"], data["company"], data["email"], data["phone"])


@GET_OR_POST
def edit_lead_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    refuse_past(request)
    user: Any = request.user
    lead = lead_for(user, uid, "lead.change")
    stored = {name: getattr(lead, name) for name in LeadEditForm.field_order} | {"version": lead.row_version}
    form = LeadEditForm(user, request.POST or None, initial=stored)
    back = reverse("pipeline:lead", args=[lead.uid])
    title = _("Edit %(name)s") % {"name": lead}
    context = {"form": form, "back": back, "title": title, "button": _("Save lead")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/form.html", "pipeline/_form.html", context)
    try:
        done = attempt(form, lambda: edit_lead(lead, **versioned(form.cleaned_data), by=user))
    except Conflict as conflict:
        return conflict_answer(request, conflict, noun=_("this lead"), form=form, keep_url=back)
    if done is None:
        return refused_form(request, "pipeline/form.html", "pipeline/_form.html", context)
    return saved(request, back, said=_("%(name)s saved") % {"name": lead})


def versioned(data: dict[str, Any]) -> dict[str, Any]:
    """What an edit operation takes: the changes, and the version that the person looked at."""
    return {"changes": {name: value for name, value in data.items() if name != "version"}, "seen": data["version"]}


@GET_OR_POST
def lead_action(request: HttpRequest, uid: UUID, action: str) -> HttpResponse:
    """What asks something first: assign, disqualify, log."""
    refuse_past(request)
    user: Any = request.user
    title, button, form_class, verb, run = FORMS[action]
    lead = lead_for(user, uid, verb)
    form = form_class(user, request.POST or None)
    back = reverse("pipeline:lead", args=[lead.uid])
    context = {"form": form, "back": back, "title": title, "button": button}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/form.html", "pipeline/_form.html", context)
    done = attempt(form, lambda: run(lead, form.cleaned_data, user))
    if done is None:
        return refused_form(request, "pipeline/form.html", "pipeline/_form.html", context)
    # Whoever gives a lead away may not see it any longer.
    back = back if visible_leads(user).filter(pk=lead.pk).exists() else reverse("pipeline:leads")
    return saved(request, back, said=_("%(name)s saved") % {"name": lead})


@require_POST
def lead_step(request: HttpRequest, uid: UUID, step: str) -> HttpResponse:
    """What asks nothing: qualify, recycle, convert. Converting leads to the deal."""
    refuse_past(request)
    lead = lead_for(request.user, uid, "lead.change")  # type: ignore[arg-type]
    done = STEPS[step](lead, by=request.user)
    if step == "convert":
        return saved(request, reverse("pipeline:deal", args=[done.uid]), said=_("%(name)s is a deal") % {"name": done})
    return saved(request, reverse("pipeline:lead", args=[lead.uid]), said=_("%(name)s saved") % {"name": lead})
