"""Re-organisations (ACC-10): drafted, previewed, in effect on their day, taken back before it; no past day moves."""

import json
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.access import reach, scope_for, today
from accounts.models import ReportingLine, TeamMembership, TeamParent, User
from accounts.operations.people import set_manager
from accounts.operations.reorganisations import (
    cancel_reorganisation,
    draft_reorganisation,
    move_person,
    move_team,
    preview_reorganisation,
    schedule_reorganisation,
)
from accounts.queries.line import people_below
from accounts.queries.reorganisations import standing_on
from accounts.rules.lines import below_each, shifts
from salesops.kernel.errors import Refused
from tests.accounts.conftest import SignIn
from tests.company import Company

DAY = timedelta(days=1)


@pytest.fixture
def plan(company: Company) -> Any:
    return draft_reorganisation(name="West to east", effective=today() + 10 * DAY, by=company.omar)


def rows() -> list[Any]:
    """Every dated row of lines, teams and parents."""
    return [
        sorted(table.objects.values_list(*fields, "during"), key=str)
        for table, fields in (
            (ReportingLine, ("person", "manager")),
            (TeamMembership, ("person", "team")),
            (TeamParent, ("team", "parent")),
        )
    ]


def code_of(refusal: Any) -> str:
    return str(refusal.value.code)


def test_the_preview_is_the_result_and_changes_nothing(company: Company, plan: Any) -> None:
    move_person(plan, company.priya, manager=company.helena, team=company.east, by=company.omar)
    move_person(plan, company.marcus, manager=company.helena, by=company.omar)
    move_team(plan, company.west, parent=company.east, by=company.omar)
    before = rows()
    preview = preview_reorganisation(plan, by=company.omar)
    assert rows() == before and not preview.conflicts
    placed = {
        one.what: (one.manager_before, one.manager_after, one.team_before, one.team_after) for one in preview.people
    }
    assert placed["Priya Raman"] == ("Marcus Boyle", "Helena Ortiz", "West", "East")
    assert placed["Marcus Boyle"] == ("Dana Whitfield", "Helena Ortiz", "West", "West")
    assert (preview.teams[0].what, preview.teams[0].team_after) == ("West", "East")
    sights = {sight.leader.name: (sight.before, sight.after, sight.gained, sight.lost) for sight in preview.sights}
    assert sights == {
        "Helena Ortiz": (2, 6, ["Andre Thompson", "Marcus Boyle", "Priya Raman", "Ruth Adeyemi"], []),
        "Marcus Boyle": (3, 2, [], ["Priya Raman"]),
    }
    schedule_reorganisation(plan, by=company.omar)
    for person, (_before, after, _gained, _lost) in sights.items():
        pk = User.objects.get(name=person).pk
        assert len(people_below([pk], plan.effective) - {pk}) == after
    assert TeamMembership.objects.get(person=company.priya, during__contains=plan.effective).team == company.east


def test_no_past_day_changes_and_the_day_turns_all_at_once(company: Company, plan: Any) -> None:
    past = [today() - 400 * DAY, today() - DAY, today(), plan.effective - DAY]
    seen = [(standing_on(day), people_below([company.marcus.pk], day)) for day in past]
    move_person(plan, company.priya, manager=company.helena, by=company.omar)
    schedule_reorganisation(plan, by=company.omar)
    assert [(standing_on(day), people_below([company.marcus.pk], day)) for day in past] == seen
    west, east = scope_for(company.marcus), scope_for(company.helena)
    for day, is_west in ((plan.effective - DAY, True), (plan.effective, False)):
        assert west.sees(company.priya.pk, day) is is_west and east.sees(company.priya.pk, day) is not is_west
    assert company.priya.pk in reach(company.marcus, "deal.see").people


def test_scope_at_three_dates_of_somebody_who_moves_twice(company: Company) -> None:
    days = [today() + number * DAY for number in (10, 20)]
    for day, manager in zip(days, (company.helena, company.dana), strict=True):
        plan = draft_reorganisation(name=f"Of {day}", effective=day, by=company.omar)
        move_person(plan, company.priya, manager=manager, by=company.omar)
        schedule_reorganisation(plan, by=company.omar)
    stands = [
        [
            leader
            for leader in ("marcus", "helena", "dana")
            if company.priya.pk in people_below([getattr(company, leader).pk], day)
        ]
        for day in (days[0] - DAY, days[0], days[1])
    ]
    assert stands == [["marcus", "dana"], ["helena", "dana"], ["dana"]]


