"""Working calendars: hours, holidays, and whose they are."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_for, require, team_for, today
from accounts.forms.working_time import CalendarChoiceForm, CalendarForm, HolidayForm, PrefillForm
from accounts.models import WorkCalendar
from accounts.operations.calendars import (
    add_holiday,
    create_calendar,
    edit_calendar,
    make_default,
    prefill_holidays,
    remove_calendar,
    remove_holiday,
    set_person_calendar,
    set_team_calendar,
)
from accounts.planning_access import calendar_for, holiday_for, visible_calendars
from accounts.queries.working_time import said_week, users_of, with_hours
from accounts.requests import PersonRequest
from accounts.rules.hours_text import hours_text
from accounts.rules.working_time import OFFICE
from accounts.views.asking import Crumb, Done, FormPage, ask
from accounts.views.people import crumbs_of, person_url
from accounts.views.roles import team_crumbs
from accounts.views.settings import settings_crumbs
from salesops.web.fragments import saved

CHANGE = "org.change"


@require_safe
def calendars_page(request: PersonRequest) -> HttpResponse:
    calendars = with_hours(users_of(visible_calendars(request.user), today())).order_by("-default", "name")
    rows = [
        {"calendar": calendar, "days": summary(calendar), "holidays": len(calendar.holidays.all())}
        for calendar in calendars
    ]
    context = {"rows": rows, "may_change": request.user.may(CHANGE)}
    return render(request, "accounts/calendars.html", context)


def summary(calendar: WorkCalendar) -> str:
    """`Mon–Fri 09:00–17:00`: weekdays in a row with the same hours together."""
    said = said_week(calendar)
    runs: list[list[int]] = []
    for number, hours in said.items():
        if runs and runs[-1][-1] == number - 1 and said[runs[-1][-1]] == hours:
            runs[-1].append(number)
        elif hours:
            runs.append([number])
    return "; ".join(f"{span(run)} {said[run[0]]}" for run in runs) or _("never open")


def span(run: list[int]) -> str:
    first, last = WEEKDAYS_ABBR[run[0] - 1], WEEKDAYS_ABBR[run[-1] - 1]
    return str(first) if len(run) == 1 else f"{first}–{last}"


@require_http_methods(["GET", "POST"])
def new_calendar_page(request: PersonRequest) -> HttpResponse:
    require(request.user, CHANGE)
    office = {f"day_{number}": hours_text(hours) for number, hours in OFFICE.items()}
    form = CalendarForm(request.POST or None, initial=office)
    page = FormPage(_("New calendar"), _("Create calendar"), reverse("accounts:calendars"), crumbs=calendar_crumbs())

    def run(asked: dict[str, Any]) -> Done:
        calendar = create_calendar(**taken(asked), by=request.user)
        return Done(calendar_url(calendar), _("Calendar %(name)s created") % {"name": calendar.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def calendar_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    calendar = calendar_for(request.user, uid, CHANGE)
    week = {f"day_{number}": hours for number, hours in said_week(calendar).items()}
    known = {"name": calendar.name, "time_zone": calendar.time_zone, "version": calendar.row_version}
    form = CalendarForm(request.POST or None, initial=week | known)
    page = FormPage(
        calendar.name,
        _("Save calendar"),
        reverse("accounts:calendars"),
        _("Changed hours hold for open clocks and days to come; what was measured stays."),
        calendar_crumbs(),
        template="accounts/calendar.html",
        more={"calendar": calendar, "holidays": calendar.holidays.order_by("-date"), "today": today()},
    )

    def run(asked: dict[str, Any]) -> Done:
        kept = edit_calendar(calendar, changes=taken(asked), by=request.user, seen=asked["version"])
        return Done(calendar_url(kept), _("Calendar %(name)s saved") % {"name": kept.name})

    return ask(request, form, page, run)


def taken(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: asked[name] for name in ("name", "time_zone", "hours")}


@require_POST
def default_calendar_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    calendar = make_default(calendar_for(request.user, uid, CHANGE), by=request.user)
    said = _("%(name)s is the organisation's calendar") % {"name": calendar.name}
    return saved(request, calendar_url(calendar), said=said)


@require_POST
def remove_calendar_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    calendar = calendar_for(request.user, uid, CHANGE)
    remove_calendar(calendar, by=request.user)
    return saved(request, reverse("accounts:calendars"), said=_("%(name)s removed") % {"name": calendar.name})


@require_http_methods(["GET", "POST"])
def new_holiday_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    calendar = calendar_for(request.user, uid, CHANGE)
    form = HolidayForm(request.POST or None)
    page = FormPage(_("New holiday"), _("Add holiday"), calendar_url(calendar), crumbs=crumbs_of_calendar(calendar))

    def run(asked: dict[str, Any]) -> Done:
        made = add_holiday(calendar, **asked, by=request.user)
        return Done(calendar_url(calendar), _("%(name)s added") % {"name": made.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def prefill_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    calendar = calendar_for(request.user, uid, CHANGE)
    form = PrefillForm(request.POST or None, initial={"year": today().year + 1})
    page = FormPage(
        _("Fill in public holidays"),
        _("Fill in holidays"),
        calendar_url(calendar),
        _("Days that are holidays already stay as they are; add and remove days afterwards."),
        crumbs_of_calendar(calendar),
    )

    def run(asked: dict[str, Any]) -> Done:
        made = prefill_holidays(calendar, **asked, by=request.user)
        return Done(calendar_url(calendar), _("%(count)s holidays filled in") % {"count": len(made)})

    return ask(request, form, page, run)


@require_POST
def remove_holiday_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    holiday = holiday_for(request.user, uid, CHANGE)
    remove_holiday(holiday, by=request.user)
    return saved(request, calendar_url(holiday.calendar), said=_("%(name)s removed") % {"name": holiday.name})


@require_http_methods(["GET", "POST"])
def team_calendar_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    team = team_for(user, uid, "team.change")
    form = CalendarChoiceForm(user, _("The organisation's"), request.POST or None, initial={"start": today()})
    title = _("Calendar of team %(name)s") % {"name": team.name}
    page = FormPage(title, _("Change calendar"), reverse("accounts:teams"), crumbs=team_crumbs())

    def run(asked: dict[str, Any]) -> Done:
        set_team_calendar(team, asked["calendar"], start=asked["start"], by=user)
        return Done(reverse("accounts:teams"), _("Calendar of %(name)s changed") % {"name": team.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def person_calendar_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    person = person_for(user, uid, "people.change")
    form = CalendarChoiceForm(user, _("The team's"), request.POST or None, initial={"start": today()})
    title = _("Calendar of %(name)s") % {"name": person.name}
    page = FormPage(title, _("Change calendar"), person_url(person), crumbs=crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        set_person_calendar(person, asked["calendar"], start=asked["start"], by=user)
        return Done(person_url(person), _("Calendar of %(name)s changed") % {"name": person.name})

    return ask(request, form, page, run)


def calendar_url(calendar: WorkCalendar) -> str:
    return reverse("accounts:calendar", args=[calendar.uid])


def calendar_crumbs() -> list[Crumb]:
    return [*settings_crumbs(), Crumb(_("Calendars"), reverse("accounts:calendars"))]


def crumbs_of_calendar(calendar: WorkCalendar) -> list[Crumb]:
    return [*calendar_crumbs(), Crumb(calendar.name, calendar_url(calendar))]
