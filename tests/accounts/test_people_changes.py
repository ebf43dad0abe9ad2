"""New hire, Job change, Leaver: the preview is the result, cancel leaves nothing, nobody gone keeps work."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from accounts.access import reach, today, visible_customers
from accounts.events import person_left
from accounts.models import (
    AccountOwnership,
    ApiToken,
    CustomerAccount,
    Delegation,
    Employment,
    PeopleChange,
    ReportingLine,
    Seat,
    SeatOccupancy,
    User,
)
from accounts.operations.customers import change_ownership, create_customer, personal_seat
from accounts.operations.dated_rows import tables
from accounts.operations.employment import begin_employment
from accounts.operations.people import set_manager, undo_line_change
from accounts.operations.people_change_day import note_trouble, steps_of
from accounts.operations.people_changes import (
    Preview,
    cancel_change,
    draft_change,
    edit_change,
    preview_change,
    save_change,
)
from accounts.operations.sign_ins import deactivate_person, suspend_person
from accounts.queries.line import people_below
from accounts.rules.people_changes import BookChoice, Choices
from pipeline.models import Lead, Opportunity
from pipeline.operations.leads import create_lead
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Conflict, Forbidden, Refused, SalesOpsError
from salesops.kernel.moments import INFINITY
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company, make_deal

TODAY = today
SOON = timedelta(days=20)


def give(*people: User) -> BookChoice:
    return BookChoice("give" if len(people) == 1 else "load", tuple(str(one.uid) for one in people))


def leaving(last_day: date, *, books: dict[str, BookChoice], **more: Any) -> Choices:
    return Choices(last_day=last_day, exit_kind="voluntary", reason="Moves to Oslo", books=books, **more)


@pytest.fixture
def priya_works(company: Company) -> Company:
    """Priya owns Acme and two more accounts, two open deals, a won one, a lead; Ruth reports to her."""
    begin_employment(company.priya, start=FOUNDED, function="sales", by=None)
    for name in ("Cedar Foods", "Dune Media"):
        create_customer(name=name, owner=company.priya, start=FOUNDED, by=None)
    make_deal(company, company.priya, name="Verity", amount="32000")
    make_deal(company, company.priya, name="Weber", amount="8000")
    create_lead(name="Ines Weber", company="Weber", email="ines@weber.example", owner=company.priya, by=company.priya)
    set_manager(company.ruth, company.priya, start=FOUNDED, by=None)
    return company


def all_to(person: User) -> dict[str, BookChoice]:
    return {key: give(person) for key in ("customers", "deals", "leads", "people")}


def drafted(company: Company, asked: Choices, kind: str = "leave", person: User | None = None) -> PeopleChange:
    return draft_change(kind, person or company.priya, asked, by=company.omar)


def dated(*people: User) -> dict[str, list[Any]]:
    """Every column of every dated row of these people."""
    keys = [one.pk for one in people]
    return {
        name: list(model.objects.filter(own).order_by("pk").values()) for name, (model, own) in tables(keys, []).items()
    }


def run_the_clock(day: date) -> list[str]:
    """What the hourly job does on a day."""
    done = []
    for what, change, step in steps_of(day):
        try:
            step()
            done.append(what)
        except SalesOpsError as error:
            note_trouble(change, error)
            done.append(error.code)
    return done


def test_a_leaver_hands_everything_to_the_heir(priya_works: Company) -> None:
    company, last = priya_works, today() - timedelta(days=1)
    change = save_change(drafted(company, leaving(last, books=all_to(company.marcus))), by=company.omar)
    company.priya.refresh_from_db()
    assert (change.state, company.priya.state) == ("done", User.State.DEACTIVATED)
    assert not Opportunity.objects.filter(owner=company.priya, status="open").exists()
    assert not Lead.objects.filter(owner=company.priya).exists()
    assert not ReportingLine.objects.filter(manager=company.priya, during__contains=today()).exists()
    assert ReportingLine.objects.get(person=company.ruth, during__contains=today()).manager == company.marcus
    owners = AccountOwnership.objects.filter(valid__contains=today(), superseded_at=INFINITY)
    assert set(owners.exclude(account=company.birch).values_list("seat__person__name", flat=True)) == {"Marcus Boyle"}
    ended = Employment.objects.get(person=company.priya)
    assert (ended.during.upper, ended.exit_kind, ended.reason) == (today(), "voluntary", "Moves to Oslo")
    assert not SeatOccupancy.objects.filter(person=company.priya, during__contains=today()).exists()


def test_sessions_and_tokens_die_and_it_is_told(priya_works: Company, as_person: SignIn) -> None:
    company = priya_works
    client = as_person(company.priya)
    token = ApiToken.objects.create(
        user=company.priya, name="nightly", prefix="so_1", digest="0" * 64, scopes=["accounts:read"],
        expires_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip
    told: list[User] = []
    person_left.connect(lambda person, **more: told.append(person), weak=False, dispatch_uid="test")
    try:
        asked = leaving(today() - timedelta(days=1), books=all_to(company.marcus))
        assert client.get("/settings/profile").status_code == 200
        save_change(drafted(company, asked), by=company.omar)
    finally:
        person_left.disconnect(dispatch_uid="test")
    assert client.get("/settings/profile").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None and told == [company.priya]
    # Why she leaves is behind its own verb: the audit, which more people read, says that it was said.
    assert "Oslo" not in str(list(AuditRecord.objects.values_list("before", "after", "reason")))


def test_the_preview_is_the_result(priya_works: Company) -> None:
    """Line by line: what a preview said and wrote not, is what Save says, and what stands afterwards."""
    company, last = priya_works, today() - timedelta(days=1)
    asked = leaving(last, books=all_to(company.marcus))
    before = dated(company.priya, company.ruth)
    preview = preview_change("leave", company.priya, asked, by=company.omar)
    assert dated(company.priya, company.ruth) == before and PeopleChange.objects.count() == 0
    change = save_change(drafted(company, asked), by=company.omar)
    assert change.rows == preview.lines
    shown = {(line["label"], line["what"]): line["after"] for line in preview.lines}
    assert shown[("Deals", "Verity")] == shown[("Accounts", "Acme Robotics")] == "Marcus Boyle"
    assert shown[("Manager", "")] == "" and shown[("Employed", "")] == ""
    for deal in Opportunity.objects.filter(name__in=("Verity", "Weber")):
        assert deal.owner.name == shown[("Deals", deal.name)]
    assert shares(preview)[("Marcus Boyle", "deals")] == (2, Decimal(40000), 2)
    assert shares(preview)[("Marcus Boyle", "customers")] == (3, None, 3)


def shares(preview: Preview) -> dict[tuple[str, str], tuple[int, Decimal | None, int]]:
    return {
        (one["name"], one["part"]): (one["count"], Decimal(one["amount"]) if one["amount"] else None, one["load"])
        for one in preview.shares
    }


def test_by_load_over_several(priya_works: Company) -> None:
    company = priya_works
    for number in range(2):
        make_deal(company, company.andre, name=f"Andre {number}")
    books = all_to(company.marcus) | {"deals": give(company.andre, company.jonah), "people": give(company.marcus)}
    preview = preview_change("leave", company.priya, leaving(today(), books=books), by=company.omar)
    assert {key: one for key, one in shares(preview).items() if key[1] == "deals"} == {
        ("Jonah Becker", "deals"): (2, Decimal(40000), 2)
    }


def test_an_open_book_stops_save_with_counts(priya_works: Company) -> None:
    company = priya_works
    change = drafted(company, leaving(today(), books={"deals": give(company.marcus)}))
    with pytest.raises(Conflict) as refused:
        save_change(change, by=company.omar)
    assert refused.value.code == "books_open"
    assert refused.value.facts["counts"] == {"customers": 3, "leads": 1, "people": 1}
    change.refresh_from_db()
    assert change.state == "draft" and Employment.objects.get(person=company.priya).exit_kind == ""


@pytest.mark.parametrize("why", ["gone", "leaving", "self"])
def test_a_receiver_who_is_not_here_that_day(priya_works: Company, why: str) -> None:
    company = priya_works
    heir = {"gone": company.andre, "leaving": company.andre, "self": company.priya}[why]
    if why == "gone":
        deactivate_person(company.andre, by=company.omar)
    if why == "leaving":
        save_change(drafted(company, leaving(today() + SOON, books={}), person=company.andre), by=company.omar)
    asked = leaving(today() + SOON * 2, books=all_to(company.marcus) | {"deals": give(heir)})
    with pytest.raises(Refused) as refused:
        preview_change("leave", company.priya, asked, by=company.omar)
    assert refused.value.code == "receiver_inactive" and "deals_to" in refused.value.fields


def test_vacant_accounts_wait_on_a_post_under_the_last_manager(priya_works: Company) -> None:
    """No ownership row changes; Marcus sees them, a peer does not; the next hire sits down and has them."""
    company, last = priya_works, today() - timedelta(days=1)
    books = all_to(company.marcus) | {"customers": BookChoice("vacant"), "deals": BookChoice("vacant")}
    before = list(AccountOwnership.objects.order_by("pk").values())
    seat = personal_seat(company.priya)
    save_change(drafted(company, leaving(last, books=books)), by=company.omar)
    assert list(AccountOwnership.objects.order_by("pk").values()) == before
    seat.refresh_from_db()
    assert (seat.kind, seat.person) == (Seat.Kind.POST, None)
    assert company.acme in visible_customers(User.objects.get(pk=company.marcus.pk))
    assert company.acme in visible_customers(User.objects.get(pk=company.dana.pk))
    for other in (company.andre, company.jonah, company.helena):
        assert company.acme not in visible_customers(User.objects.get(pk=other.pk))
    # The deal stays with the leaver, whose rows stand under the last manager.
    assert reach(User.objects.get(pk=company.marcus.pk), "deal.see").covers(company.priya.pk)
    hired = save_change(
        draft_change("hire", None, hiring(company, seat=str(seat.uid)), by=company.omar), by=company.omar
    )
    assert company.acme in visible_customers(activated(hired.person))
    taken = hiring(company, seat=str(seat.uid), email="second@northwind.example")
    with pytest.raises(Conflict) as refused:
        preview_change("hire", None, taken, by=company.omar)
    assert refused.value.code == "seat_taken" and "Lena Roth sits there" in refused.value.message


def activated(person: User | None) -> User:
    assert person is not None
    User.objects.filter(pk=person.pk).update(state=User.State.ACTIVE)
    return User.objects.get(pk=person.pk)


def hiring(company: Company, start: date | None = None, **more: Any) -> Choices:
    known: dict[str, Any] = {
        "name": "Lena Roth", "email": "lena@northwind.example", "manager": str(company.marcus.uid),
        "team": str(company.west.uid), "function": "sales", "job_role": "Account executive", "role": "rep",
    }  # fmt: skip
    return Choices(start=start or today(), **(known | more))


def test_an_account_that_goes_to_somebody_later_still_does(priya_works: Company) -> None:
    """Acme is Priya's until Helena has it in 40 days; Marcus gets it for the days between, and cancel gives it back."""
    company, later = priya_works, today() + SOON * 2
    change_ownership(company.acme, personal_seat(company.helena), start=later, by=None)
    owned = AccountOwnership.objects.filter(account=company.acme, superseded_at=INFINITY)
    before = set(owned.values_list("seat__person__name", "valid"))
    change = save_change(drafted(company, leaving(today() + SOON, books=all_to(company.marcus))), by=company.omar)
    assert owned.get(valid__contains=today() + SOON + timedelta(days=1)).seat.person == company.marcus
    assert owned.get(valid__contains=later).seat.person == company.helena
    cancel_change(change, by=company.omar)
    assert set(owned.values_list("seat__person__name", "valid")) == before


