"""Job changes, drafts and previews: the preview is the result, everything turns on one day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.access import today
from accounts.models import AccountOwnership, Employment, PeopleChange, ReportingLine, Seat, SeatOccupancy
from accounts.operations.customers import change_ownership, personal_seat
from accounts.operations.employment import begin_employment
from accounts.operations.people_changes import cancel_change, edit_change, preview_change, save_change
from accounts.rules.people_changes import BookChoice, Choices
from pipeline.models import Opportunity
from salesops.kernel.errors import Conflict, Refused
from salesops.kernel.moments import INFINITY
from tests.accounts.people_changing import SOON, all_to, dated, drafted, give, leaving, run_the_clock, shares
from tests.company import FOUNDED, Company


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


@pytest.mark.parametrize("choice", ["along", "vacant", "give"])
def test_who_moves_to_another_post_leaves_the_former_one(priya_works: Company, choice: str) -> None:
    """From the day on the old post is vacant for the next one; its accounts go along, stay, or go to somebody."""
    company, day = priya_works, today() + SOON
    old, new = (Seat.objects.create(name=name, kind=Seat.Kind.POST) for name in ("West one", "East one"))
    SeatOccupancy.objects.create(seat=old, person=company.priya, during=(FOUNDED, None))
    change_ownership(company.acme, old, start=FOUNDED, by=None)
    books = {"customers": give(company.andre) if choice == "give" else BookChoice(choice)}
    before, owned = dated(company.priya), AccountOwnership.objects.filter(superseded_at=INFINITY)
    was = set(owned.values_list("account", "seat", "valid"))
    asked = Choices(start=day, seat=str(new.uid), books=books)
    preview = preview_change("change", company.priya, asked, by=company.omar)
    change = save_change(drafted(company, asked, "change"), by=company.omar)
    assert change.rows == preview.lines
    places = {line["what"]: (line["before"], line["after"]) for line in change.rows if line["label"] == "Seat"}
    assert (places["West one"], places["East one"]) == (("West one", ""), ("", "East one"))
    sits = SeatOccupancy.objects.filter(during__contains=day)
    assert not sits.filter(seat=old).exists() and sits.get(seat=new).person == company.priya
    assert SeatOccupancy.objects.get(seat=old, during__contains=day - timedelta(days=1)).person == company.priya
    holds = owned.get(account=company.acme, valid__contains=day).seat
    assert holds == {"along": personal_seat(company.priya), "vacant": old, "give": personal_seat(company.andre)}[choice]
    cancel_change(change, by=company.omar)
    assert dated(company.priya) == before and set(owned.values_list("account", "seat", "valid")) == was


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
