"""The administrator's view of the door: who signed in, who was refused, who is locked out; unlocking, lost factors."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_for, require, visible_sign_ins
from accounts.forms import ReasonForm
from accounts.operations.factors import reset_factors
from accounts.operations.locks import unlock
from accounts.queries.signing_in import locked_now
from accounts.requests import PersonRequest
from accounts.sessions import proven_lately
from accounts.tables import SignIns
from accounts.views.asking import Done, FormPage, ask
from accounts.views.people import crumbs_of, person_url
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved


@require_safe
def sign_ins_page(request: PersonRequest) -> HttpResponseBase:
    require(request.user, "role.change")
    rows = visible_sign_ins(request.user)
    table = SignIns.read(request, rows)
    asks_nobody = settings.REQUIRE_MFA == "none"
    context = {"table": table.view, "locked": locked_now(rows, request.now), "asks_nobody": asks_nobody}
    answer = export_answer(request, table)
    return answer or page_or_fragment(request, "accounts/sign_ins.html", "web/table.html", context)


@require_POST
def unlock_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, "role.change")
    unlock(person, by=request.user)
    return saved(request, reverse("accounts:sign_ins"), said=_("%(name)s may try again") % {"name": person.name})


@proven_lately
@require_http_methods(["GET", "POST"])
def reset_factors_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, "role.change")
    form = ReasonForm(request.POST or None)
    sentence = _("For who lost them all. Their sessions end, they are told by mail, and add a new one as they sign in.")
    title = _("Reset the second factors of %(name)s") % {"name": person.name}
    page = FormPage(title, _("Reset factors"), person_url(person), sentence, crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        reset_factors(person, by=request.user, reason=asked["reason"])
        return Done(person_url(person), _("Second factors of %(name)s reset") % {"name": person.name})

    return ask(request, form, page, run)
