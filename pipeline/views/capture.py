"""Where activity enters by itself: connecting it, whether it works, ending it. One's own, and the organisation's."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.capture_access import require_may_connect, source_for, visible_sources
from accounts.models import CaptureSource, User
from accounts.operations.capture import (
    Told,
    connect_calendar,
    connect_folder,
    connect_hook,
    disconnect_source,
    edit_source,
    rotate_hook,
)
from accounts.requests import PersonRequest
from accounts.views.asking import Crumb, Done, FormPage, ask
from accounts.views.settings import settings_crumbs
from pipeline.capture_access import visible_captured
from pipeline.capture_forms import CalendarForm, FolderForm, HookForm
from pipeline.models import Captured
from pipeline.operations.reading import read_now
from salesops.kernel.errors import NotFound
from salesops.web.fragments import saved

Kind = CaptureSource.Kind
FORMS: dict[str, type[forms.Form]] = {
    Kind.CALENDAR: CalendarForm,
    Kind.MAIL_FOLDER: FolderForm,
    Kind.MAIL_HOOK: HookForm,
    Kind.PHONE_HOOK: HookForm,
}


@require_safe
def capture_page(request: PersonRequest, *, of_organisation: bool = False) -> HttpResponse:
    require_may_connect(request.user, for_organisation=of_organisation)
    return _page(request, of_organisation)


@never_cache
@sensitive_post_parameters("address", "password")
@sensitive_variables("told", "asked")
@require_http_methods(["GET", "POST"])
def new_source_page(request: PersonRequest, kind: str, *, of_organisation: bool = False) -> HttpResponse:
    """What a hook's sender needs is shown in the answer to the very POST, and never again."""
    require_may_connect(request.user, for_organisation=of_organisation)
    if kind not in FORMS:
        raise NotFound()
    person = None if of_organisation else request.user
    is_hook = FORMS[kind] is HookForm
    form = FORMS[kind](request.POST or None)
    if is_hook and request.method == "POST" and form.is_valid():
        source, told = connect_hook(kind, person=person, by=request.user, signs=form.cleaned_data["signs"])
        return _page(request, of_organisation, source, told)
    back = reverse(_list_name(of_organisation))
    crumbs = [*settings_crumbs(), Crumb(_title(of_organisation), back)]
    page = FormPage(_("Connect: %(kind)s") % {"kind": Kind(kind).label}, _("Connect"), back, SENTENCES[kind], crumbs)

    def run(asked: dict[str, Any]) -> Done:
        _connect(kind, asked, person, request.user)
        return Done(back, _("Connected. It is read for the first time now."))

    return ask(request, form, page, run)


@require_POST
def read_source_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    source = source_for(request.user, uid)
    read_now(source, by=request.user)
    return saved(request, _back(source), said=_("It is being read. Open the page again in a moment."))


@require_POST
def switch_source_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    source = source_for(request.user, uid)
    is_on = request.POST.get("on") == "1"
    edit_source(source, changes={"is_on": is_on}, by=request.user)
    return saved(request, _back(source), said=_("Goes on") if is_on else _("Paused"))


@never_cache
@sensitive_variables("told")
@require_POST
def rotate_source_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    source = source_for(request.user, uid)
    told = rotate_hook(source, by=request.user)
    return _page(request, source.person_id is None, source, told)


@require_POST
def disconnect_source_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    source = source_for(request.user, uid)
    disconnect_source(source, by=request.user)
    return saved(request, _back(source), said=_("Disconnected. What it brought stays."))


@sensitive_variables("asked")
def _connect(kind: str, asked: dict[str, Any], person: User | None, by: User) -> CaptureSource:
    if kind == Kind.CALENDAR:
        return connect_calendar(asked["address"], person=person, by=by)
    return connect_folder(**asked, person=person, by=by)


@sensitive_variables("told")
def _page(
    request: PersonRequest, of_organisation: bool, source: CaptureSource | None = None, told: Told | None = None
) -> HttpResponse:
    """With `told`: what the sender of that hook is set up with."""
    sources = list(visible_sources(request.user).filter(person__isnull=of_organisation))
    waiting = visible_captured(request.user).filter(state=Captured.State.UNMATCHED).count()
    new = f"{_list_name(of_organisation)}_new"
    context = {
        "sources": sources,
        "failing": sum(one.failing_since is not None for one in sources),
        "waiting": 0 if of_organisation else waiting,
        "title": _title(of_organisation),
        "sentence": _sentence(of_organisation),
        "kinds": [(label, reverse(new, args=[kind])) for kind, label in Kind.choices],
        "crumbs": settings_crumbs(),
        "source": source,
        "told": told,
        "hook_url": f"{settings.BASE_URL}{reverse('pipeline:hook', args=[told.key])}" if told else "",
    }
    return render(request, "pipeline/capture.html", context)


def _list_name(of_organisation: bool) -> str:
    return "pipeline:capture_organisation" if of_organisation else "pipeline:capture"


def _back(source: CaptureSource) -> str:
    return reverse(_list_name(source.person_id is None))


def _title(of_organisation: bool) -> str:
    return _("Capture for everybody") if of_organisation else _("Capture")


def _sentence(of_organisation: bool) -> str:
    if of_organisation:
        return _("Ways in of the company: what comes is logged for whomever of you it names.")
    return _("Meetings, mail and calls with customers log themselves. What is among yourselves is not kept.")


SENTENCES: dict[str, Any] = {
    Kind.CALENDAR: gettext_lazy("Read every quarter of an hour. Of private meetings only the time is kept."),
    Kind.MAIL_FOLDER: gettext_lazy(
        "Who wrote to whom, when and about what; what a mail says only where your company asks for it."
    ),
    Kind.MAIL_HOOK: gettext_lazy("Your mail system calls an address for each mail."),
    Kind.PHONE_HOOK: gettext_lazy("Your phone system calls an address for each call."),
}
