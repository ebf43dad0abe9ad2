"""Writes about working calendars: their hours and holidays, and for whom each holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts import events
from accounts.models import Holiday, PersonCalendar, Team, TeamCalendar, User, WorkCalendar, WorkHours
from accounts.operations.rows import cut_from, locked, require_known, required_text
from accounts.queries.public_holidays import public_holidays
from accounts.queries.working_time import said_week
from accounts.rules.hours_text import first_overlap
from accounts.rules.working_time import Hours
from salesops.audit.operations import differences, record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

Week = Mapping[int, Sequence[Hours]]
EDITABLE = frozenset({"name", "time_zone", "hours"})


def create_calendar(*, name: str, hours: Week, by: User | None, time_zone: str = "") -> WorkCalendar:
    """`hours` by ISO weekday, minutes of the day. The first calendar of all becomes the organisation's.

    Raises Refused `required`, `value_unknown`, `hours_overlap`; Conflict `calendar_name_taken`.
    """
    with operation(by=by):
        checked = _checked({"name": name, "time_zone": time_zone, "hours": hours})
        is_first = not WorkCalendar.objects.exists()
        calendar = WorkCalendar.objects.create(name=checked["name"], time_zone=time_zone, default=is_first)
        _write_hours(calendar, hours)
        record("calendar.created", by=by, of=calendar, after=_said(calendar))
        if is_first:
            events.calendar_changed.send(WorkCalendar, calendar=calendar)
        return calendar


def edit_calendar(
    calendar: WorkCalendar, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None
) -> WorkCalendar:
    """Raises as `create_calendar`, and Conflict `stale_version`. Sends `calendar_changed`."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        calendar = locked(calendar, seen=seen, wanted={key: changes[key] for key in changes if key != "hours"})
        before = _said(calendar)
        checked = _checked(changes, but=calendar)
        calendar.name = checked.get("name", calendar.name)
        calendar.time_zone = checked.get("time_zone", calendar.time_zone)
        if "hours" in checked:
            _write_hours(calendar, checked["hours"])
        was, new = differences(before, _said(calendar))
        if new:
            calendar.row_version += 1
            calendar.save(update_fields=["name", "time_zone", "row_version"])
            _tell(calendar, "calendar.edited", by=by, before=was, after=new)
        return calendar


def make_default(calendar: WorkCalendar, *, by: User | None) -> WorkCalendar:
    """The organisation's calendar from now on; it holds for whoever has no other."""
    with operation(by=by):
        calendar = locked(calendar)
        before = WorkCalendar.objects.select_for_update().filter(default=True).first()
        if before == calendar:
            return calendar
        WorkCalendar.objects.filter(default=True).update(default=False)
        calendar.default = True
        calendar.save(update_fields=["default"])
        was = {"organisation": before.name} if before else None
        _tell(calendar, "calendar.made_default", by=by, before=was, after={"organisation": calendar.name})
        return calendar


def remove_calendar(calendar: WorkCalendar, *, by: User | None) -> None:
    """Raises Conflict `in_use` while it is the organisation's or ever held for a team or person."""
    with operation(by=by):
        calendar = locked(calendar)
        if calendar.default or calendar.of_teams.exists() or calendar.of_people.exists():
            raise Conflict("in_use", _("“%(name)s” is somebody's working time and stays.") % {"name": calendar.name})
        record("calendar.removed", by=by, of=calendar, before=_said(calendar))
        calendar.delete()


def set_team_calendar(team: Team, calendar: WorkCalendar | None, *, start: date | None, by: User | None) -> None:
    """Holds for the team from `start` on (None: always); None is the organisation's."""
    with operation(by=by):
        team = locked(team)
        cut_from(TeamCalendar.objects.filter(team=team), start)
        if calendar is not None:
            TeamCalendar.objects.create(team=team, calendar=calendar, during=DateRange(start, None))
        record("team.calendar_changed", by=by, of=team, after=_from(calendar, start))


