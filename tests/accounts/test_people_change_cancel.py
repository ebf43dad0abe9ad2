"""A planned hire, move or leaver taken back: everything stands again as it was."""

from datetime import timedelta
from random import Random

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.access import today
from accounts.models import AccountOwnership, Delegation, PeopleChange, User
from accounts.operations.employment import begin_employment
from accounts.operations.people import set_manager, undo_line_change
from accounts.operations.people_changes import cancel_change, draft_change, preview_change, save_change
from accounts.operations.sign_ins import suspend_person
from accounts.rules.people_changes import BookChoice, Choices
from salesops.kernel.errors import Conflict, Refused
from salesops.kernel.moments import INFINITY
from tests.accounts.people_changing import SOON, all_to, dated, drafted, give, hiring, leaving, untouched
from tests.company import FOUNDED, Company


def test_access_ends_now_and_cancel_gives_it_back(priya_works: Company) -> None:
    company = priya_works
    asked = leaving(today() + SOON, books=all_to(company.marcus), access_ends="now")
    change = save_change(drafted(company, asked), by=company.omar)
    company.priya.refresh_from_db()
    assert company.priya.state == User.State.SUSPENDED
    cancel_change(change, by=company.omar)
    company.priya.refresh_from_db()
    assert company.priya.state == User.State.ACTIVE


def test_cancel_does_not_let_in_who_was_suspended_before(priya_works: Company) -> None:
    company = priya_works
    suspend_person(company.priya, by=company.omar)
    asked = leaving(today() + SOON, books=all_to(company.marcus), access_ends="now")
    cancel_change(save_change(drafted(company, asked), by=company.omar), by=company.omar)
    company.priya.refresh_from_db()
    assert company.priya.state == User.State.SUSPENDED


def test_cancel_leaves_every_dated_row_as_it_was(priya_works: Company) -> None:
    company = priya_works
    people = (company.priya, company.ruth, company.marcus)
    owned = AccountOwnership.objects.filter(superseded_at=INFINITY)
    before = dated(*people), set(owned.values_list("account", "seat", "valid", "role"))
    change = save_change(drafted(company, leaving(today() + SOON, books=all_to(company.marcus))), by=company.omar)
    assert dated(*people) != before[0]
    cancel_change(change, by=company.omar)
    after = dated(*people), set(owned.values_list("account", "seat", "valid", "role"))
    for rows in (*before[0]["employment"], *after[0]["employment"]):
        rows.pop("row_version")
    assert after == before
    with pytest.raises(Refused, match="was cancelled"):
        cancel_change(change, by=company.omar)


def test_delegations_end_with_the_leaver_and_come_back(priya_works: Company) -> None:
    company, day = priya_works, today() + SOON + timedelta(days=1)
    during = DateRange(today(), day + SOON)
    for person, delegate in ((company.priya, company.andre), (company.marcus, company.priya)):
        Delegation.objects.create(person=person, delegate=delegate, during=during, verbs=["deal.change"])
    before = dated(company.priya)["delegation"]
    change = save_change(drafted(company, leaving(today() + SOON, books=all_to(company.marcus))), by=company.omar)
    assert {row["during"].upper for row in dated(company.priya)["delegation"]} == {day}
    cancel_change(change, by=company.omar)
    assert dated(company.priya)["delegation"] == before


def test_cancel_does_not_lose_what_was_changed_since(priya_works: Company) -> None:
    company = priya_works
    change = save_change(drafted(company, leaving(today() + SOON, books=all_to(company.marcus))), by=company.omar)
    set_manager(company.ruth, company.helena, start=today() + SOON * 2, by=None)
    with pytest.raises(Conflict) as refused:
        cancel_change(change, by=company.omar)
    assert refused.value.code == "changed_since"


def test_a_line_drawn_anew_as_it_was_does_not_stop_a_cancel(priya_works: Company) -> None:
    company = priya_works
    change = save_change(drafted(company, leaving(today() + SOON, books=all_to(company.marcus))), by=company.omar)
    set_manager(company.ruth, company.helena, start=today() + SOON * 2, by=None)
    undo_line_change(company.ruth, by=None)
    assert cancel_change(change, by=company.omar).state == PeopleChange.State.CANCELLED


@pytest.mark.parametrize("day", [timedelta(0), timedelta(days=-3)])
def test_nothing_is_taken_back_from_its_day_on(priya_works: Company, day: timedelta) -> None:
    """The day has come and its work is in trouble: access has ended, so there is nothing to give back."""
    company = priya_works
    change = save_change(drafted(company, leaving(today() + SOON, books=all_to(company.marcus))), by=company.omar)
    PeopleChange.objects.filter(pk=change.pk).update(effective=today() + day, trouble="Nobody gets them.")
    before = dated(company.priya)
    with pytest.raises(Refused, match="Its day has come") as refused:
        cancel_change(change, by=company.omar)
    assert refused.value.code == "wrong_state" and dated(company.priya) == before
    change.refresh_from_db()
    assert change.state == "scheduled"


def test_a_hire_that_falls_through_did_not_start(company: Company) -> None:
    start = today() + SOON
    change = save_change(draft_change("hire", None, hiring(company, start), by=company.omar), by=company.omar)
    person = change.person
    assert person is not None
    cancel_change(change, by=company.omar)
    person.refresh_from_db()
    assert person.employments.get().exit_kind == "did_not_start"
    assert person.state == User.State.DEACTIVATED
    assert not any(rows.exists() for rows in (person.lines, person.memberships, person.occupancies, person.grants))


def test_a_dozen_random_changes_are_previewed_saved_and_taken_back(priya_works: Company) -> None:
    """Whatever is asked: the saved lines are the preview's, and a cancelled change leaves every row as it was."""
    company, rng = priya_works, Random(4)
    people = [company.marcus, company.helena, company.andre, company.jonah, company.sofia]
    everybody = [*people, company.priya, company.ruth, company.dana]
    for person in (company.andre, company.ruth, company.jonah):
        begin_employment(person, start=FOUNDED, function="sales", by=None)
    owned = AccountOwnership.objects.filter(superseded_at=INFINITY)
    for _again in range(12):
        day = today() + timedelta(days=rng.randint(1, 200))
        person = rng.choice([company.priya, company.andre, company.ruth, company.jonah])
        heirs = [one for one in people if one != person]
        ways = [give(rng.choice(heirs)), give(*rng.sample(heirs, 3))]
        books = {key: rng.choice(ways) for key in ("customers", "deals", "leads", "people")}
        books["customers"] = rng.choice([books["customers"], BookChoice("vacant")])
        kind = rng.choice(["leave", "change"])
        moved = Choices(start=day, manager=str(company.dana.uid), function=rng.choice(["sales", "other"]), books=books)
        asked = leaving(day, books=books) if kind == "leave" else moved
        before = untouched(*everybody), set(owned.values_list("account", "seat", "valid", "role"))
        preview = preview_change(kind, person, asked, by=company.omar)
        assert (untouched(*everybody), set(owned.values_list("account", "seat", "valid", "role"))) == before
        change = save_change(drafted(company, asked, kind, person), by=company.omar)
        assert change.rows == preview.lines and change.state == "scheduled"
        cancel_change(change, by=company.omar)
        assert (untouched(*everybody), set(owned.values_list("account", "seat", "valid", "role"))) == before