def test_who_reports_to_somebody_else_later_still_does(priya_works: Company) -> None:
    """Ruth is Priya's until she goes to Helena in 40 days; Marcus leads her in between."""
    company, later = priya_works, today() + SOON * 2
    set_manager(company.ruth, company.helena, start=later, by=None)
    before = dated(company.ruth)["line"]
    change = save_change(drafted(company, leaving(today() + SOON, books=all_to(company.marcus))), by=company.omar)
    lines = ReportingLine.objects.filter(person=company.ruth)
    assert lines.get(during__contains=today() + SOON + timedelta(days=1)).manager == company.marcus
    assert lines.get(during__contains=later).manager == company.helena
    cancel_change(change, by=company.omar)
    assert dated(company.ruth)["line"] == before


def test_who_leaves_accounts_vacant_takes_one_over_until_the_last_day(priya_works: Company) -> None:
    company = priya_works
    books = all_to(company.marcus) | {"customers": BookChoice("vacant")}
    save_change(drafted(company, leaving(today() + SOON, books=books)), by=company.omar)
    made = create_customer(name="Elm Works", owner=company.priya, start=today(), by=None)
    assert made in visible_customers(User.objects.get(pk=company.priya.pk))
    seat = AccountOwnership.objects.get(account=made).seat
    assert not SeatOccupancy.objects.filter(seat=seat, during__contains=today() + SOON * 2).exists()


