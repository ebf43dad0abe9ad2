"""Delegation: given and ended under Settings, acted under from there."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import today
from accounts.acting import begin_acting, stop_acting
from accounts.forms.delegations import DelegationForm
from accounts.operations.delegations import delegate_to, end_delegation
from accounts.planning_access import delegation_for, visible_delegations
from accounts.queries.delegations import open_to
from accounts.queries.verb_words import verb_words
from accounts.requests import PersonRequest
from accounts.rules.delegation import DELEGABLE
from accounts.views.asking import Crumb, Done, FormPage, ask
from accounts.views.settings import settings_crumbs
from salesops.web.fragments import saved


@require_safe
def delegations_page(request: PersonRequest) -> HttpResponse:
    """Those given and those got, the newest first, and by which one may act today."""
    day, user = today(), request.user
    now = {row.pk for row in open_to(user, day)}
    rows = [
        {
            "row": row,
            "verbs": ", ".join(verb_words(verb) for verb in row.verbs),
            "may_act": row.pk in now,
            "may_end": row.during.upper > day,
        }
        for row in visible_delegations(user).order_by("-during", "pk")
    ]
    context = {"rows": rows, "may_delegate": bool(DELEGABLE & user.verbs), "crumbs": settings_crumbs()}
    return render(request, "accounts/delegations.html", context)


@require_http_methods(["GET", "POST"])
def new_delegation_page(request: PersonRequest) -> HttpResponse:
    user = request.user
    initial = {
        "start": request.GET.get("start") or today(),
        "last": request.GET.get("last") or today(),
        "verbs": sorted(DELEGABLE & user.verbs),
    }
    form = DelegationForm(user, request.POST or None, initial=initial)
    page = FormPage(
        _("New delegation"),
        _("Delegate"),
        reverse("accounts:delegations"),
        _("They see and do what you could, no more; both names stand at everything they do. Roles, pay, coaching and "
          "reasons of leave stay yours, and they approve nothing that either of you made."),
        [*settings_crumbs(), Crumb(_("Delegations"), reverse("accounts:delegations"))],
    )  # fmt: skip

    def run(asked: dict[str, Any]) -> Done:
        made = delegate_to(asked.pop("delegate"), **asked, by=user)
        return Done(reverse("accounts:delegations"), _("%(name)s acts for you") % {"name": made.delegate.name})

    return ask(request, form, page, run)


@require_POST
def end_delegation_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    delegation = delegation_for(request.user, uid)
    end_delegation(delegation, by=request.user)
    said = _("%(name)s does not act for %(principal)s any more")
    words = {"name": delegation.delegate.name, "principal": delegation.person.name}
    return saved(request, reverse("accounts:delegations"), said=said % words)


@require_POST
def act_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """From the next request on this session acts for the person, until it is stopped or the delegation is over."""
    delegation = begin_acting(request, uid)
    said = _("You act for %(name)s") % {"name": delegation.person.name}
    return saved(request, resolve_url(settings.LOGIN_REDIRECT_URL), said=said)


@require_POST
def stop_acting_page(request: PersonRequest) -> HttpResponse:
    stop_acting(request)
    return saved(request, resolve_url(settings.LOGIN_REDIRECT_URL), said=_("You act for yourself again"))
