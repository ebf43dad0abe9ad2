"""Whose calendar holds when, as the rules of working time ask it (accounts-desk.md A-3)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import JSONObject

from accounts.models import (
    Holiday,
    Leave,
    Organisation,
    PersonCalendar,
    TeamCalendar,
    TeamMembership,
    User,
    WorkCalendar,
    WorkHours,
)
from accounts.queries.organisation import zone
from accounts.rules.hours_text import hours_text
from accounts.rules.working_time import DAY, Hours, PersonTime, WeekHours, office_hours
from salesops.db.scoped import ScopedQuerySet

Source = Literal["own", "team", "organisation"]


@dataclass(frozen=True)
class Place:
    """The calendar of a person on a day and by what right; None: the shipped office hours, nobody drew one."""

    calendar: WorkCalendar | None
    source: Source


def with_hours(rows: ScopedQuerySet[WorkCalendar]) -> ScopedQuerySet[WorkCalendar]:
    return rows.prefetch_related("hours", Prefetch("holidays", Holiday.objects.order_by("date")))


def users_of(rows: ScopedQuerySet[WorkCalendar], day: date) -> Any:
    """Each with `teams` and `people`: how many have it on the day."""
    teams, people = Q(of_teams__during__contains=day), Q(of_people__during__contains=day)
    return rows.annotate(
        teams=Count("of_teams", filter=teams, distinct=True), people=Count("of_people", filter=people, distinct=True)
    )


def week_of(calendar: WorkCalendar) -> dict[int, tuple[Hours, ...]]:
    """The hours by ISO weekday; days without any are missing."""
    week: dict[int, tuple[Hours, ...]] = {}
    for row in calendar.hours.all():
        week[row.weekday] = (*week.get(row.weekday, ()), (row.opens, row.closes))
    return week


def said_week(calendar: WorkCalendar) -> dict[int, str]:
    """The hours of all seven weekdays as people write them, empty where it is closed."""
    week = week_of(calendar)
    return {weekday: hours_text(week.get(weekday, ())) for weekday in range(1, 8)}


def week_hours(calendar: WorkCalendar, house: ZoneInfo | None = None) -> WeekHours:
    """What the rules compute with. Prefetch by `with_hours` where there are several."""
    here = ZoneInfo(calendar.time_zone) if calendar.time_zone else house or zone()
    return WeekHours(here, week_of(calendar), frozenset(row.date for row in calendar.holidays.all()))


def organisation_time() -> WeekHours:
    """The organisation's calendar, by which contracts fall due; Mon-Fri 09:00-17:00 until one is drawn. One query."""
    hours = WorkHours.objects.filter(calendar=OuterRef("pk")).order_by("weekday", "opens")
    row = (
        WorkCalendar.objects.filter(default=True)
        .annotate(
            open=ArraySubquery(hours.values_list(JSONObject(weekday="weekday", opens="opens", closes="closes"))),
            off=ArraySubquery(Holiday.objects.filter(calendar=OuterRef("pk")).values("date")),
            house=Subquery(Organisation.objects.values("time_zone")[:1]),
        )
        .first()
    )
    if row is None:
        return office_hours(zone())
    week: dict[int, tuple[Hours, ...]] = {}
    for one in row.open:
        week[one["weekday"]] = (*week.get(one["weekday"], ()), (one["opens"], one["closes"]))
    return WeekHours(ZoneInfo(row.time_zone or row.house or "UTC"), week, frozenset(row.off))


def time_of(person: User) -> PersonTime:
    return times_of([person.pk])[person.pk]


def times_of(people: Collection[int]) -> dict[int, PersonTime]:
    """The working time of each person, over all days, in as many queries for one as for many."""
    house = zone()
    calendars = list(with_hours(WorkCalendar.objects.all()))
    known = {row.pk: week_hours(row, house) for row in calendars}
    shipped = office_hours(house)
    dated = calendars_of(people, next((row.pk for row in calendars if row.default), None))
    leaves = grouped(Leave.objects.filter(person__in=people), "person_id")
    found = {}
    for person in people:
        steps = [(start, known[key] if key else shipped) for start, key, _source in dated[person].steps()]
        starts, held = zip(*steps, strict=True)
        found[person] = PersonTime(starts, held, whole_days(leaves[person]), part_days(leaves[person]))
    return found


def calendar_on(person: User, day: date) -> Place:
    """The calendar that holds for a person on a day: own, else of the primary team, else the organisation's."""
    default = WorkCalendar.objects.filter(default=True).values_list("pk", flat=True).first()
    key, source = calendars_of([person.pk], default)[person.pk].on(day)
    return Place(WorkCalendar.objects.filter(pk=key).first() if key else None, source)


@dataclass(frozen=True)
class DatedCalendars:
    """What decides one person's calendar. `default` is the key of the organisation's, None for the shipped one."""

    own: list[Any]
    memberships: list[Any]
    of_teams: dict[int, list[Any]]
    default: int | None

    def on(self, day: date) -> tuple[int | None, Source]:
        for row in self.own:
            if day in row.during:
                return row.calendar_id, "own"
        for member in self.memberships:
            for row in self.of_teams[member.team_id] if day in member.during else ():
                if day in row.during:
                    return row.calendar_id, "team"
        return self.default, "organisation"

    def steps(self) -> list[tuple[date, int | None, Source]]:
        """From which day which calendar holds; the first step begins with time itself."""
        rows = [*self.own, *self.memberships, *(row for team in self.of_teams.values() for row in team)]
        bounds = {bound for row in rows for bound in (row.during.lower, row.during.upper) if bound}
        return [(day, *self.on(day)) for day in sorted({date.min, *bounds})]


def calendars_of(people: Collection[int], default: int | None) -> dict[int, DatedCalendars]:
    memberships = TeamMembership.objects.filter(person__in=people, primary=True)
    by_person = grouped(memberships, "person_id")
    of_teams = grouped(TeamCalendar.objects.filter(team__in=memberships.values("team")), "team_id")
    own = grouped(PersonCalendar.objects.filter(person__in=people), "person_id")
    return {
        person: DatedCalendars(
            own[person], by_person[person], {m.team_id: of_teams[m.team_id] for m in by_person[person]}, default
        )
        for person in people
    }


def grouped(rows: Iterable[Any], by: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def days_of(leave: Leave) -> list[date]:
    return [leave.during.lower + number * DAY for number in range((leave.during.upper - leave.during.lower).days)]


def whole_days(leaves: Iterable[Leave]) -> frozenset[date]:
    return frozenset(day for leave in leaves if leave.minutes is None for day in days_of(leave))


def part_days(leaves: Iterable[Leave]) -> dict[date, int]:
    return {leave.during.lower: leave.minutes for leave in leaves if leave.minutes is not None}
