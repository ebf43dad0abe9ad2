"""Calendars, holidays and leave in the database, on pages and over REST."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from accounts import events
from accounts.access import today
from accounts.models import Holiday, Leave, User, WorkCalendar, WorkHours
from accounts.operations.calendars import (
    add_holiday,
    create_calendar,
    edit_calendar,
    set_person_calendar,
    set_team_calendar,
)
from accounts.operations.leaves import edit_leave, plan_leave
from accounts.operations.teams import put_in_team
from accounts.queries.contracts import notices_due
from accounts.queries.working_time import calendar_on, organisation_time, time_of, times_of
from accounts.rules.hours_text import read_day
from accounts.rules.working_time import DAY, working_day_by
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Conflict, Refused
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import ending
from tests.company import Company

SPLIT = {weekday: read_day("08:00-12:00, 13:00-16:00") for weekday in range(1, 6)}
EARLY = {weekday: read_day("06:00-14:00") for weekday in range(1, 6)}
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def house(company: Company) -> WorkCalendar:
    """The organisation's: the hours of the example, Thursday 7 May 2026 a holiday."""
    calendar = create_calendar(name="House", hours=SPLIT, by=company.omar)
    add_holiday(calendar, date=date(2026, 5, 7), name="Foundation day", by=company.omar)
    return calendar


def send(client: Client, method: str, url: str, body: Any = None, **headers: str) -> Any:
    return client.generic(method, f"/api/v1/{url}", json.dumps(body or {}), "application/json", headers=headers)


def test_own_calendar_before_the_teams_before_the_organisations(company: Company, house: WorkCalendar) -> None:
    team, own = (create_calendar(name=name, hours=EARLY, by=company.omar) for name in ("Team", "Own"))
    set_team_calendar(company.west, team, start=MAY, by=company.omar)
    set_person_calendar(company.priya, own, start=JUNE, by=company.omar)
    put_in_team(company.andre, company.east, start=JUNE, by=company.omar)
    places = [calendar_on(company.priya, day) for day in (MAY - DAY, MAY, JUNE)]
    assert [(place.calendar.name, place.source) for place in places if place.calendar] == [
        ("House", "organisation"), ("Team", "team"), ("Own", "own"),
    ]  # fmt: skip
    assert [calendar_on(company.andre, day).source for day in (JUNE - DAY, JUNE)] == ["team", "organisation"]
    set_person_calendar(company.priya, None, start=JUNE + DAY, by=company.omar)
    assert calendar_on(company.priya, JUNE).source == "own" and calendar_on(company.priya, JUNE + DAY).source == "team"
    assert calendar_on(company.ulf, MAY).calendar == house


def test_a_persons_time_follows_their_calendars_and_leave(company: Company, house: WorkCalendar) -> None:
    early = create_calendar(name="Early", hours=EARLY, by=company.omar)
    set_person_calendar(company.priya, early, start=date(2026, 5, 11), by=company.omar)
    plan_leave(company.priya, kind="sick", start=date(2026, 5, 12), end=date(2026, 5, 14), by=company.priya)
    plan_leave(company.priya, kind="other", start=MAY, end=MAY + DAY, minutes=60, by=company.priya)
    time = time_of(company.priya)
    assert [len(time.openings(date(2026, 5, day))) for day in (7, 8, 11, 12, 13, 14)] == [0, 2, 1, 0, 0, 1]
    assert time.openings(MAY)[-1][1].hour == 15
    assert not organisation_time().is_working(date(2026, 5, 7))


def test_times_of_many_take_as_many_queries_as_of_one(
    company: Company, house: WorkCalendar, django_assert_num_queries: Any
) -> None:
    for person in company.people:
        set_person_calendar(person, house, start=MAY, by=company.omar)
    for people in ([company.priya], company.people):
        with django_assert_num_queries(8):
            times_of([person.pk for person in people])


def test_without_a_calendar_the_office_hours_hold(company: Company) -> None:
    assert calendar_on(company.priya, MAY).calendar is None
    assert time_of(company.priya).is_working(date(2026, 5, 7)) and not organisation_time().is_working(date(2026, 5, 9))