def set_person_calendar(person: User, calendar: WorkCalendar | None, *, start: date | None, by: User | None) -> None:
    """A calendar of one's own from `start` on (None: always); None is that of the team."""
    with operation(by=by):
        person = locked(person)
        cut_from(PersonCalendar.objects.filter(person=person), start)
        if calendar is not None:
            PersonCalendar.objects.create(person=person, calendar=calendar, during=DateRange(start, None))
        record("person.calendar_changed", by=by, of=person, after=_from(calendar, start))


def add_holiday(calendar: WorkCalendar, *, date: date, name: str, by: User | None) -> Holiday:
    """Raises Conflict `already_exists` for a day that is one already, Refused `required`."""
    with operation(by=by):
        calendar = locked(calendar)
        name = required_text(name, "name", _("A holiday needs a name."))
        known = Holiday.objects.filter(calendar=calendar, date=date).first()
        if known is not None:
            sentence = _("This day is a holiday already: %(name)s.") % {"name": known.name}
            raise Conflict("already_exists", sentence, fields={"date": sentence})
        made = Holiday.objects.create(calendar=calendar, date=date, name=name)
        _tell(calendar, "holiday.added", by=by, after={"date": str(date), "name": name})
        return made


def remove_holiday(holiday: Holiday, *, by: User | None) -> None:
    with operation(by=by):
        calendar = locked(holiday.calendar)
        Holiday.objects.filter(pk=holiday.pk).delete()
        _tell(calendar, "holiday.removed", by=by, before={"date": str(holiday.date), "name": holiday.name})


def prefill_holidays(
    calendar: WorkCalendar, *, country: str, year: int, by: User | None, subdivision: str = ""
) -> list[Holiday]:
    """The public holidays of a country's year that the calendar does not have; what stands there stays.

    Returns those added. Raises Refused `country_unknown` at `country` or `subdivision`.
    """
    with operation(by=by):
        calendar = locked(calendar)
        known = set(Holiday.objects.filter(calendar=calendar).values_list("date", flat=True))
        found = public_holidays(country, year, subdivision)
        rows = [Holiday(calendar=calendar, date=day, name=name) for day, name in found if day not in known]
        Holiday.objects.bulk_create(rows)
        if rows:
            said = {"country": country, "year": year, "days": [str(row.date) for row in rows]}
            _tell(calendar, "holiday.prefilled", by=by, after=said)
        return rows


def _tell(calendar: WorkCalendar, verb: str, *, by: User | None, **sides: Any) -> None:
    record(verb, by=by, of=calendar, **sides)
    events.calendar_changed.send(WorkCalendar, calendar=calendar)


def _write_hours(calendar: WorkCalendar, hours: Week) -> None:
    WorkHours.objects.filter(calendar=calendar).delete()
    WorkHours.objects.bulk_create(
        WorkHours(calendar=calendar, weekday=weekday, opens=opens, closes=closes)
        for weekday, stretches in hours.items()
        for opens, closes in stretches
    )


def _checked(fields: Mapping[str, Any], but: WorkCalendar | None = None) -> dict[str, Any]:
    checked = dict(fields)
    if "name" in checked:
        checked["name"] = required_text(checked["name"], "name", _("A calendar needs a name."))
        others = WorkCalendar.objects.filter(name__iexact=checked["name"])
        if (others.exclude(pk=but.pk) if but else others).exists():
            sentence = _("There is a calendar of this name already.")
            raise Conflict("calendar_name_taken", sentence, fields={"name": sentence})
    if checked.get("time_zone") and checked["time_zone"] not in available_timezones():
        sentence = _("“%(value)s” cannot be chosen here.") % {"value": str(checked["time_zone"])[:60]}
        raise Refused("value_unknown", sentence, fields={"time_zone": sentence})
    if first_overlap(checked.get("hours", {})) is not None:
        sentence = _("Two stretches of opening hours overlap.")
        raise Refused("hours_overlap", sentence, fields={"hours": sentence})
    return checked


def _said(calendar: WorkCalendar) -> dict[str, Any]:
    fresh = WorkCalendar.objects.get(pk=calendar.pk)
    return {"name": calendar.name, "time_zone": calendar.time_zone, "hours": list(said_week(fresh).values())}


def _from(calendar: WorkCalendar | None, start: date | None) -> dict[str, Any]:
    return {"calendar": calendar and calendar.name, "from": str(start) if start else None}
