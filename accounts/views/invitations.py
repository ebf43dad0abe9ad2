"""Inviting people by mail, and taking it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_for
from accounts.forms import InviteForm
from accounts.operations.links import invite_person, withdraw_invitation
from accounts.requests import PersonRequest
from accounts.views.asking import Done, FormPage, ask
from accounts.views.people import crumbs_of, person_url
from salesops.web.fragments import saved


@require_http_methods(["GET", "POST"])
def invite_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, "people.change")
    form = InviteForm(request.POST or None, initial={"email": person.email, "version": person.row_version})
    title = _("Invite %(name)s") % {"name": person.name}
    sentence = _("They choose their own password. A new invitation takes an earlier one back.")
    page = FormPage(title, _("Send invitation"), person_url(person), sentence, crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        invite_person(person, email=asked["email"], by=request.user, seen=asked["version"])
        return Done(person_url(person), _("Invitation to %(name)s is on its way") % {"name": person.name})

    return ask(request, form, page, run)


@require_POST
def withdraw_invitation_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = withdraw_invitation(person_for(request.user, uid, "people.change"), by=request.user)
    said = _("The invitation of %(name)s opens nothing any more") % {"name": person.name}
    return saved(request, person_url(person), said=said)