def test_a_scheduled_leaver_changes_nothing_before_the_day(priya_works: Company) -> None:
    company, last = priya_works, today() + SOON
    change = save_change(drafted(company, leaving(last, books=all_to(company.marcus))), by=company.omar)
    company.priya.refresh_from_db()
    assert (change.state, company.priya.state) == ("scheduled", User.State.ACTIVE)
    assert Opportunity.objects.filter(owner=company.priya).count() == 2
    assert company.acme in visible_customers(company.priya)
    # A deal that came after Save goes the same way; a lead that nobody had chosen for goes to the last manager.
    make_deal(company, company.priya, name="Late")
    assert run_the_clock(last) == []
    assert run_the_clock(last + timedelta(days=1)) == ["access", "done"]
    assert run_the_clock(last + timedelta(days=1)) == []
    company.priya.refresh_from_db()
    assert company.priya.state == User.State.DEACTIVATED
    assert Opportunity.objects.get(name="Late").owner == company.marcus


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


def test_a_hand_over_in_trouble_ends_access_and_says_why(priya_works: Company) -> None:
    company, last = priya_works, today() + SOON
    change = save_change(drafted(company, leaving(last, books=all_to(company.andre))), by=company.omar)
    deactivate_person(company.andre, by=company.omar)
    assert run_the_clock(last + timedelta(days=1)) == ["access", "receiver_inactive"]
    change.refresh_from_db()
    company.priya.refresh_from_db()
    assert company.priya.state == User.State.DEACTIVATED and change.state == "scheduled"
    assert "Andre Thompson is not here" in change.trouble


