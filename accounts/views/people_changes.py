"""New hire, Job change, Leaver: one form each with its preview; and what was entered."""

from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_for, require, today, visible_people
from accounts.change_access import (
    DRAFT,
    SAVE,
    SEE,
    cancelling,
    change_for,
    covers_change,
    require_draft,
    sees_exit,
    visible_changes,
)
from accounts.forms.people_changes import ChangeForm, HireForm, LeaveForm, MoveForm
from accounts.models import Employment, PeopleChange, User
from accounts.operations.people_changes import (
    Preview,
    cancel_change,
    draft_change,
    preview_change,
    save_change,
)
from accounts.people_changes import books_in_order
from accounts.queries.organisation import organisation
from accounts.requests import PersonRequest
from accounts.rules.people_changes import choices_from
from accounts.tables import PeopleChanges
from accounts.views.asking import Crumb, Done, FormPage, ask, put_on
from accounts.views.people import crumbs_of, people_crumbs, person_url
from salesops.kernel.errors import Conflict, Forbidden, Refused
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved

HIRE, CHANGE, LEAVE = PeopleChange.Kind.HIRE, PeopleChange.Kind.CHANGE, PeopleChange.Kind.LEAVE


@require_safe
def changes_page(request: PersonRequest) -> HttpResponseBase:
    require(request.user, SEE)
    table = PeopleChanges.read(request, visible_changes(request.user))
    context = {"table": table.view, "may_draft": request.user.may(DRAFT)}
    answer = page_or_fragment(request, "accounts/people_changes.html", "web/table.html", context)
    return export_answer(request, table) or answer


@require_http_methods(["GET", "POST"])
def hire_page(request: PersonRequest) -> HttpResponse:
    require(request.user, DRAFT)
    return enter(request, HIRE, None, hire_form(request), hire_form_page(_("New hire"), people_crumbs()))


@require_http_methods(["GET", "POST"])
def hire_again_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Somebody who left is back: another employment of the same person."""
    person = person_for(request.user, uid, DRAFT)
    title = _("%(name)s is hired again") % {"name": person.name}
    form = hire_form(request, name=person.name, email=person.email, job_role=person.title)
    return enter(request, HIRE, person, form, hire_form_page(title, crumbs_of(person)))


def hire_form(request: PersonRequest, **known: Any) -> HireForm:
    initial = {"start": today(), "function": "sales", "role": "rep", **known}
    return HireForm(request.user, request.POST or None, initial=initial)


def hire_form_page(title: str, crumbs: list[Crumb]) -> FormPage:
    return FormPage(title, _("Preview"), reverse("accounts:people"), crumbs=crumbs)


@require_http_methods(["GET", "POST"])
def move_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, DRAFT)
    form = MoveForm(request.user, person, request.POST or None, initial={"start": today()})
    title = _("Job change of %(name)s") % {"name": person.name}
    page = FormPage(
        title, _("Preview"), person_url(person), _("What you leave as it is goes along."), crumbs_of(person)
    )
    return enter(request, CHANGE, person, form, page)


@require_http_methods(["GET", "POST"])
def leave_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, DRAFT)
    form = LeaveForm(request.user, person, request.POST or None, initial={"last_day": today()})
    title = _("%(name)s leaves") % {"name": person.name}
    sentence = _("Nothing active stays with a leaver: say where each book goes.")
    page = FormPage(title, _("Preview"), person_url(person), sentence, crumbs_of(person))
    return enter(request, LEAVE, person, form, page)


def enter(
    request: PersonRequest, kind: PeopleChange.Kind, person: User | None, form: ChangeForm, page: FormPage
) -> HttpResponse:
    """First the preview; its buttons send `confirmed`: to save it, or to keep it as a draft."""
    confirmed = request.POST.get("confirmed", "")
    more: dict[str, Any] = {"preview": None, "may_save": False, "person": person, "kind": kind}
    page = FormPage(
        page.title, page.submit, page.back, page.sentence, page.crumbs, "accounts/people_change_form.html", more
    )
    if request.method == "POST" and not confirmed and form.is_valid():
        try:
            asked = form.asked()
            about = form.cleaned_data.get("manager") if kind == HIRE else None
            require_draft(request.user, person, about)
            more["preview"] = shown(preview_change(kind, person, asked, by=request.user))
            more["may_save"] = covers_change(request.user, SAVE, person, about)
            return render(request, page.template, {"page": page, "form": form, **more})
        except (Refused, Conflict) as refused:
            put_on(form, refused.message, refused.fields)
            status = 409 if isinstance(refused, Conflict) else 422
            return render(request, page.template, {"page": page, "form": form, **more}, status=status)

    def run(asked: dict[str, Any]) -> Done:
        about = asked.get("manager") if kind == HIRE else None
        require_draft(request.user, person, about)
        if confirmed == "save" and not covers_change(request.user, SAVE, person, about):
            raise Forbidden(_("You draft; operations or the vice president save."), "not_allowed")
        change = draft_change(kind, person, form.asked(), by=request.user)
        if confirmed == "save":
            change = save_change(change, by=request.user)
        return Done(change_url(change), said_of(change))

    return ask(request, form, page, run)


@require_safe
def change_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What was saved; of a draft what Save would write now, or why it cannot."""
    user = request.user
    change = change_for(user, uid)
    is_draft = change.state == PeopleChange.State.DRAFT
    preview, problem = Preview(change.rows, []), ""
    if is_draft:
        try:
            preview = preview_change(change.kind, change.person, choices_from(change.choices), by=user)
        except (Refused, Conflict, Forbidden) as refused:
            problem = refused.message
    is_open = is_draft or (change.state == PeopleChange.State.SCHEDULED and change.effective > today())
    verb = DRAFT if is_draft else SAVE
    context = {
        "change": change,
        "name": name_of(change),
        "exit": exit_of(user, change),
        "preview": shown(preview),
        "problem": problem,
        "may_save": is_draft and not problem and covers_change(user, SAVE, change.person, change.manager),
        "may_cancel": is_open and covers_change(user, verb, change.person, change.manager),
        "sees_person": change.person is not None and visible_people(user).filter(pk=change.person.pk).exists(),
        "crumbs": [*people_crumbs(), Crumb(_("Changes"), reverse("accounts:people_changes"))],
    }
    return render(request, "accounts/people_change.html", context)