def test_two_who_change_places_are_in_no_circle(company: Company, plan: Any) -> None:
    move_person(plan, company.marcus, manager=company.priya, by=company.omar)
    move_person(plan, company.priya, manager=company.dana, by=company.omar)
    assert not preview_reorganisation(plan, by=company.omar).conflicts
    schedule_reorganisation(plan, by=company.omar)
    assert standing_on(plan.effective).line[company.marcus.pk] == company.priya.pk


def test_a_circle_is_a_conflict_with_chain_and_day_and_nothing_is_saved(company: Company, plan: Any) -> None:
    move_person(plan, company.ruth, manager=company.helena, by=company.omar)
    move_person(plan, company.dana, manager=company.priya, by=company.omar)
    before = rows()
    (conflict,) = preview_reorganisation(plan, by=company.omar).conflicts
    assert conflict.code == "line_cycle" and str(plan.effective) in conflict.sentence
    assert "Priya Raman → Marcus Boyle → Dana Whitfield" in conflict.sentence
    with pytest.raises(Refused) as refusal:
        schedule_reorganisation(plan, by=company.omar)
    assert code_of(refusal) == "line_cycle" and rows() == before


def test_teams_are_part_of_each_other_one_way(company: Company, plan: Any) -> None:
    move_team(plan, company.west, parent=company.east, by=company.omar)
    move_team(plan, company.east, parent=company.west, by=company.omar)
    assert preview_reorganisation(plan, by=company.omar).conflicts[0].code == "team_cycle"
    with pytest.raises(Refused) as refusal:
        move_team(plan, company.west, parent=company.west, by=company.omar)
    assert code_of(refusal) == "team_cycle"
    TeamParent.objects.create(team=company.west, parent=company.east, during=(today(), None))
    with pytest.raises(IntegrityError, match="team_no_cycle"), transaction.atomic():
        TeamParent.objects.create(team=company.east, parent=company.west, during=(today() + DAY, None))


def test_taken_back_everything_stands_as_it_was(company: Company, plan: Any) -> None:
    set_manager(company.priya, company.dana, start=today() + 30 * DAY, by=company.omar)
    before = rows()
    move_person(plan, company.priya, manager=company.helena, team=None, by=company.omar)
    move_team(plan, company.west, parent=company.east, by=company.omar)
    schedule_reorganisation(plan, by=company.omar)
    assert rows() != before
    cancel_reorganisation(plan, by=company.omar)
    assert rows() == before
    with pytest.raises(Refused) as refusal:
        cancel_reorganisation(plan, by=company.omar)
    assert code_of(refusal) == "wrong_state"


def test_it_is_not_taken_back_over_a_later_change_nor_on_its_day(company: Company, plan: Any) -> None:
    move_person(plan, company.priya, manager=company.helena, by=company.omar)
    schedule_reorganisation(plan, by=company.omar)
    set_manager(company.priya, company.dana, start=plan.effective, by=company.omar)
    with pytest.raises(Refused) as refusal:
        cancel_reorganisation(plan, by=company.omar)
    assert code_of(refusal) == "changed_since"
    now = draft_reorganisation(name="Today", effective=today(), by=company.omar)
    move_person(now, company.ruth, manager=company.helena, by=company.omar)
    schedule_reorganisation(now, by=company.omar)
    with pytest.raises(Refused) as refusal:
        cancel_reorganisation(now, by=company.omar)
    assert code_of(refusal) == "wrong_state"


def test_what_cannot_be_drafted(company: Company, plan: Any) -> None:
    for asked, code in (
        (lambda: draft_reorganisation(name="Late", effective=today() - DAY, by=None), "day_over"),
        (lambda: draft_reorganisation(name=" ", effective=today(), by=None), "required"),
        (lambda: move_person(plan, company.priya, by=None), "required"),
        (lambda: move_person(plan, company.priya, manager=company.priya, by=None), "line_not_self"),
        (lambda: schedule_reorganisation(plan, by=company.omar), "nothing_to_do"),
    ):
        with pytest.raises(Refused) as refusal:
            asked()
        assert code_of(refusal) == code
    company.andre.state = User.State.DEACTIVATED
    with pytest.raises(Refused) as refusal:
        move_person(plan, company.priya, manager=company.andre, by=None)
    assert code_of(refusal) == "receiver_inactive"