def test_who_leads_the_others_next_reports_higher(priya_works: Company) -> None:
    """Ruth takes over from Priya: she reports to Marcus, and nobody reports to herself."""
    company = priya_works
    set_manager(company.andre, company.priya, start=FOUNDED, by=None)
    books = all_to(company.marcus) | {"people": give(company.ruth)}
    save_change(drafted(company, leaving(today() - timedelta(days=1), books=books)), by=company.omar)
    lines = ReportingLine.objects.filter(during__contains=today())
    assert lines.get(person=company.ruth).manager == company.marcus
    assert lines.get(person=company.andre).manager == company.ruth


def test_a_hire_is_ready_on_the_first_day(company: Company) -> None:
    asked = hiring(company, invite_on=today())
    preview = preview_change("hire", None, asked, by=company.omar)
    assert not User.objects.filter(name="Lena Roth").exists()
    shown = {line["label"]: line["after"] for line in preview.lines}
    assert (shown["Manager"], shown["Team"], shown["Role"], shown["Job role"]) == (
        "Marcus Boyle", "West", "Rep", "Account executive",
    )  # fmt: skip
    change = save_change(draft_change("hire", None, asked, by=company.omar), by=company.omar)
    person = change.person
    assert person is not None and person.state == User.State.INVITED and change.rows == preview.lines
    assert person.pk in people_below([company.marcus.pk], today())
    assert (person.employments.get().during.lower, change.state) == (today(), "done")
    assert mail.outbox == []  # a worker sends it


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


def test_who_left_is_hired_again_with_another_employment(priya_works: Company) -> None:
    company = priya_works
    left = leaving(today() - timedelta(days=5), books=all_to(company.marcus))
    save_change(drafted(company, left), by=company.omar)
    asked = Choices(start=today(), manager=str(company.helena.uid), function="sales", role="rep")
    save_change(draft_change("hire", User.objects.get(pk=company.priya.pk), asked, by=company.omar), by=company.omar)
    company.priya.refresh_from_db()
    assert company.priya.state == User.State.LISTED and company.priya.employments.count() == 2
    assert company.priya.pk in people_below([company.helena.pk], today())
    with pytest.raises(Refused, match="works here already"):
        preview_change("hire", company.andre, asked, by=company.omar)


def test_who_is_hired_again_is_invited_on_the_day_of_that_hire(company: Company) -> None:
    past = today() - timedelta(days=90)
    asked = Choices(start=past, name="Nina Berg", email="nina@vela.example", function="sales", invite_on=today() + SOON)
    person = save_change(draft_change("hire", None, asked, by=company.omar), by=company.omar).person
    assert person is not None
    PeopleChange.objects.filter(person=person).update(choices={**asked.stored(), "invite_on": past.isoformat()})
    save_change(drafted(company, leaving(today() - timedelta(days=2), books={}), person=person), by=company.omar)
    again = Choices(start=today() + SOON, email="nina@vela.example", function="sales", invite_on=today() + SOON)
    save_change(drafted(company, again, "hire", person), by=company.omar)
    assert run_the_clock(today()) == []
    person.refresh_from_db()
    assert person.state == User.State.LISTED


