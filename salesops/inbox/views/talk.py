"""What is said about a record, and what is to be done about it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from accounts.views.asking import Crumb, Done, FormPage, ask, put_on
from salesops.inbox.access import Place, comment_for, opens, place_for
from salesops.inbox.forms import CommentForm, TaskForm
from salesops.inbox.operations.comments import edit_comment, withdraw_comment, write_comment
from salesops.inbox.operations.tasks import give_task
from salesops.inbox.panels import back_to, talk
from salesops.inbox.queries.people import people_like
from salesops.inbox.queries.talk import comments_on, html_of
from salesops.kernel.errors import NotFound, Refused
from salesops.web.fragments import saved

PAGE = 50


@require_safe
def talk_page(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    place = place_for(request.user, kind, uid)
    return render(request, "inbox/talk.html", _context(request, place))


@require_POST
def new_comment_page(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    place = place_for(request.user, kind, uid)
    form = CommentForm(request.POST, auto_id=f"{kind}_%s")
    if form.is_valid():
        try:
            write_comment(place, body=form.cleaned_data["body"], by=request.user)
            return saved(request, back_to(place), said=_("Comment added"))
        except Refused as refused:
            put_on(form, refused.message, refused.fields)
    return render(request, "inbox/talk.html", _context(request, place, form), status=422)


@require_http_methods(["GET", "POST"])
def new_task_page(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    user, place = request.user, place_for(request.user, kind, uid)
    form = TaskForm((kind, uid), request.POST or None, initial={"assignee": str(user.uid)})
    page = task_form_page(_("New task"), _("Give task"), back_to(place), place)

    def run(asked: dict[str, Any]) -> Done:
        asked.pop("version")
        task = give_task(place, **asked, by=user)
        return Done(back_to(place), _("%(name)s has it to do") % {"name": task.assignee})

    return ask(request, form, page, run)


def task_form_page(title: Any, submit: Any, back: str, place: Place, **more: Any) -> FormPage:
    options = reverse("inbox:people_options", args=[place.kind.key, place.uid])
    return FormPage(
        title,
        submit,
        back,
        crumbs=[Crumb(place.title, place.url)],
        template="inbox/task_form.html",
        more={"options_url": options, "place": place, **more},
    )


@require_safe
def people_options(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    """Who may be given a task here: only those who open the record."""
    place = place_for(request.user, kind, uid)
    found = people_like(request.GET.get("assignee_text", "")[:300])
    able = [person for person in found if opens(person, kind, place.uid)]
    options = [{"value": str(person.uid), "label": person.name, "note": person.title} for person in able]
    return render(request, "web/_options.html", {"id": "task-assignee", "options": options})


@require_http_methods(["GET", "POST"])
def comment_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One comment with its words before; its author edits it here."""
    user = request.user
    comment = comment_for(user, uid, own=request.method == "POST")
    place = place_for(user, comment.kind, comment.record_uid)
    form = CommentForm(request.POST or None, initial={"body": comment.body, "version": comment.row_version})
    copies = [(copy, html_of(copy.body)) for copy in comment.copies.all()]
    is_own = comment.author_id == user.pk
    page = FormPage(
        _("Comment by %(name)s") % {"name": comment.author.name},
        _("Save comment"),
        back_to(place),
        crumbs=[Crumb(place.title, place.url)],
        template="inbox/comment.html",
        more={"comment": comment, "html": html_of(comment.body), "copies": copies, "is_own": is_own},
    )

    def run(asked: dict[str, Any]) -> Done:
        edit_comment(comment, place, body=asked["body"], by=user, seen=asked["version"])
        return Done(back_to(place), _("Comment saved"))

    return ask(request, form, page, run)


@require_POST
def withdraw_comment_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    comment = comment_for(request.user, uid, own=True)
    place = place_for(request.user, comment.kind, comment.record_uid)
    withdraw_comment(comment, by=request.user)
    return saved(request, back_to(place), said=_("Comment withdrawn"))


def _context(request: PersonRequest, place: Place, form: CommentForm | None = None) -> dict[str, Any]:
    context = talk(request, place, form, limit=PAGE)
    older = request.GET.get("older", "")
    if older:
        before = _key_of(older)
        context["comments"] = comments_on(place.kind.key, place.uid, PAGE, before)
        first = context["comments"][0].comment.pk if context["comments"] else 0
        context["has_more"] = bool(comments_on(place.kind.key, place.uid, 1, first))
    return context


def _key_of(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NotFound()
    return int(text)