def test_on_pages_and_on_the_chart(company: Company, as_person: SignIn) -> None:
    client, day = as_person(company.omar), today() + 10 * DAY
    made = client.post("/people/reorganisations/new", {"name": "East grows", "effective": day})
    page = made["Location"]
    refused = client.post(f"{page}/people", {"person": company.priya.uid})
    assert refused.status_code == 422 and 'id="id_manager_error"' in refused.content.decode()
    move = {"person": company.priya.uid, "manager": company.helena.uid, "no_team": "on"}
    assert client.post(f"{page}/people", move).status_code == 302
    assert client.post(f"{page}/teams", {"team": company.west.uid, "parent": company.east.uid}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Who sees others from that day" in shown and "in no team" in shown and "Schedule" in shown
    assert client.post(f"{page}/schedule").status_code == 302
    assert "Take back" in client.get(page).content.decode()
    charts = [client.get(f"/people/chart?as_of={one}").content.decode() for one in (day - DAY, day)]
    below = [chart.split("Helena Ortiz")[1].split("</li>")[0] for chart in charts]
    assert ["2 people below" in below[0], "3 people below" in below[1]] == [True, True]
    assert f"?as_of={day}" in charts[0] and "Next:" in charts[0] and 'type="range"' in charts[0]
    assert (
        client.get("/people/chart?step=0").status_code == 302 and client.get("/people/chart?step=99").status_code == 400
    )
    assert client.post(f"{page}/cancel").status_code == 302
    assert client.post(f"{page}/schedule").status_code == 409
    assert as_person(company.marcus).get(page).status_code == 404


def test_over_rest(company: Company, as_person: SignIn) -> None:
    client = as_person(company.omar)

    def send(method: str, path: str, body: Any = None, **headers: str) -> Any:
        url = f"/api/v1/{path}"
        return client.generic(method, url, json.dumps(body or {}), "application/json", headers=headers)

    made = send("POST", "reorganisations", {"name": "East grows", "effective": str(today() + 10 * DAY)})
    assert made.status_code == 201
    url = f"reorganisations/{made.json()['id']}"
    person, manager = str(company.dana.uid), str(company.priya.uid)
    move = send("POST", f"{url}/moves", {"person": person, "manager": manager})
    assert move.status_code == 201
    (conflict,) = client.get(f"/api/v1/{url}/preview").json()["conflicts"]
    assert conflict["code"] == "line_cycle"
    refused = send("POST", f"{url}/schedule")
    assert refused.status_code == 422 and refused.json()["code"] == "line_cycle"
    assert send("DELETE", f"reorganisation-moves/{move.json()['id']}").status_code == 204
    for bad in ({}, {"team": str(company.west.uid)}, {"person": person, "parent": None}):
        assert send("POST", f"{url}/moves", bad).status_code == 422
    assert send("POST", f"{url}/moves", {"team": str(company.west.uid), "parent": None}).status_code == 201
    assert send("POST", f"{url}/moves", {"person": manager, "manager": None, "team": None}).status_code == 201
    preview = client.get(f"/api/v1/{url}/preview").json()
    assert [sight["leader_name"] for sight in preview["sights"]] == ["Dana Whitfield", "Marcus Boyle"]
    etag = {"If-Match": client.get(f"/api/v1/{url}")["ETag"]}
    assert send("PATCH", url, {"name": "East"}, **etag).json()["name"] == "East"
    assert send("PATCH", url, {"name": "West"}, **etag).status_code == 409
    assert send("POST", f"{url}/schedule").json()["state"] == "scheduled"
    assert (
        send("PATCH", url, {"name": "x"}, **{"If-Match": client.get(f"/api/v1/{url}")["ETag"]}).json()["code"]
        == "wrong_state"
    )
    assert send("POST", f"{url}/cancel").json()["state"] == "cancelled"
    assert [row["state"] for row in client.get("/api/v1/reorganisations?state=cancelled").json()["results"]] == [
        "cancelled"
    ]
    assert as_person(company.noor).get("/api/v1/reorganisations").json()["results"] == []


def test_who_is_below_whom_equals_a_slow_walk() -> None:
    rng = Random(5)
    for _number in range(100):
        line = {person: rng.randrange(person) for person in range(1, 30) if rng.random() < 0.9}
        other = line | {person: rng.randrange(person) for person in rng.sample(range(1, 30), 3)}
        for leader, people in below_each(line).items():
            assert people == {person for person in line if leader in above(line, person)}
        found = {shift.leader: (shift.gained, shift.lost) for shift in shifts(line, other)}
        old, new = below_each(line), below_each(other)
        for leader in range(30):
            was, now = old.get(leader, frozenset()), new.get(leader, frozenset())
            assert found.get(leader, (frozenset(), frozenset())) == (now - was, was - now)


def above(line: dict[int, int], person: int) -> set[int]:
    found = set()
    while person in line:
        person = line[person]
        found.add(person)
    return found


def test_the_day_is_a_date(company: Company, as_person: SignIn) -> None:
    answer = as_person(company.omar).post("/people/reorganisations/new", {"name": "x", "effective": str(date.max)})
    assert answer.status_code == 422