def test_the_database_refuses_hours_that_overlap_over_midnight(house: WorkCalendar) -> None:
    for weekday, opens, closes in ((1, 9 * 60, 10 * 60), (7, 22 * 60, 33 * 60)):
        with pytest.raises(IntegrityError, match="hours_no_overlap"), transaction.atomic():
            WorkHours.objects.create(calendar=house, weekday=weekday, opens=opens, closes=closes)
    WorkHours.objects.create(calendar=house, weekday=7, opens=22 * 60, closes=32 * 60)


def test_the_calendar_page_saves_hours_and_tells_who_computes_by_it(
    company: Company, house: WorkCalendar, as_person: SignIn
) -> None:
    heard: list[Any] = []
    client, url = as_person(company.omar), f"/settings/calendars/{house.uid}"
    typed = {"name": "House", "time_zone": "Europe/Lisbon", "day_1": "22:00-06:00", "version": house.row_version}

    def hear(sender: Any, calendar: WorkCalendar, **more: Any) -> None:
        heard.append(calendar)

    events.calendar_changed.connect(hear)
    try:
        assert client.post(url, typed).status_code == 302 and client.post(url, typed).status_code == 409
    finally:
        events.calendar_changed.disconnect(hear)
    house.refresh_from_db()
    assert [(row.weekday, row.opens, row.closes) for row in house.hours.all()] == [(1, 1320, 1800)]
    assert heard == [house] and "22:00–06:00" in client.get(url).content.decode()
    row = AuditRecord.objects.get(verb="calendar.edited")
    assert row.before["hours"][0] == "08:00–12:00, 13:00–16:00" and row.after["hours"][0] == "22:00–06:00"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("time_zone", "Mars"), ("day_1", "late"), ("day_2", "09:00-12:00, 11:00-13:00"), ("name", "house")],
)
def test_a_calendar_that_cannot_be_is_told_at_its_field(
    company: Company, house: WorkCalendar, as_person: SignIn, field: str, value: str
) -> None:
    asked = {"name": "Night", "time_zone": "", "day_1": "09:00-17:00"}
    page = as_person(company.omar).post("/settings/calendars/new", {**asked, field: value})
    assert page.status_code == 422 and f'id="id_{field}_error"' in page.content.decode()


def test_holidays_are_filled_in_and_then_ours(company: Company, house: WorkCalendar, as_person: SignIn) -> None:
    client, url = as_person(company.omar), f"/settings/calendars/{house.uid}/holidays/fill"
    add_holiday(house, date=date(2026, 12, 25), name="Our feast", by=company.omar)
    assert client.post(url, {"country": "pt", "year": "2026"}).status_code == 302
    names = dict(Holiday.objects.filter(calendar=house).values_list("date", "name"))
    # Thirteen public holidays of Portugal in 2026, one of them there before; and the Foundation day.
    assert len(names) == 14 and names[date(2026, 12, 25)] == "Our feast" and names[date(2026, 4, 3)] == "Good Friday"
    client.post(f"/settings/holidays/{Holiday.objects.get(date=date(2026, 4, 3)).uid}/remove")
    assert client.post(url, {"country": "pt", "year": "2026"}).status_code == 302
    assert Holiday.objects.filter(calendar=house).count() == 14
    refused = client.post(url, {"country": "XX", "year": "2026"})
    assert refused.status_code == 422 and 'id="id_country_error"' in refused.content.decode()


def test_a_contract_notice_falls_before_the_holiday(company: Company, house: WorkCalendar) -> None:
    day = working_day_by(organisation_time(), today())
    contract = ending(company, today() + timedelta(days=60), notice_days=30)
    after = contract.notice_by
    assert list(notices_due(day)) == [contract]
    later = ending(company, after + timedelta(days=33), notice_days=30)
    add_holiday(house, date=today() + DAY, name="Bridge", by=company.omar)
    add_holiday(house, date=today() + 2 * DAY, name="Bridge", by=company.omar)
    add_holiday(house, date=today() + 3 * DAY, name="Bridge", by=company.omar)
    assert later in notices_due(today())


