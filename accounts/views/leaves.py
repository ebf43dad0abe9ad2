"""Leave: planned on a person's page or one's own, and the calendar of who is away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import reach, today, visible_people
from accounts.forms.working_time import FIRST, LAST, LeaveForm
from accounts.models import Leave, User
from accounts.operations.leaves import edit_leave, plan_leave, remove_leave
from accounts.planning_access import away_person_for, covers_leave, leave_for, visible_leaves
from accounts.queries.delegations import to_delegate, working_days_of
from accounts.queries.working_time import calendar_on, time_of, times_of
from accounts.requests import PersonRequest
from accounts.rules.delegation import DELEGABLE
from accounts.rules.working_time import DAY, PersonTime
from accounts.views.asking import Done, FormPage, ask
from accounts.views.people import crumbs_of, people_crumbs, person_url
from salesops.web.dates import add_months
from salesops.web.errors import NotUnderstood
from salesops.web.fragments import saved

SHOWN_PEOPLE = 200


@require_http_methods(["GET", "POST"])
def new_leave_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = away_person_for(request.user, uid)
    form = LeaveForm(request.POST or None, initial={"start": today(), "last": today()})
    title = _("Leave of %(name)s") % {"name": person.name}
    page = FormPage(title, _("Plan leave"), person_url(person), crumbs=crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        leave = plan_leave(person, **taken(asked), by=request.user)
        return Done(person_url(person), planned_said(leave))

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def leave_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    leave = leave_for(request.user, uid, "leave.change")
    initial = {
        "kind": leave.kind,
        "start": leave.during.lower,
        "last": leave.during.upper - DAY,
        "minutes": leave.minutes,
        "note": leave.note,
        "version": leave.row_version,
    }
    form = LeaveForm(request.POST or None, initial=initial)
    title = _("Leave of %(name)s") % {"name": leave.person.name}
    page = FormPage(title, _("Save leave"), person_url(leave.person), crumbs=crumbs_of(leave.person))

    def run(asked: dict[str, Any]) -> Done:
        kept = edit_leave(leave, changes=taken(asked), by=request.user, seen=asked["version"])
        return Done(person_url(kept.person), planned_said(kept))

    return ask(request, form, page, run)


@require_POST
def remove_leave_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    leave = leave_for(request.user, uid, "leave.change")
    remove_leave(leave, by=request.user)
    return saved(request, person_url(leave.person), said=_("Leave of %(name)s removed") % {"name": leave.person.name})


def taken(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: asked[name] for name in ("kind", "start", "end", "minutes", "note")}


def planned_said(leave: Leave) -> str:
    """How many of the days are working days at all."""
    days = working_days_of(leave, time_of(leave.person))
    words = {"name": leave.person.name, "days": days}
    return ngettext("%(name)s is away %(days)d working day", "%(name)s is away %(days)d working days", days) % words


@require_safe
def my_leave_page(request: PersonRequest) -> HttpResponse:
    """One's own, and how the days are counted."""
    return render(request, "accounts/my_leave.html", leave_context(request.user, request.user))


def leave_context(user: User, person: User) -> dict[str, Any]:
    """What `accounts/_leave_panel.html` shows: the leave that is not over, or was in the last year."""
    day = today()
    rows = visible_leaves(user).filter(person=person, during__endswith__gt=day - 365 * DAY).order_by("-during")
    return {
        "person": person,
        "leaves": rows,
        "to_delegate": to_delegate(person, rows, day) if person == user and DELEGABLE & user.verbs else (),
        "today": day,
        "place": calendar_on(person, day),
        "may_see": covers_leave(user, person.pk),
        "may_plan": covers_leave(user, person.pk, "leave.change"),
        "may_change_calendar": reach(user, "people.change").covers(person.pk),
    }


@dataclass(frozen=True)
class Mark:
    """One day of one person: `away`, `part` (some minutes), `closed` (no working day) or empty."""

    day: date
    state: str


@dataclass(frozen=True)
class Row:
    person: User
    marks: list[Mark]
    away: int


@require_safe
def leave_calendar_page(request: PersonRequest) -> HttpResponse:
    """Who of the visible people is away in a month: that they are, not why."""
    first, after = month_of(request.GET.get("month"))
    away = visible_leaves(request.user).filter(during__overlap=(first, after)).values("person")
    people = list(visible_people(request.user).filter(pk__in=away).order_by("name", "pk")[: SHOWN_PEOPLE + 1])
    times = times_of([person.pk for person in people[:SHOWN_PEOPLE]])
    days = [first + number * DAY for number in range((after - first).days)]
    context = {
        "first": first,
        "days": days,
        "rows": [row_of(person, times[person.pk], days) for person in people[:SHOWN_PEOPLE]],
        "more": len(people) > SHOWN_PEOPLE,
        "before": (first - DAY).replace(day=1),
        "after": after,
        "crumbs": people_crumbs(),
    }
    return render(request, "accounts/leave_calendar.html", context)


def month_of(text: str | None) -> tuple[date, date]:
    """The first day of the month `2026-05` (None: this one) and of the next. Raises NotUnderstood `bad_choice`."""
    try:
        first = date.fromisoformat(f"{text}-01") if text else today().replace(day=1)
        if not FIRST <= first <= LAST:
            raise ValueError("far away")
    except ValueError as error:
        sentence = _("Write a month such as 2026-05.")
        raise NotUnderstood("bad_choice", sentence, fields={"month": sentence}) from error
    return first, add_months(first, 1)


def row_of(person: User, time: PersonTime, days: list[date]) -> Row:
    marks = [Mark(day, state_of(time, day)) for day in days]
    return Row(person, marks, sum(mark.state == "away" for mark in marks))


def state_of(time: PersonTime, day: date) -> str:
    if not time.calendar(day).is_working(day):
        return "closed"
    return "away" if day in time.away else "part" if day in time.short else ""
