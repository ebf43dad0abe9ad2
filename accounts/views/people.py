"""People: the list, one person, and what is changed about them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_for, reach, require, today, visible_people
from accounts.forms import ActivateForm, ManagerForm, PersonForm, TeamChoiceForm
from accounts.models import User
from accounts.operations.deactivating import deactivate_without_books
from accounts.operations.people import create_person, edit_person, set_manager, undo_line_change
from accounts.operations.sign_ins import activate_person, suspend_person
from accounts.operations.teams import put_in_team
from accounts.queries.line import people_below
from accounts.queries.people import history_of_person, with_places
from accounts.queries.signing_in import open_invitation
from accounts.requests import PersonRequest
from accounts.tables import People
from accounts.views.asking import Crumb, Done, FormPage, ask
from salesops.kernel.errors import Conflict
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved


@require_safe
def people_page(request: PersonRequest) -> HttpResponseBase:
    table = People.read(request, with_places(visible_people(request.user), today()))
    may = request.user.may
    context = {"table": table.view, "may_create": may("people.change"), "may_count": may("headcount.see")}
    context |= {"may_see_changes": may("change.see"), "may_hire": may("change.draft")}
    return export_answer(request, table) or page_or_fragment(request, "accounts/people.html", "web/table.html", context)


@require_safe
def person_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    person = person_for(user, uid)
    verbs = {
        "change": "people.change",
        "line": "line.change",
        "team": "team.change",
        "role": "role.change",
        "move": "change.draft",
    }
    may = {name: reach(user, verb).covers(person.pk) for name, verb in verbs.items()}
    waits = person.state == User.State.INVITED
    invitation = open_invitation(person) if waits else None
    context = {"person": person, "may": may, "past": history_of_person(person, today()), "invitation": invitation}
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
def new_person_page(request: PersonRequest) -> HttpResponse:
    """Listed only: whoever shall sign in is invited or activated afterwards."""
    require(request.user, "people.change")
    form = PersonForm(request.POST or None)
    sentence = _("A person you list owns accounts and deals. Invite them to let them sign in.")
    back = reverse("accounts:people")
    page = FormPage(_("New person"), _("Create person"), back, sentence, people_crumbs())

    def run(asked: dict[str, Any]) -> Done:
        asked.pop("version")
        person = create_person(**asked, by=request.user)
        return Done(person_url(person), _("%(name)s created") % {"name": person.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def edit_person_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, "people.change")
    initial = {"name": person.name, "title": person.title, "email": person.email, "version": person.row_version}
    form = PersonForm(request.POST or None, initial=initial)
    title = _("Edit %(name)s") % {"name": person.name}
    page = FormPage(title, _("Save person"), person_url(person), crumbs=crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        seen = asked.pop("version")
        kept = edit_person(person, changes=asked, by=request.user, seen=seen)
        return Done(person_url(kept), _("%(name)s saved") % {"name": kept.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def manager_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """First the preview of who moves, then the change: the button of the preview sends `confirmed`."""
    user = request.user
    person = person_for(user, uid, "line.change")
    form = ManagerForm(user, person, request.POST or None, initial={"start": today()})
    is_preview = request.method == "POST" and "confirmed" not in request.POST and form.is_valid()
    page = FormPage(
        _("Change manager of %(name)s") % {"name": person.name},
        _("Preview who moves"),
        person_url(person),
        crumbs=crumbs_of(person),
        template="accounts/manager.html",
        more={"moving": moving(user, person, form.cleaned_data) if is_preview else None, "person": person},
    )
    if is_preview:
        return render(request, page.template, {"page": page, "form": form, **page.more})

    def run(asked: dict[str, Any]) -> Done:
        set_manager(person, asked["manager"], start=asked["start"], by=user)
        undo = reverse("accounts:line_undo", args=[uid])
        return Done(person_url(person), moved_said(person, asked["manager"]), undo)

    return ask(request, form, page, run)


def moving(user: User, person: User, asked: dict[str, Any]) -> dict[str, Any]:
    """Everyone who stands at or below the person on the day, and so comes along."""
    below = people_below([person.pk], asked["start"]) - {person.pk}
    placed = with_places(visible_people(user), asked["start"])
    return {
        "along": visible_people(user).filter(pk__in=list(below)).order_by("name", "pk"),
        "before": placed.get(pk=person.pk).manager_name,
        "after": asked["manager"] and asked["manager"].name,
        "start": asked["start"],
    }


def moved_said(person: User, manager: User | None) -> str:
    if manager is None:
        return _("%(name)s reports to nobody from then on") % {"name": person.name}
    return _("%(name)s reports to %(manager)s from then on") % {"name": person.name, "manager": manager.name}


@require_POST
def line_undo_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, "line.change")
    undo_line_change(person, by=request.user)
    return saved(request, person_url(person), said=_("%(name)s has the former line again") % {"name": person.name})


@require_http_methods(["GET", "POST"])
def team_of_person_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, "team.change")
    form = TeamChoiceForm(request.user, request.POST or None, initial={"start": today()})
    title = _("Change team of %(name)s") % {"name": person.name}
    page = FormPage(title, _("Change team"), person_url(person), crumbs=crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        put_in_team(person, asked["team"], start=asked["start"], by=request.user)
        return Done(person_url(person), _("Team of %(name)s changed") % {"name": person.name})

    return ask(request, form, page, run)


@never_cache
@sensitive_variables("password")
@require_http_methods(["GET", "POST"])
def activate_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The generated password stands in the answer to the very POST and nowhere else."""
    person = person_for(request.user, uid, "people.change")
    form = ActivateForm(request.POST or None, initial={"email": person.email, "version": person.row_version})
    title = _("Activate %(name)s") % {"name": person.name}
    shown: dict[str, str] = {}
    page = FormPage(
        title,
        _("Activate"),
        person_url(person),
        crumbs=crumbs_of(person),
        template="accounts/activate.html",
        more={"person": person, "shown": shown},
    )

    def run(asked: dict[str, Any]) -> Done:
        _person, password = activate_person(person, email=asked["email"], by=request.user, seen=asked["version"])
        shown.update(email=asked["email"], password=password)
        return Done(person_url(person), "")

    answer = ask(request, form, page, run)
    return render(request, page.template, {"page": page, "form": form, **page.more}) if shown else answer


@require_POST
def deactivate_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Who still holds work leaves by the Leaver form."""
    person = person_for(request.user, uid, "people.change")
    try:
        person = deactivate_without_books(person, by=request.user)
    except Conflict as refused:
        if refused.code != "books_open":
            raise
        return saved(request, reverse("accounts:leaver", args=[uid]), said=refused.message)
    said = _("%(name)s has left: sessions and tokens ended")
    return saved(request, person_url(person), said=said % {"name": person.name})


@require_POST
def suspend_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = suspend_person(person_for(request.user, uid, "people.change"), by=request.user)
    return saved(request, person_url(person), said=_("%(name)s cannot sign in for now") % {"name": person.name})


def people_crumbs() -> list[Crumb]:
    return [Crumb(_("People"), reverse("accounts:people"))]


def crumbs_of(person: User) -> list[Crumb]:
    return [*people_crumbs(), Crumb(person.name, person_url(person))]


def person_url(person: User) -> str:
    return reverse("accounts:person", args=[person.uid])
