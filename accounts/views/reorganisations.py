"""Re-organisations: drafted, previewed, scheduled, taken back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require, today
from accounts.forms.reorganisations import PersonMoveForm, PlanForm, TeamMoveForm
from accounts.models import Reorganisation
from accounts.operations.reorganisations import (
    cancel_reorganisation,
    draft_reorganisation,
    edit_reorganisation,
    move_person,
    move_team,
    preview_reorganisation,
    remove_reorganisation,
    schedule_reorganisation,
    take_move_out,
)
from accounts.planning_access import move_for, reorganisation_for, visible_reorganisations
from accounts.requests import PersonRequest
from accounts.views.asking import Crumb, Done, FormPage, ask
from accounts.views.people import people_crumbs
from salesops.web.fragments import saved
from salesops.web.templatetags.formats import day

CHANGE = "line.change"


@require_safe
def reorganisations_page(request: PersonRequest) -> HttpResponse:
    require(request.user, CHANGE)
    plans = visible_reorganisations(request.user)
    context = {"plans": plans, "today": today(), "crumbs": people_crumbs()}
    return render(request, "accounts/reorganisations.html", context)


@require_http_methods(["GET", "POST"])
def new_reorganisation_page(request: PersonRequest) -> HttpResponse:
    require(request.user, CHANGE)
    form = PlanForm(request.POST or None)
    sentence = _("Draft who moves, look at what it changes, then schedule it.")
    page = FormPage(_("New re-organisation"), _("Create draft"), list_url(), sentence, plan_crumbs())

    def run(asked: dict[str, Any]) -> Done:
        plan = draft_reorganisation(name=asked["name"], effective=asked["effective"], by=request.user)
        return Done(plan_url(plan), _("%(name)s drafted") % {"name": plan.name})

    return ask(request, form, page, run)


@require_safe
def reorganisation_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    plan = reorganisation_for(request.user, uid)
    is_draft = plan.state == Reorganisation.State.DRAFT
    context = {
        "plan": plan,
        "moves": plan.moves.select_related("person", "manager", "team"),
        "team_moves": plan.team_moves.select_related("team", "parent"),
        "preview": preview_reorganisation(plan, by=request.user) if is_draft else None,
        "is_draft": is_draft,
        "may_cancel": plan.state == Reorganisation.State.SCHEDULED and plan.effective > today(),
        "in_effect": plan.state == Reorganisation.State.SCHEDULED and plan.effective <= today(),
        "crumbs": plan_crumbs(),
    }
    return render(request, "accounts/reorganisation.html", context)


@require_http_methods(["GET", "POST"])
def edit_reorganisation_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    plan = reorganisation_for(request.user, uid)
    initial = {"name": plan.name, "effective": plan.effective, "version": plan.row_version}
    form = PlanForm(request.POST or None, initial=initial)
    page = FormPage(_("Edit %(name)s") % {"name": plan.name}, _("Save draft"), plan_url(plan), crumbs=crumbs_of(plan))

    def run(asked: dict[str, Any]) -> Done:
        seen = asked.pop("version")
        kept = edit_reorganisation(plan, changes=asked, by=request.user, seen=seen)
        return Done(plan_url(kept), _("%(name)s saved") % {"name": kept.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def move_person_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    def move(plan: Reorganisation, asked: dict[str, Any]) -> str:
        return move_person(plan, asked["person"], **asked["change"], by=request.user).person.name

    form = PersonMoveForm(request.user, request.POST or None)
    return _move_page(request, uid, form, _("Move a person"), move)


@require_http_methods(["GET", "POST"])
def move_team_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    def move(plan: Reorganisation, asked: dict[str, Any]) -> str:
        return move_team(plan, asked["team"], parent=asked["parent"], by=request.user).team.name

    return _move_page(request, uid, TeamMoveForm(request.user, request.POST or None), _("Move a team"), move)


def _move_page(request: PersonRequest, uid: UUID, form: forms.Form, title: str, move: Any) -> HttpResponse:
    plan = reorganisation_for(request.user, uid)
    sentence = _("On %(day)s, with everybody below.") % {"day": day(plan.effective)}
    page = FormPage(title, _("Add to draft"), plan_url(plan), sentence, crumbs_of(plan))

    def run(asked: dict[str, Any]) -> Done:
        return Done(plan_url(plan), _("%(name)s added to the draft") % {"name": move(plan, asked)})

    return ask(request, form, page, run)


@require_POST
def take_out_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    move = move_for(request.user, uid)
    take_move_out(move, by=request.user)
    return saved(request, plan_url(move.reorganisation), said=_("Taken out of the draft"))


@require_POST
def schedule_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    plan = schedule_reorganisation(reorganisation_for(request.user, uid), by=request.user)
    said = _("%(name)s takes effect on %(day)s") % {"name": plan.name, "day": day(plan.effective)}
    undo = reverse("accounts:reorganisation_cancel", args=[uid]) if plan.effective > today() else ""
    return saved(request, plan_url(plan), said=said, undo_url=undo)


@require_POST
def cancel_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    plan = cancel_reorganisation(reorganisation_for(request.user, uid), by=request.user)
    return saved(request, plan_url(plan), said=_("%(name)s taken back") % {"name": plan.name})


@require_POST
def remove_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    plan = reorganisation_for(request.user, uid)
    remove_reorganisation(plan, by=request.user)
    return saved(request, list_url(), said=_("%(name)s removed") % {"name": plan.name})


def list_url() -> str:
    return reverse("accounts:reorganisations")


def plan_url(plan: Reorganisation) -> str:
    return reverse("accounts:reorganisation", args=[plan.uid])


def plan_crumbs() -> list[Crumb]:
    return [*people_crumbs(), Crumb(_("Re-organisations"), list_url())]


def crumbs_of(plan: Reorganisation) -> list[Crumb]:
    return [*plan_crumbs(), Crumb(plan.name, plan_url(plan))]
