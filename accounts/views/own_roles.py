"""Making, editing and retiring roles; before a change is saved, what it changes for whom."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require, role_for
from accounts.forms.roles import RetireForm, RoleForm
from accounts.models import Role
from accounts.operations.own_roles import Affected, affected, create_role, edit_role, retire_role, said
from accounts.requests import PersonRequest
from accounts.sessions import keep_own, proven_lately
from accounts.views.asking import Crumb, Done, FormPage, ask
from accounts.views.settings import settings_crumbs

VERB = "role.change"


@proven_lately
@require_http_methods(["GET", "POST"])
def new_role_page(request: PersonRequest) -> HttpResponse:
    require(request.user, VERB)
    form = RoleForm(request.POST or None)
    page = FormPage(_("New role"), _("Create role"), reverse("accounts:roles"), crumbs=crumbs())

    def run(asked: dict[str, Any]) -> Done:
        del asked["version"], asked["reason"]
        role = create_role(**asked, by=request.user)
        return Done(reverse("accounts:roles"), _("Role %(name)s created") % {"name": role.name})

    return ask(request, form, page, run)


@proven_lately
@require_http_methods(["GET", "POST"])
def edit_role_page(request: PersonRequest, key: str) -> HttpResponse:
    """What it changes for whom is shown first, where anybody holds it; saved when that is confirmed."""
    role = role_for(request.user, key, VERB)
    form = RoleForm(request.POST or None, initial=said(role) | {"version": role.row_version})
    if request.method == "POST" and form.is_valid() and "confirmed" not in request.POST:
        found = affected(role, frozenset(said(role)["verbs"]), frozenset(form.cleaned_data["verbs"]))
        if any(one.effect.gains or one.effect.loses for one in found):
            return _shown_effect(request, role, form, found)
    page = FormPage(
        _("Edit role %(name)s") % {"name": role.name},
        _("Save role"),
        reverse("accounts:roles"),
        _("Grants keep what they were given over. Sessions of who holds it end when its verbs change."),
        crumbs(),
        "accounts/role_form.html",
        {"role": role},
    )

    def run(asked: dict[str, Any]) -> Done:
        seen, reason = asked.pop("version"), asked.pop("reason")
        kept = edit_role(role, changes=asked, by=request.user, seen=seen, reason=reason)
        keep_own(request, request.user)
        return Done(reverse("accounts:roles"), _("Role %(name)s saved") % {"name": kept.name})

    return ask(request, form, page, run)


def _shown_effect(request: PersonRequest, role: Role, form: RoleForm, found: list[Affected]) -> HttpResponse:
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    context = {
        "role": role,
        "found": [one for one in found if one.effect.gains or one.effect.loses],
        "unchanged": sum(not (one.effect.gains or one.effect.loses) for one in found),
        "sent": sent,
        "crumbs": crumbs(),
    }
    return render(request, "accounts/role_effect.html", context)


@proven_lately
@require_http_methods(["GET", "POST"])
def retire_role_page(request: PersonRequest, key: str) -> HttpResponse:
    role = role_for(request.user, key, VERB)
    form = RetireForm(request.POST if request.method == "POST" else None)
    found = affected(role, frozenset(said(role)["verbs"]), frozenset())
    page = FormPage(
        _("Retire role %(name)s") % {"name": role.name},
        _("Retire role"),
        reverse("accounts:roles"),
        _("Nobody holds it from today on. Sessions of who held it end."),
        crumbs(),
        "accounts/role_retire.html",
        {"found": found},
    )

    def run(asked: dict[str, Any]) -> Done:
        kept = retire_role(role, **asked, by=request.user)
        keep_own(request, request.user)
        return Done(reverse("accounts:roles"), _("Role %(name)s retired") % {"name": kept.name})

    return ask(request, form, page, run)


def crumbs() -> list[Crumb]:
    return [*settings_crumbs(), Crumb(_("Roles"), reverse("accounts:roles"))]