def test_leave_on_the_page_of_a_person(company: Company, house: WorkCalendar, as_person: SignIn) -> None:
    asked = {"kind": "sick", "start": "2026-05-06", "last": "2026-05-08", "note": "hospital"}
    assert as_person(company.priya).post(f"/people/{company.priya.uid}/leave/new", asked).status_code == 302
    leave = Leave.objects.get()
    assert leave.during == DateRange(date(2026, 5, 6), date(2026, 5, 9))
    seen = {
        person.name: "hospital" in as_person(person).get(f"/people/{company.priya.uid}").content.decode()
        for person in (company.priya, company.marcus, company.fiona, company.omar, company.noor, company.ada)
    }
    assert list(seen.values()) == [True, True, True, True, False, False]
    page = as_person(company.marcus).get("/people/leave?month=2026-05").content.decode()
    assert page.count('class="tag accent"') == 2 and "Sick" not in page
    kept = edit_leave(leave, changes={"end": date(2026, 5, 8)}, by=company.priya)
    assert kept.last_day == date(2026, 5, 7)
    assert as_person(company.marcus).post(f"/leave/{leave.uid}/remove").status_code == 302
    assert not Leave.objects.exists()


def test_no_audit_row_says_why_somebody_is_away(company: Company) -> None:
    plan_leave(company.priya, kind="sick", start=MAY, end=JUNE, note="hospital", by=company.priya)
    edit_leave(Leave.objects.get(), changes={"note": "operation"}, by=company.priya)
    said = json.dumps(list(AuditRecord.objects.filter(verb__startswith="leave.").values("before", "after", "reason")))
    assert "2026-05-01" in said and not any(word in said for word in ("sick", "hospital", "operation"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"end": MAY}, "dates_order"),
        ({"end": date(2029, 5, 1)}, "leave_too_long"),
        ({"minutes": 60}, "part_of_one_day"),
        ({"kind": "fishing"}, "value_unknown"),
    ],
)
def test_leave_that_cannot_be(company: Company, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        plan_leave(company.priya, **{"kind": "sick", "start": MAY, "end": JUNE, "by": None, **change})
    assert refusal.value.code == code and refusal.value.fields


def test_one_is_away_once(company: Company) -> None:
    plan_leave(company.priya, kind="sick", start=MAY, end=JUNE, by=None)
    with pytest.raises(Conflict) as conflict:
        plan_leave(company.priya, kind="vacation", start=JUNE - DAY, end=JUNE, by=None)
    assert conflict.value.code == "overlaps" and str(MAY) in conflict.value.message
    with pytest.raises(IntegrityError, match="leave_no_overlap"), transaction.atomic():
        Leave.objects.create(person=company.priya, kind="other", during=(JUNE - DAY, JUNE))
    plan_leave(company.priya, kind="vacation", start=JUNE, end=JUNE + DAY, by=None)


def test_the_examples_over_rest(company: Company, house: WorkCalendar, as_person: SignIn) -> None:
    client = as_person(company.ulf)

    def asked(start: str, end: str, **more: Any) -> Any:
        return client.get("/api/v1/working-time", {"from": f"{start}Z", "to": f"{end}Z", **more})

    spans = (("06T15:20", "08T08:50"), ("08T12:10", "08T12:40"), ("08T16:00", "11T08:05"))
    for by in ({}, {"calendar": house.uid}, {"person": company.ulf.uid}):
        found = [asked(f"2026-05-{start}:00", f"2026-05-{end}:00", **by).json()["minutes"] for start, end in spans]
        assert found == [90, 0, 5]
    opens = asked("2026-05-06T16:00:00", "2026-05-06T16:00:00").json()["opens_at"]
    assert opens == "2026-05-08T08:00:00Z"
    assert asked("2026-05-06T16:00:00", "2026-05-08T16:00:00", person=company.priya.uid).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "",
        "from=2026-05-06T15:20:00Z",
        "from=2026-05-06&to=2026-05-08",
        "from=0001-01-01T00:00:00Z&to=2026-05-08T00:00:00Z",
        "from=2000-01-01T00:00:00Z&to=2026-05-08T00:00:00Z",
        "from=2026-05-06T15:20:00Z&to=2026-05-08T08:50:00Z&calendar=x",
        "from=2026-05-06T15:20:00Z&to=2026-05-08T08:50:00Z&moon=1",
    ],
)
def test_a_time_that_cannot_be_read(company: Company, as_person: SignIn, query: str) -> None:
    assert as_person(company.ulf).get(f"/api/v1/working-time?{query}").status_code == 400


