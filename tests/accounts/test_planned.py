"""Plans of one person come one after the other: none is lost to an earlier day, and nobody moves who has left."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.access import today
from accounts.models import PeopleChange, Reorganisation, ReportingLine, User
from accounts.operations.employment import begin_employment
from accounts.operations.people_changes import cancel_change, draft_change, preview_change, save_change
from accounts.operations.reorganisations import (
    cancel_reorganisation,
    draft_reorganisation,
    move_person,
    preview_reorganisation,
    schedule_reorganisation,
)
from accounts.rules.people_changes import Choices
from salesops.kernel.errors import Conflict, Refused
from tests.accounts.conftest import SignIn
from tests.accounts.people_changing import SOON, all_to, dated, hiring, leaving, run_the_clock
from tests.company import FOUNDED, Company

DAY = timedelta(days=1)
EARLIER, LATER = SOON, SOON * 2


@pytest.fixture
def company(company: Company) -> Company:
    begin_employment(company.priya, start=FOUNDED, function="sales", by=None)
    return company


def moves(company: Company, day: date, **more: Any) -> Choices:
    return Choices(start=day, manager=str(company.helena.uid), **more)


def leaves(company: Company, day: date) -> Choices:
    return leaving(day, books=all_to(company.andre))


def saved(company: Company, kind: str, asked: Choices, person: User | None = None) -> PeopleChange:
    return save_change(draft_change(kind, person or company.priya, asked, by=company.omar), by=company.omar)


def reorganised(company: Company, day: date, person: User, manager: User) -> Reorganisation:
    plan = draft_reorganisation(name=f"Of {day}", effective=day, by=company.omar)
    move_person(plan, person, manager=manager, by=company.omar)
    return plan


@pytest.mark.parametrize(("later", "earlier"), [("change", "change"), ("change", "leave"), ("leave", "change")])
def test_an_earlier_change_does_not_wipe_a_later_one(company: Company, later: str, earlier: str) -> None:
    asked = {"change": moves, "leave": leaves}
    kept = saved(company, later, asked[later](company, today() + LATER))
    before = dated(company.priya)
    with pytest.raises(Conflict) as refused:
        saved(company, earlier, asked[earlier](company, today() + EARLIER))
    field = {"change": "start", "leave": "last_day"}[earlier]
    assert (refused.value.code, refused.value.facts["row"]) == ("overlaps", str(kept.uid))
    assert str(kept.effective) in refused.value.fields[field] and dated(company.priya) == before
    cancel_change(kept, by=company.omar)
    assert saved(company, earlier, asked[earlier](company, today() + EARLIER)).state == "scheduled"


def test_nobody_leaves_twice(company: Company) -> None:
    first = saved(company, "leave", leaves(company, today() + EARLIER))
    with pytest.raises(Conflict) as refused:
        preview_change("leave", company.priya, leaves(company, today() + LATER), by=company.omar)
    assert (refused.value.code, refused.value.facts["row"]) == ("overlaps", str(first.uid))
    assert "last_day" in refused.value.fields


def test_the_form_says_so_at_its_field(company: Company, as_person: SignIn) -> None:
    saved(company, "change", moves(company, today() + LATER))
    asked = {"start": str(today() + EARLIER), "function": "other", "customers_how": "along"}
    client, page = as_person(company.omar), f"/people/{company.priya.uid}/job"
    answer = client.post(page, asked)
    assert answer.status_code == 409 and 'id="id_start_error"' in answer.content.decode()
    assert "and would be lost" in answer.content.decode()
    draft = draft_change("change", company.priya, moves(company, today() + EARLIER), by=company.omar)
    shown = client.get(f"/people/changes/{draft.uid}").content.decode()
    assert "and would be lost" in shown
    over_rest = client.post(f"/api/v1/people-changes/{draft.uid}/save", {}, content_type="application/json")
    assert (over_rest.status_code, over_rest.json()["code"]) == (409, "overlaps")


def test_a_job_change_does_not_wipe_a_later_re_organisation(company: Company) -> None:
    plan = schedule_reorganisation(reorganised(company, today() + LATER, company.priya, company.dana), by=company.omar)
    with pytest.raises(Conflict) as refused:
        saved(company, "change", moves(company, today() + EARLIER))
    assert (refused.value.code, refused.value.facts["row"]) == ("overlaps", str(plan.uid))
    assert ReportingLine.objects.get(person=company.priya, during__contains=today() + LATER).manager == company.dana


@pytest.mark.parametrize("kind", ["change", "leave", "hire", "re-organisation"])
def test_a_re_organisation_does_not_wipe_what_comes_later(company: Company, kind: str) -> None:
    person = company.priya
    if kind == "re-organisation":
        other = reorganised(company, today() + LATER, company.priya, company.dana)
        later: Any = schedule_reorganisation(other, by=company.omar)
    elif kind == "hire":
        asked = hiring(company, today() + LATER)
        later = save_change(draft_change("hire", None, asked, by=company.omar), by=company.omar)
        person = User.objects.get(name="Lena Roth")
    else:
        later = saved(company, kind, {"change": moves, "leave": leaves}[kind](company, today() + LATER))
    plan = reorganised(company, today() + EARLIER, person, company.helena)
    (hindrance,) = preview_reorganisation(plan, by=company.omar).conflicts
    assert hindrance.code == "overlaps" and str(later.effective) in hindrance.sentence
    before = dated(person)
    with pytest.raises(Conflict) as refused:
        schedule_reorganisation(plan, by=company.omar)
    assert (refused.value.code, refused.value.facts["row"]) == ("overlaps", str(later.uid)) and dated(person) == before


@pytest.mark.parametrize("who", ["person", "manager"])
def test_a_re_organisation_moves_nobody_who_is_gone_by_its_day(company: Company, who: str) -> None:
    plan = reorganised(company, today() + LATER, *_pair(company, who))
    assert not preview_reorganisation(plan, by=company.omar).conflicts
    saved(company, "leave", leaves(company, today() + EARLIER))
    (hindrance,) = preview_reorganisation(plan, by=company.omar).conflicts
    assert hindrance.code == "receiver_inactive" and "Priya Raman is not here" in hindrance.sentence
    with pytest.raises(Refused) as refused:
        schedule_reorganisation(plan, by=company.omar)
    assert refused.value.code == "receiver_inactive" and who in refused.value.fields


def _pair(company: Company, who: str) -> tuple[User, User]:
    return (company.priya, company.helena) if who == "person" else (company.ruth, company.priya)


def test_who_leaves_before_a_re_organisation_stays_out_of_it(company: Company) -> None:
    """The leaver may be entered; the plan is taken back once the leave is done or cancelled, not over its head."""
    plan = reorganised(company, today() + LATER, company.priya, company.helena)
    move_person(plan, company.ruth, manager=company.helena, by=company.omar)
    before = dated(company.ruth)
    schedule_reorganisation(plan, by=company.omar)
    leave = saved(company, "leave", leaves(company, today() + EARLIER))
    assert not ReportingLine.objects.filter(person=company.priya, during__contains=plan.effective).exists()
    with pytest.raises(Conflict) as refused:
        cancel_reorganisation(plan, by=company.omar)
    assert (refused.value.code, refused.value.facts["row"]) == ("overlaps", str(leave.uid))
    run_the_clock(leave.effective)
    gone = dated(company.priya)
    cancel_reorganisation(plan, by=company.omar)
    assert dated(company.priya) == gone
    assert [row["manager_id"] for row in dated(company.ruth)["line"]] == [row["manager_id"] for row in before["line"]]


def test_who_never_had_an_address_and_left_is_gone(company: Company) -> None:
    """Their state stays listed; work is given to them no more, until they are hired again."""
    asked = hiring(company, today() - SOON, email="", role="")
    person = save_change(draft_change("hire", None, asked, by=company.omar), by=company.omar).person
    assert person is not None
    saved(company, "leave", leaving(today() - DAY, books={}), person)
    plan = reorganised(company, today() + EARLIER, company.ruth, person)
    assert [one.code for one in preview_reorganisation(plan, by=company.omar).conflicts] == ["receiver_inactive"]
    saved(company, "hire", hiring(company, email="", role=""), User.objects.get(pk=person.pk))
    assert not preview_reorganisation(plan, by=company.omar).conflicts
