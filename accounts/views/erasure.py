"""Requests about personal data: the list, one request, and its steps up to the erasure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import erasure_request_for, require, visible_erasure_requests
from accounts.forms.erasure import (
    SHORTEST,
    ApproveErasureForm,
    HowForm,
    OutcomeForm,
    RefuseForm,
    RequestForm,
    find_subjects,
    subject_of,
)
from accounts.models import ErasureRequest
from accounts.operations.erasure_requests import (
    APPROVE,
    approve_request,
    ask_export,
    ask_preview,
    finish_request,
    receive_request,
    refuse_request,
    verify_request,
)
from accounts.personal import held, held_files, subject_kinds
from accounts.queries.privacy import with_subject
from accounts.requests import PersonRequest
from accounts.sessions import proven_lately
from accounts.tables import ErasureRequests
from accounts.views.asking import Crumb, Done, FormPage, ask, put_on
from accounts.views.settings import settings_crumbs
from salesops.jobs.access import visible_to
from salesops.kernel.errors import Conflict, NotFound, Refused
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved

HANDLE = "erasure.preview"
State, Kind = ErasureRequest.State, ErasureRequest.Kind


@dataclass(frozen=True)
class Step:
    """A step that asks for one text: in which states of which kinds, and what does it."""

    form: type[forms.Form]
    label: Any
    sentence: Any
    states: tuple[str, ...]
    kinds: tuple[str, ...]
    run: Callable[..., ErasureRequest]
    style: str = ""


STEPS: Mapping[str, Step] = {
    "verify": Step(
        HowForm, gettext_lazy("Identity is verified"), gettext_lazy("It is really them who asks."),
        (State.RECEIVED,), tuple(Kind), verify_request, "primary",
    ),
    "finish": Step(
        OutcomeForm, gettext_lazy("Mark as done"),
        gettext_lazy("They have the file, or what was wrong is corrected where it stands."),
        (State.VERIFIED,), (Kind.ACCESS, Kind.CORRECT), finish_request,
    ),
    "refuse": Step(
        RefuseForm, gettext_lazy("Refuse"), gettext_lazy("They are told why, and may complain."),
        (State.RECEIVED, State.VERIFIED, State.PREVIEWED), tuple(Kind), refuse_request,
    ),
}  # fmt: skip


@require_safe
def requests_page(request: PersonRequest) -> HttpResponseBase:
    require(request.user, "erasure.see")
    table = ErasureRequests.read(request, with_subject(visible_erasure_requests(request.user)))
    context = {"table": table.view, "may_handle": request.user.may(HANDLE)}
    answer = export_answer(request, table)
    return answer or page_or_fragment(request, "accounts/erasure_requests.html", "web/table.html", context)


@require_http_methods(["GET", "POST"])
def new_request_page(request: PersonRequest) -> HttpResponse:
    """Somebody is looked for first; who was found can be chosen."""
    require(request.user, HANDLE)
    asked = request.GET.get("q", "")[:200]
    found = find_subjects(request.user, asked)
    form = RequestForm(request.user, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _receive(request, form.cleaned_data)
            return saved(request, url_of(made), said=_("Request received"))
        except (Refused, Conflict) as refused:
            put_on(form, refused.message, refused.fields)
    context = {
        "form": form,
        "asked": asked,
        "found": found,
        "shortest": SHORTEST,
        "crumbs": crumbs(),
        "back": reverse("accounts:erasure_requests"),
    }
    return render(request, "accounts/erasure_new.html", context, status=422 if request.method == "POST" else 200)


def _receive(request: PersonRequest, asked: dict[str, Any]) -> ErasureRequest:
    subject = subject_of(request.user, asked.pop("subject"))
    if subject is None:
        raise NotFound()
    return receive_request(subject_kind=subject[0], subject_uid=subject[1], **asked, by=request.user)


@require_safe
def request_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    one = with_subject(visible_erasure_requests(request.user)).filter(pk=erasure_request_for(request.user, uid).pk)
    asked = one.select_related("received_by", "verified_by", "previewed_by", "approved_by", "done_by").get()
    job = visible_to(request.user).filter(uid=asked.job_uid).first() if asked.job_uid else None
    context = {
        "asked": asked,
        "subject_kind": subject_kinds[asked.subject_kind].label,
        "found": shown_preview(asked.preview) if asked.preview else None,
        "job": job,
        "steps": steps_for(request.user, asked),
        "may_preview": request.user.may(HANDLE) and asked.kind == Kind.ERASE and asked.state in PREVIEWABLE,
        "may_approve": request.user.may(APPROVE) and asked.kind == Kind.ERASE and asked.state == State.PREVIEWED,
        "may_export": request.user.may(HANDLE) and asked.kind == Kind.ACCESS and asked.state == State.VERIFIED,
    }
    return render(request, "accounts/erasure_request.html", context)


PREVIEWABLE = (State.VERIFIED, State.PREVIEWED)


def steps_for(user: Any, asked: ErasureRequest) -> list[dict[str, Any]]:
    if not user.may(HANDLE):
        return []
    return [
        {"label": step.label, "style": step.style, "url": reverse("accounts:erasure_step", args=[asked.uid, key])}
        for key, step in STEPS.items()
        if asked.state in step.states and asked.kind in step.kinds
    ]


def shown_preview(preview: dict[str, Any]) -> dict[str, Any]:
    """The counts with their words. What an app no longer declares is left out."""
    labels = {model._meta.db_table: model._meta.verbose_name for model in apps.get_models()}
    rows = [(held.get(one["key"]), one["n"]) for one in preview["rows"]]
    return {
        "records": [
            {"kind": subject_kinds[one["kind"]].label} for one in preview["records"] if one["kind"] in subject_kinds
        ],
        "rows": [
            {"app": of.app, "label": of.label, "does": of.does, "stays": of.stays, "n": n} for of, n in rows if of
        ],
        "texts": [{"label": labels.get(one["table"], one["table"]), "n": one["n"]} for one in preview["texts"]],
        "files": [
            one | {"label": held_files[one["key"]].label}
            for one in preview["files"]
            if one["key"] in held_files and one["goes"] + one["stays"] + one["unread"]
        ],
        "shared": preview["shared"],
    }


@require_http_methods(["GET", "POST"])
def step_page(request: PersonRequest, uid: UUID, step: str) -> HttpResponse:
    if step not in STEPS:
        raise NotFound()
    of, asked = STEPS[step], erasure_request_for(request.user, uid, HANDLE)
    form = of.form(request.POST if request.method == "POST" else None)
    page = FormPage(of.label, of.label, url_of(asked), of.sentence, crumbs(asked))

    def run(given: dict[str, Any]) -> Done:
        kept = of.run(asked, **given, by=request.user)
        return Done(url_of(kept), _("Request: %(state)s") % {"state": kept.get_state_display()})

    return ask(request, form, page, run)


@require_POST
def preview_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    asked = erasure_request_for(request.user, uid, HANDLE)
    ask_preview(asked, by=request.user)
    return saved(request, url_of(asked), said=_("What is held of them is being counted"))


@require_POST
def export_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    asked = erasure_request_for(request.user, uid, HANDLE)
    job = ask_export(asked, by=request.user)
    return saved(request, reverse("jobs:job", args=[job.uid]), said=_("The file is being written"))


@proven_lately
@require_http_methods(["GET", "POST"])
def approve_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    asked = erasure_request_for(request.user, uid, APPROVE)
    form = ApproveErasureForm(request.POST if request.method == "POST" else None)
    sentence = _("What tells who they are goes from every table, log and file. This cannot be undone.")
    page = FormPage(_("Approve the erasure"), _("Erase this person"), url_of(asked), sentence, crumbs(asked))

    def run(given: dict[str, Any]) -> Done:
        approve_request(asked, **given, by=request.user)
        return Done(url_of(asked), _("The erasure has begun"))

    return ask(request, form, page, run)


def url_of(asked: ErasureRequest) -> str:
    return reverse("accounts:erasure_request", args=[asked.uid])


def crumbs(asked: ErasureRequest | None = None) -> list[Crumb]:
    found = [*settings_crumbs(), Crumb(_("Personal data"), reverse("accounts:erasure_requests"))]
    return [*found, Crumb(_("Request"), url_of(asked))] if asked else found