@require_POST
def change_save_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    change = save_change(change_for(request.user, uid, SAVE), by=request.user)
    return saved(request, change_url(change), said=said_of(change))


@require_POST
def change_cancel_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    change = cancel_change(cancelling(request.user, uid), by=request.user)
    return saved(request, change_url(change), said=_("Cancelled: everything is as it was before"))


def shown(preview: Preview) -> dict[str, Any]:
    """For accounts/_preview.html: what turns about the person, then book by book."""
    named = {book.key for book in books_in_order()}
    facts = [line for line in preview.lines if line["part"] not in named]
    by_book = groupby((line for line in preview.lines if line["part"] in named), lambda line: line["label"])
    books = [{"label": label, "lines": list(lines)} for label, lines in by_book]
    shares = [{**one, "amount": Decimal(one["amount"]) if one["amount"] else None} for one in preview.shares]
    return {"facts": facts, "books": books, "shares": shares, "currency": organisation().currency}


def exit_of(user: User, change: PeopleChange) -> dict[str, str]:
    if change.kind != LEAVE or not sees_exit(user, change):
        return {}
    labels = {str(key): str(label) for key, label in Employment.Exit.choices}
    return {
        "kind": labels.get(change.choices.get("exit_kind", ""), ""),
        "reason": str(change.choices.get("reason", "")),
    }


def name_of(change: PeopleChange) -> str:
    return change.person.name if change.person else str(change.choices.get("name", ""))


def said_of(change: PeopleChange) -> str:
    words = {"kind": change.get_kind_display(), "name": name_of(change)}
    by_state = {
        "draft": _("%(kind)s of %(name)s kept as a draft"),
        "scheduled": _("%(kind)s of %(name)s saved; it can be cancelled until its day"),
    }
    return by_state.get(change.state, _("%(kind)s of %(name)s done")) % words


def change_url(change: PeopleChange) -> str:
    return reverse("accounts:people_change", args=[change.uid])