def test_everything_of_a_move_turns_on_one_day(priya_works: Company) -> None:
    company, day = priya_works, today() + SOON
    asked = Choices(
        start=day, manager=str(company.helena.uid), team=str(company.east.uid), function="enablement",
        job_role="Coach", books={"deals": give(company.andre)},
    )  # fmt: skip
    preview = preview_change("change", company.priya, asked, by=company.omar)
    shown = {line["label"]: (line["before"], line["after"]) for line in preview.lines}
    assert shown["Manager"] == ("Marcus Boyle", "Helena Ortiz")
    assert shown["Function"] == ("Sales", "Enablement")
    # What nobody asks to give away goes along: the accounts, the lead, Ruth.
    assert shown["Accounts"] == ("Priya Raman", "Priya Raman") and shown["Deals"] == ("Priya Raman", "Andre Thompson")
    before = dated(company.priya, company.ruth)
    change = save_change(drafted(company, asked, "change"), by=company.omar)
    assert change.rows == preview.lines
    for offset, manager, function in ((-1, company.marcus, "sales"), (0, company.helena, "enablement")):
        on = day + timedelta(days=offset)
        assert company.priya.lines.get(during__contains=on).manager == manager
        assert company.priya.employments.get().jobs.get(during__contains=on).function == function
    assert Opportunity.objects.filter(owner=company.priya).count() == 2
    run_the_clock(day)
    assert Opportunity.objects.filter(owner=company.andre).count() == 2
    assert Employment.objects.get(person=company.priya).exit_kind == ""
    assert before != dated(company.priya, company.ruth)


def test_nobody_moves_after_the_last_day(priya_works: Company) -> None:
    company = priya_works
    save_change(drafted(company, leaving(today() + SOON, books=all_to(company.marcus))), by=company.omar)
    asked = Choices(start=today() + SOON * 2, manager=str(company.helena.uid))
    with pytest.raises(Refused) as refused:
        save_change(drafted(company, asked, "change"), by=company.omar)
    assert refused.value.code == "wrong_state"
    assert not ReportingLine.objects.filter(person=company.priya, during__contains=today() + SOON * 2).exists()


def test_who_moves_may_leave_the_accounts_for_the_next_one(priya_works: Company) -> None:
    company, day = priya_works, today() + SOON
    asked = Choices(start=day, manager=str(company.helena.uid), books={"customers": BookChoice("vacant")})
    before = dated(company.priya)
    change = save_change(drafted(company, asked, "change"), by=company.omar)
    assert sorted(company.priya.seats.values_list("kind", flat=True)) == ["personal"]
    assert personal_seat(company.priya).ownerships.count() == 0
    cancel_change(change, by=company.omar)
    assert dated(company.priya) == before


def test_only_who_grants_roles_hires_into_a_guarded_one(company: Company) -> None:
    asked = hiring(company, role="admin")
    with pytest.raises(Forbidden) as refused:
        preview_change("hire", None, asked, by=company.omar)
    assert refused.value.code == "guarded_role"
    assert preview_change("hire", None, asked, by=company.ada).lines


def test_nobody_hires_into_a_role_over_everything_who_has_only_a_line(company: Company) -> None:
    asked = hiring(company, role="ops_rep")
    with pytest.raises(Forbidden) as refused:
        preview_change("hire", None, asked, by=company.dana)
    assert refused.value.code == "guarded_role"
    assert preview_change("hire", None, asked, by=company.omar).lines


def test_nobody_is_put_on_a_seat_whose_accounts_the_line_does_not_see(company: Company) -> None:
    seat = Seat.objects.create(name="East", kind=Seat.Kind.POST)
    change_ownership(company.birch, seat, start=today(), by=company.omar)
    asked = hiring(company, seat=str(seat.uid))
    with pytest.raises(Forbidden) as refused:
        preview_change("hire", None, asked, by=company.marcus)
    assert refused.value.code == "not_allowed"
    assert preview_change("hire", None, asked, by=company.omar).lines


def test_the_last_administrator_does_not_leave(company: Company) -> None:
    with pytest.raises(Conflict) as refused:
        preview_change("leave", company.ada, leaving(today(), books={}), by=company.omar)
    assert refused.value.code == "last_admin"


