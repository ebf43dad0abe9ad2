"""Roles and who holds them; teams."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import (
    grant_for,
    person_for,
    require,
    team_for,
    today,
    visible_people,
    visible_roles,
    visible_teams,
)
from accounts.forms import EndForm, GrantForm, TeamForm
from accounts.models import Role
from accounts.operations.people import grant_role
from accounts.operations.roles import end_grant
from accounts.operations.teams import create_team, edit_team
from accounts.queries.verb_words import verb_words
from accounts.requests import PersonRequest
from accounts.sessions import keep_own, proven_lately
from accounts.views.asking import Crumb, Done, FormPage, ask
from accounts.views.people import crumbs_of, person_url
from accounts.views.settings import settings_crumbs


@require_safe
def roles_page(request: PersonRequest) -> HttpResponse:
    """What each role carries, and how many of the people one sees hold it today."""
    inside = Q(grants__during__contains=today(), grants__user__in=visible_people(request.user).values("pk"))
    roles = visible_roles(request.user).annotate(held=Count("grants", filter=inside, distinct=True))
    may_change = request.user.may("role.change")
    lines = [(role, role_words(role)) for role in roles.prefetch_related("verbs")]
    return render(request, "accounts/roles.html", {"roles": lines, "may_change": may_change})


def role_words(role: Role) -> str:
    """What the role carries, as people read it; `verbs` is prefetched."""
    return " · ".join(sorted(verb_words(row.verb) for row in role.verbs.all()))


@proven_lately
@require_http_methods(["GET", "POST"])
def grant_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, "role.change")
    form = GrantForm(request.POST or None, initial={"start": today()})
    title = _("Give %(name)s a role") % {"name": person.name}
    page = FormPage(title, _("Give role"), person_url(person), crumbs=crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        role = asked.pop("role")
        grant_role(person, role.key, **(asked | {"scope": asked["scope"] or None}), by=request.user)
        keep_own(request, person)
        return Done(person_url(person), _("%(name)s is %(role)s") % {"name": person.name, "role": role.name})

    return ask(request, form, page, run)


@proven_lately
@require_http_methods(["GET", "POST"])
def grant_end_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    grant = grant_for(request.user, uid, "role.change")
    form = EndForm(request.POST or None, initial={"end": today()})
    words = {"role": grant.role.name, "name": grant.user.name}
    page = FormPage(
        _("End role %(role)s of %(name)s") % words,
        _("End role"),
        person_url(grant.user),
        _("Sessions of %(name)s end at their next request.") % words,
        crumbs_of(grant.user),
    )

    def run(asked: dict[str, Any]) -> Done:
        end_grant(grant, end=asked["end"], reason=asked["reason"], by=request.user)
        keep_own(request, grant.user)
        return Done(person_url(grant.user), _("Role %(role)s of %(name)s ends") % words)

    return ask(request, form, page, run)


@require_safe
def teams_page(request: PersonRequest) -> HttpResponse:
    inside = Q(memberships__during__contains=today(), memberships__person__in=visible_people(request.user).values("pk"))
    teams = visible_teams(request.user).annotate(size=Count("memberships", filter=inside)).order_by("name")
    context = {"teams": teams, "may_change": request.user.may("team.change")}
    return render(request, "accounts/teams.html", context)


@require_http_methods(["GET", "POST"])
def new_team_page(request: PersonRequest) -> HttpResponse:
    require(request.user, "team.change")
    form = TeamForm(request.POST or None)
    page = FormPage(_("New team"), _("Create team"), reverse("accounts:teams"), crumbs=team_crumbs())

    def run(asked: dict[str, Any]) -> Done:
        team = create_team(name=asked["name"], kind=asked["kind"], by=request.user)
        return Done(reverse("accounts:teams"), _("Team %(name)s created") % {"name": team.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def edit_team_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    team = team_for(request.user, uid, "team.change")
    initial = {"name": team.name, "kind": team.kind, "version": team.row_version}
    form = TeamForm(request.POST or None, initial=initial)
    title = _("Edit team %(name)s") % {"name": team.name}
    page = FormPage(title, _("Save team"), reverse("accounts:teams"), crumbs=team_crumbs())

    def run(asked: dict[str, Any]) -> Done:
        seen = asked.pop("version")
        kept = edit_team(team, changes=asked, by=request.user, seen=seen)
        return Done(reverse("accounts:teams"), _("Team %(name)s saved") % {"name": kept.name})

    return ask(request, form, page, run)


def team_crumbs() -> list[Crumb]:
    return [*settings_crumbs(), Crumb(_("Teams"), reverse("accounts:teams"))]
