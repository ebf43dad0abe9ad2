"""The files and obligations of a contract."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import today
from accounts.contract_access import contract_file_for, contract_for, obligation_for
from accounts.forms.contracts import FileForm, ObligationForm
from accounts.models import Contract
from accounts.operations.contract_files import attach_file, content_of, remove_file
from accounts.operations.obligations import add_obligation, edit_obligation, finish_obligation, reopen_obligation
from accounts.requests import PersonRequest
from accounts.views.asking import Done, FormPage, ask, put_on
from accounts.views.contract_steps import CHANGE, crumbs_of, url_of
from accounts.views.contracts import contract_answer
from salesops.kernel.errors import Refused
from salesops.web.fragments import saved


@require_POST
def new_file_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    contract = contract_for(request.user, uid, CHANGE)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return contract_answer(request, contract, form)
    try:
        file = attach_file(contract, form.cleaned_data["file"], by=request.user)
    except Refused as refused:
        put_on(form, refused.message, refused.fields)
        return contract_answer(request, contract, form)
    return saved(request, url_of(contract), said=_("%(name)s attached") % {"name": file.name})


@require_safe
def file_page(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    file = contract_file_for(request.user, uid)
    return FileResponse(content_of(file), as_attachment=True, filename=file.name, content_type=file.content_type)


@require_POST
def remove_file_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    file = contract_file_for(request.user, uid, CHANGE)
    remove_file(file, by=request.user)
    return saved(request, url_of(file.contract), said=_("%(name)s removed") % {"name": file.name})


@require_http_methods(["GET", "POST"])
def new_obligation_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    contract = contract_for(user, uid, CHANGE)
    form = ObligationForm(user, request.POST or None, initial={"due": today()})
    page = FormPage(_("New obligation"), _("Add obligation"), url_of(contract), crumbs=crumbs_of(contract))

    def run(asked: dict[str, Any]) -> Done:
        asked.pop("version")
        one = add_obligation(contract, **asked, by=user)
        return Done(url_of(contract), _("“%(name)s” added") % {"name": one.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def obligation_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    one = obligation_for(user, uid, CHANGE)
    initial = {
        "name": one.name,
        "due": one.due,
        "recurrence": one.recurrence,
        "version": one.row_version,
        "owner": one.owner and one.owner.uid,
    }
    form = ObligationForm(user, request.POST or None, initial=initial)
    page = FormPage(_("Edit obligation"), _("Save obligation"), url_of(one.contract), crumbs=crumbs_of(one.contract))

    def run(asked: dict[str, Any]) -> Done:
        seen = asked.pop("version")
        kept = edit_obligation(one, changes=asked, by=user, seen=seen)
        return Done(url_of(one.contract), _("“%(name)s” saved") % {"name": kept.name})

    return ask(request, form, page, run)


@require_POST
def obligation_done_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    one = obligation_for(request.user, uid, CHANGE)
    finish_obligation(one, by=request.user)
    undo = reverse("accounts:obligation_reopen", args=[uid])
    return _back(request, one.contract, _("“%(name)s” is done") % {"name": one.name}, undo)


@require_POST
def obligation_reopen_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    one = obligation_for(request.user, uid, CHANGE)
    reopen_obligation(one, by=request.user)
    return _back(request, one.contract, _("“%(name)s” is open again") % {"name": one.name})


def _back(request: PersonRequest, contract: Contract, said: str, undo: str = "") -> HttpResponse:
    return saved(request, url_of(contract), said=said, undo_url=undo)