def test_a_manager_in_the_own_line_is_refused_with_the_chain(priya_works: Company) -> None:
    company = priya_works
    with pytest.raises(Refused) as refused:
        preview_change("change", company.priya, Choices(start=today(), manager=str(company.ruth.uid)), by=company.omar)
    assert refused.value.code == "line_cycle"


def test_a_draft_can_be_changed_and_only_a_draft_saved(company: Company) -> None:
    begin_employment(company.andre, start=FOUNDED, function="sales", by=None)
    change = drafted(company, leaving(today() + SOON, books={}), person=company.andre)
    edited = edit_change(change, leaving(today() + SOON * 2, books={}), by=company.omar, seen=change.row_version)
    assert edited.effective == today() + SOON * 2 + timedelta(days=1)
    with pytest.raises(Conflict) as stale:
        save_change(change, by=company.omar, seen=change.row_version - 1)
    assert stale.value.code == "stale_version"
    save_change(edited, by=company.omar)
    with pytest.raises(Refused, match="no draft"):
        save_change(edited, by=company.omar)


def test_no_past_figure_changes_when_somebody_leaves_mid_quarter(priya_works: Company, as_person: SignIn) -> None:
    """Bookings, open pipeline and headcount as they were yesterday, before and after, for every reader."""
    company = priya_works
    from pipeline.operations.opportunities import close_won

    won = Opportunity.objects.get(name="Weber")
    close_won(won, by=company.priya)
    yesterday = today() - timedelta(days=1)
    readers = {one.name: as_person(one) for one in (company.omar, company.dana, company.marcus)}
    before = {name: figures(client, yesterday) for name, client in readers.items()}
    books = all_to(company.andre)
    save_change(drafted(company, leaving(yesterday, books=books)), by=company.omar)
    assert {name: figures(client, yesterday) for name, client in readers.items()} == before
    # What is won stays Priya's, with Marcus above her: the heir gets open work alone.
    won.refresh_from_db()
    assert (won.credit_owner, won.owner) == (company.priya, company.priya)
    booked = (
        readers["Marcus Boyle"].get("/api/v1/metrics/bookings/value", {"period": quarter(), "dims": "owner"}).json()
    )
    assert [(part["group"][0]["label"], part["value"]) for part in booked["parts"]] == [("Priya Raman", "8000.00")]


def quarter() -> str:
    return f"{today().year}-Q{(today().month - 1) // 3 + 1}"


def figures(client: Client, day: date) -> dict[str, Any]:
    asked = {"period": quarter(), "as_of": str(day)}
    found = {}
    for key in ("bookings", "win_rate", "average_headcount", "retention_rate"):
        answer = client.get(f"/api/v1/metrics/{key}/value", asked).json()
        found[key] = (answer["value"], answer["n"])
    found["open"] = client.get("/api/v1/metrics/open_pipeline/value", {"as_of": str(day)}).json()["value"]
    return found


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


def untouched(*people: User) -> dict[str, list[Any]]:
    """The dated rows, but for the number of the version, which goes up with each change and each way back."""
    found = dated(*people)
    for row in found["employment"]:
        row.pop("row_version")
    return found


def test_scope_at_three_dates_for_a_person_who_moved_twice(company: Company, as_person: SignIn) -> None:
    """Priya: Marcus until June, Helena in July and August, Dana from September. A customer stands where she stood."""
    for start, manager in ((date(2026, 7, 1), company.helena), (date(2026, 9, 1), company.dana)):
        move = Choices(start=start, manager=str(manager.uid))
        begin = company.priya.employments.exists()
        if not begin:
            begin_employment(company.priya, start=FOUNDED, function="sales", by=None)
        save_change(draft_change("change", company.priya, move, by=company.omar), by=company.omar)
    asked = {"from": "2026-06-01", "to": "2026-10-01", "as_of": "2026-11-01"}
    days = {
        one.name: as_person(one).get("/api/v1/headcount", asked).json()["person_days"]
        for one in (company.marcus, company.helena, company.dana)
    }
    assert days == {"Marcus Boyle": 30, "Helena Ortiz": 62, "Dana Whitfield": 122}
    for day, leaders in (
        (date(2026, 6, 15), {"marcus", "dana"}),
        (date(2026, 8, 15), {"helena", "dana"}),
        (date(2026, 9, 15), {"dana"}),
    ):
        above = {
            name
            for name in ("marcus", "helena", "dana")
            if company.priya.pk in people_below([getattr(company, name).pk], day)
        }
        assert above == leaders, day
    assert CustomerAccount.objects.count() == 2
