"""Leavers: nobody gone keeps work, accounts or access, and who comes later keeps what is theirs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.access import reach, today, visible_customers
from accounts.events import person_left
from accounts.models import (
    AccountOwnership,
    ApiToken,
    CustomerAccount,
    Employment,
    PeopleChange,
    ReportingLine,
    Seat,
    SeatOccupancy,
    User,
)
from accounts.operations.customers import change_ownership, create_customer, personal_seat
from accounts.operations.people import set_manager
from accounts.operations.people_changes import cancel_change, draft_change, preview_change, save_change
from accounts.operations.sign_ins import deactivate_person
from accounts.rules.people_changes import BookChoice
from pipeline.models import Lead, Opportunity
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Conflict, Refused
from salesops.kernel.moments import INFINITY
from tests.accounts.conftest import SignIn
from tests.accounts.people_changing import (
    SOON,
    activated,
    all_to,
    dated,
    drafted,
    give,
    hiring,
    leaving,
    run_the_clock,
    shares,
)
from tests.company import FOUNDED, Company, make_deal


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


def test_who_leads_the_others_next_reports_higher(priya_works: Company) -> None:
    """Ruth takes over from Priya: she reports to Marcus, and nobody reports to herself."""
    company = priya_works
    set_manager(company.andre, company.priya, start=FOUNDED, by=None)
    books = all_to(company.marcus) | {"people": give(company.ruth)}
    save_change(drafted(company, leaving(today() - timedelta(days=1), books=books)), by=company.omar)
    lines = ReportingLine.objects.filter(during__contains=today())
    assert lines.get(person=company.ruth).manager == company.marcus
    assert lines.get(person=company.andre).manager == company.ruth


def test_the_last_administrator_does_not_leave(company: Company) -> None:
    with pytest.raises(Conflict) as refused:
        preview_change("leave", company.ada, leaving(today(), books={}), by=company.omar)
    assert refused.value.code == "last_admin"


def test_who_was_chosen_and_left_since_gets_nothing(priya_works: Company) -> None:
    """All of it goes to the last manager, or to the next one up who is here."""
    company, last = priya_works, today() + SOON
    books = all_to(company.andre) | {"leads": give(company.andre, company.jonah)}
    change = save_change(drafted(company, leaving(last, books=books)), by=company.omar)
    for gone in (company.andre, company.marcus):
        User.objects.filter(pk=gone.pk).update(state=User.State.DEACTIVATED)
    assert run_the_clock(change.effective) == ["access", "done"]
    assert set(Opportunity.objects.values_list("owner__name", flat=True)) == {"Dana Whitfield"}
    assert Lead.objects.get().owner == company.jonah


def in_trouble(company: Company) -> PeopleChange:
    """Nobody stands above Priya, and her heir has gone."""
    ReportingLine.objects.filter(person=company.priya).delete()
    change = save_change(drafted(company, leaving(today() + SOON, books=all_to(company.andre))), by=company.omar)
    User.objects.filter(pk=company.andre.pk).update(state=User.State.DEACTIVATED)
    return change


def test_a_hand_over_in_trouble_ends_access_and_says_why(priya_works: Company) -> None:
    company, change = priya_works, in_trouble(priya_works)
    assert run_the_clock(change.effective) == ["access", "receiver_inactive"]
    change.refresh_from_db()
    company.priya.refresh_from_db()
    assert company.priya.state == User.State.DEACTIVATED and change.state == "scheduled"
    assert "Andre Thompson is not here" in change.trouble


@pytest.mark.parametrize("has_address", [True, False])
def test_that_somebody_left_is_told_once_however_long_the_trouble(priya_works: Company, has_address: bool) -> None:
    company = priya_works
    if not has_address:
        User.objects.filter(pk=company.priya.pk).update(email=None, state=User.State.LISTED)
    change, told = in_trouble(company), list[User]()
    person_left.connect(lambda person, **more: told.append(person), weak=False, dispatch_uid="test")
    try:
        for _hour in range(3):
            assert run_the_clock(change.effective)[-1] == "receiver_inactive"
    finally:
        person_left.disconnect(dispatch_uid="test")
    assert told == [company.priya]


def test_what_came_between_save_and_the_day_goes_the_same_way(priya_works: Company) -> None:
    """An account, a second role of one, and somebody below: nothing stays on the seat of who has gone."""
    company = priya_works
    books = all_to(company.marcus) | {"customers": give(company.andre)}
    change = save_change(drafted(company, leaving(today() + SOON, books=books)), by=company.omar)
    late = create_customer(name="Elm Works", owner=company.priya, start=today(), by=None)
    change_ownership(company.birch, personal_seat(company.priya), role="csm", start=today(), by=None)
    set_manager(company.jonah, company.priya, start=today(), by=None)
    run_the_clock(change.effective)
    rows = AccountOwnership.objects.filter(superseded_at=INFINITY)
    on_the_day = rows.filter(valid__contains=change.effective)
    assert on_the_day.get(account=late).seat.person == company.andre
    assert on_the_day.get(account=company.birch, role="csm").seat.person == company.andre
    assert rows.get(account=late, valid__contains=today()).seat.person == company.priya
    assert company.jonah.lines.get(during__contains=change.effective).manager == company.marcus
    assert not on_the_day.filter(seat__person=company.priya).exists()


def test_accounts_that_came_late_stay_vacant_when_the_others_do(priya_works: Company) -> None:
    company = priya_works
    post = Seat.objects.create(name="West one", kind=Seat.Kind.POST)
    SeatOccupancy.objects.create(seat=post, person=company.priya, during=(FOUNDED, None))
    for account in CustomerAccount.objects.filter(ownerships__seat__person=company.priya):
        change_ownership(account, post, start=FOUNDED, by=None)
    books = all_to(company.marcus) | {"customers": BookChoice("vacant")}
    change = save_change(drafted(company, leaving(today() + SOON, books=books)), by=company.omar)
    late = create_customer(name="Elm Works", owner=company.priya, start=today(), by=None)
    run_the_clock(change.effective)
    seat = AccountOwnership.objects.get(account=late, superseded_at=INFINITY).seat
    assert (seat.kind, seat.person) == (Seat.Kind.POST, None)