def test_calendars_and_holidays_over_rest(company: Company, house: WorkCalendar, as_person: SignIn) -> None:
    client = as_person(company.omar)
    hours = [{"weekday": 5, "opens": "22:00", "closes": "06:00"}]
    made = send(client, "POST", "work-calendars", {"name": "Night", "hours": hours})
    assert made.status_code == 201 and made.json()["hours"] == hours and not made.json()["default"]
    url = f"work-calendars/{made.json()['id']}"
    assert send(client, "PATCH", url, {"name": "Nights"}).status_code == 428
    saved = send(client, "PATCH", url, {"hours": []}, **{"If-Match": client.get(f"/api/v1/{url}")["ETag"]})
    assert saved.status_code == 200 and saved.json()["hours"] == []
    filled = send(client, "POST", "holidays/fill", {"calendar": made.json()["id"], "country": "DE", "year": 2026})
    assert filled.status_code == 201 and len(filled.json()) == 9
    again = send(client, "POST", "holidays", {"calendar": made.json()["id"], "date": "2026-12-25", "name": "Feast"})
    assert again.status_code == 409 and again.json()["code"] == "already_exists"
    assert client.get("/api/v1/holidays", {"date": "2026-12-25"}).json()["results"][0]["name"] == "Christmas Day"
    assert (
        send(
            client, "POST", f"teams/{company.west.uid}/calendar", {"calendar": made.json()["id"], "start": "2026-05-01"}
        ).status_code
        == 204
    )
    assert send(client, "DELETE", url).json()["code"] == "in_use"
    assert send(client, "DELETE", f"work-calendars/{house.uid}").json()["code"] == "in_use"
    assert send(client, "POST", f"{url}/default").status_code == 204
    assert organisation_time().week == {}
    for bad in ({"weekday": 8}, {"opens": "9"}, {"opens": "06:00"}):
        refused = send(client, "POST", "work-calendars", {"name": "Bad", "hours": [hours[0] | bad]})
        assert refused.status_code == 422


def test_leave_over_rest(company: Company, as_person: SignIn) -> None:
    priya, noor = as_person(company.priya), as_person(company.noor)
    body = {"person": str(company.priya.uid), "kind": "sick", "start": "2026-05-06", "end": "2026-05-09", "note": "x"}
    made = send(priya, "POST", "leaves", body)
    assert made.status_code == 201 and made.json()["kind"] == "sick"
    assert send(as_person(company.jonah), "POST", "leaves", body).status_code == 422
    assert send(noor, "POST", "leaves", body).status_code == 403
    seen = noor.get("/api/v1/leaves").json()["results"]
    assert [(row["kind"], row["note"], row["start"]) for row in seen] == [(None, None, "2026-05-06")]
    assert noor.get("/api/v1/leaves?kind=sick").status_code == 400
    url = f"leaves/{made.json()['id']}"
    etag = {"If-Match": priya.get(f"/api/v1/{url}")["ETag"]}
    short = send(priya, "PATCH", url, {"end": "2026-05-07", "minutes": 60}, **etag)
    assert short.status_code == 200 and short.json()["minutes"] == 60
    assert send(priya, "PATCH", url, {"note": "y"}, **etag).status_code == 409
    assert as_person(company.jonah).get(f"/api/v1/{url}").status_code == 404
    assert send(priya, "DELETE", url).status_code == 204 and User.objects.filter(leaves__isnull=False).count() == 0


def test_an_edit_that_changes_nothing_is_none(company: Company, house: WorkCalendar) -> None:
    edit_calendar(house, changes={"hours": SPLIT}, by=company.omar)
    house.refresh_from_db()
    assert house.row_version == 1
