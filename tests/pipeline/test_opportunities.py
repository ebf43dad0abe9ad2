"""Working a deal: what each operation writes, refuses and keeps."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.access import visible_customers
from accounts.models import Currency, CustomerMember, FxRate, User
from pipeline import events
from pipeline.models import Opportunity, OpportunityVersion, Reason, Stage
from pipeline.operations.activities import log_activity
from pipeline.operations.opportunities import (
    close_lost,
    close_won,
    delete_opportunity,
    edit_opportunity,
    move_stage,
    reopen_opportunity,
    transfer_opportunity,
)
from pipeline.operations.processes import publish_process
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Conflict, Refused
from tests.company import Company, make_deal

pytestmark = pytest.mark.django_db

CREATED = datetime(2026, 4, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 5, 4, 10, tzinfo=UTC)


@pytest.fixture
def deal(company: Company) -> Opportunity:
    return make_deal(company, company.priya, at=CREATED, close_date=date(2026, 6, 20))


def stage(company: Company, name: str) -> Stage:
    return Stage.objects.get(process=company.process, name=name)


def reason(key: str) -> Reason:
    return Reason.objects.get(key=key)


def versions(deal: Opportunity) -> list[OpportunityVersion]:
    return list(OpportunityVersion.objects.filter(opportunity=deal).order_by("version"))


def heard(signal: Any) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []
    signal.connect(lambda sender, **facts: calls.append(facts), weak=False, dispatch_uid=f"test-{id(calls)}")
    return calls


def test_created_deal_starts_in_the_first_stage_and_logs_one_version(company: Company, deal: Opportunity) -> None:
    (first,) = versions(deal)
    assert deal.stage.name == "Discovery"
    assert (deal.currency, deal.credit_owner) == ("USD", company.priya)
    assert (first.valid_from, first.actor_id, first.source) == (CREATED, company.priya.pk, "ui")
    assert AuditRecord.objects.get(verb="deal.created").record_uid == deal.uid


def test_create_refuses_what_no_deal_can_be(company: Company) -> None:
    for state, code in (
        ({"currency": "XXX"}, "currency_unknown"),
        ({"amount": "-5"}, "amount_sign"),
        ({"close_date": date(2020, 1, 1)}, "close_before_creation"),
        ({"stage": stage(company, "Won")}, "stage_closes"),
    ):
        with pytest.raises(Refused) as refused:
            make_deal(company, company.priya, **state)
        assert refused.value.code == code


def test_somebody_who_left_receives_no_deal(company: Company, deal: Opportunity) -> None:
    User.objects.filter(pk=company.andre.pk).update(state=User.State.DEACTIVATED)
    company.andre.refresh_from_db()
    with pytest.raises(Refused, match="no longer works here"):
        transfer_opportunity(deal, company.andre, by=company.marcus)


def test_edit_saves_named_fields_as_one_version(company: Company, deal: Opportunity) -> None:
    changes = {"amount": Decimal("41000"), "next_step": "Send the offer"}
    edited = edit_opportunity(deal, changes=changes, by=company.priya, seen=deal.row_version, at=LATER)
    first, second = versions(deal)
    assert edited.row_version == deal.row_version + 1
    assert sorted(second.changed_fields) == ["amount", "next_step"]
    assert (first.valid_to, second.valid_from) == (LATER, LATER)


def test_edit_that_changes_nothing_writes_nothing(company: Company, deal: Opportunity) -> None:
    edit_opportunity(deal, changes={"amount": Decimal("32000")}, by=company.priya, at=LATER)
    assert len(versions(deal)) == 1
    assert not AuditRecord.objects.filter(verb="deal.edited").exists()


def test_second_editor_learns_who_saved_and_both_values(company: Company, deal: Opportunity) -> None:
    edit_opportunity(deal, changes={"amount": Decimal("41000")}, by=company.marcus, seen=1, at=LATER)
    with pytest.raises(Conflict) as conflict:
        edit_opportunity(deal, changes={"amount": Decimal("39000")}, by=company.priya, seen=1)
    assert conflict.value.code == "stale_version"
    assert conflict.value.facts["by"] == "Marcus Boyle"
    assert conflict.value.facts["values"] == {"amount": {"yours": "39000", "theirs": "41000.0000"}}


def test_push_out_of_the_quarter_takes_a_reason(company: Company, deal: Opportunity) -> None:
    with pytest.raises(Refused) as refused:
        edit_opportunity(deal, changes={"close_date": date(2026, 7, 1)}, by=company.priya, at=LATER)
    assert (refused.value.code, set(refused.value.fields)) == ("reason_required", {"push_reason"})
    changes = {"close_date": date(2026, 7, 1), "push_reason": reason("budget")}
    assert edit_opportunity(deal, changes=changes, by=company.priya, at=LATER).push_reason.key == "budget"


def test_moves_within_the_quarter_or_just_after_creation_take_none(company: Company, deal: Opportunity) -> None:
    soon = CREATED + timedelta(minutes=15)
    edit_opportunity(deal, changes={"close_date": date(2026, 8, 1)}, by=company.priya, at=soon)
    edit_opportunity(deal, changes={"close_date": date(2026, 9, 30)}, by=company.priya, at=LATER)
    assert len(versions(deal)) == 3


def test_stage_move_keeps_an_override(company: Company, deal: Opportunity) -> None:
    edit_opportunity(deal, changes={"category_override": "commit"}, by=company.priya, at=LATER)
    moved = move_stage(deal, stage(company, "Proposal"), by=company.priya, at=LATER)
    assert (moved.stage.name, moved.category_override) == ("Proposal", "commit")


def test_stage_of_another_process_is_refused(company: Company, deal: Opportunity) -> None:
    other = publish_process("Other", [("First", "open", Decimal("0.1"), "pipeline")], by=None)
    with pytest.raises(Refused) as refused:
        move_stage(deal, other.stages.get(), by=company.priya)
    assert refused.value.code == "stage_not_in_process"


def test_won_deal_counts_on_its_local_day_at_the_rate_of_that_day(company: Company) -> None:
    Currency.objects.create(code="EUR", name="Euro")
    rate = FxRate.objects.create(
        from_currency="EUR", to_currency="USD", rate=Decimal("1.1"), valid=DateRange(date(2026, 1, 1), None)
    )
    deal = make_deal(company, company.priya, amount="33.35", currency="EUR", at=CREATED)
    won = close_won(deal, by=company.priya, at=LATER)
    won.refresh_from_db()
    assert (won.status, won.stage.name, won.closed_at) == ("won", "Won", LATER)
    assert (won.close_date, won.close_basis) == (date(2026, 5, 4), "instant")
    assert (won.amount_converted, won.close_rate) == (Decimal("36.69"), rate)


def test_missing_rate_leaves_the_converted_amount_empty(company: Company) -> None:
    Currency.objects.create(code="CHF", name="Franc")
    deal = make_deal(company, company.priya, amount="100", currency="CHF", at=CREATED)
    won = close_won(deal, by=company.priya, at=LATER)
    assert (won.amount_converted, won.close_rate) == (None, None)


def test_win_without_an_amount_is_accepted_and_a_credit_later_too(company: Company) -> None:
    deal = make_deal(company, company.priya, amount=None, at=CREATED)
    won = close_won(deal, by=company.priya, close_date=date(2026, 5, 1), at=LATER)
    assert (won.amount_converted, won.close_basis) == (None, "stated")
    credit = edit_opportunity(won, changes={"amount": Decimal("-50")}, by=company.priya, at=LATER + timedelta(1))
    assert credit.amount_converted == Decimal("-50")


def test_corrected_amount_keeps_its_rate_and_a_new_close_date_takes_its_own(company: Company) -> None:
    Currency.objects.create(code="EUR", name="Euro")
    for rate, start, end in (("1.1", date(2026, 4, 1), date(2026, 5, 1)), ("1.2", date(2026, 5, 1), None)):
        FxRate.objects.create(from_currency="EUR", to_currency="USD", rate=Decimal(rate), valid=DateRange(start, end))
    deal = make_deal(company, company.priya, amount="100", currency="EUR", at=CREATED)
    won = close_won(deal, by=company.priya, close_date=date(2026, 4, 30), at=LATER)
    FxRate.objects.filter(rate=Decimal("1.1")).update(superseded_at=timezone.now())
    more = edit_opportunity(won, changes={"amount": Decimal("200")}, by=company.priya, at=LATER)
    assert more.amount_converted == Decimal("220")
    moved = edit_opportunity(won, changes={"close_date": date(2026, 5, 2)}, by=company.priya, at=LATER)
    assert moved.amount_converted == Decimal("240")


@pytest.mark.parametrize(("currency", "worth"), [("USD", "100"), ("EUR", "120")])
def test_a_closed_deal_without_a_stated_day_has_that_of_its_closing(
    company: Company, currency: str, worth: str
) -> None:
    """Emptied, it would have left every period, and with it the bookings."""
    Currency.objects.create(code="EUR", name="Euro")
    for rate, start, end in (("1.1", date(2026, 4, 1), date(2026, 5, 1)), ("1.2", date(2026, 5, 1), None)):
        FxRate.objects.create(from_currency="EUR", to_currency="USD", rate=Decimal(rate), valid=DateRange(start, end))
    deal = make_deal(company, company.priya, amount="100", currency=currency, at=CREATED)
    won = close_won(deal, by=company.priya, close_date=date(2026, 4, 30), at=LATER)
    emptied = edit_opportunity(won, changes={"close_date": None}, by=company.priya, at=LATER + timedelta(1))
    assert (emptied.close_date, emptied.close_basis) == (LATER.date(), "instant")
    assert emptied.amount_converted == Decimal(worth)


def test_a_credit_corrects_a_won_deal_and_stands_nowhere_else(company: Company, deal: Opportunity) -> None:
    with pytest.raises(Refused) as refused:
        close_won(deal, amount=Decimal("-500"), by=company.priya, at=LATER)
    assert (refused.value.code, list(refused.value.fields)) == ("amount_sign", ["amount"])
    won = close_won(deal, by=company.priya, at=LATER)
    credit = edit_opportunity(won, changes={"amount": Decimal("-50")}, by=company.priya, at=LATER)
    with pytest.raises(Refused) as refused:
        reopen_opportunity(credit, stage=stage(company, "Proposal"), by=company.marcus, reason="Not over", at=LATER)
    assert refused.value.code == "amount_sign"


def test_loss_takes_a_reason_of_the_loss_list(company: Company, deal: Opportunity) -> None:
    for wrong in (None, reason("budget")):
        with pytest.raises(Refused) as refused:
            close_lost(deal, reason=wrong, by=company.priya)
        assert refused.value.code == "reason_required"
    lost = close_lost(deal, reason=reason("no_decision"), by=company.priya, at=LATER)
    assert (lost.status, lost.loss_reason.key) == ("lost", "no_decision")


def test_closed_deal_is_neither_moved_nor_closed_again(company: Company, deal: Opportunity) -> None:
    won = close_won(deal, by=company.priya, at=LATER)
    for again in (lambda: close_won(won, by=company.priya), lambda: move_stage(won, deal.stage, by=company.priya)):
        with pytest.raises(Refused) as refused:
            again()
        assert refused.value.code == "deal_closed"


def test_credit_stays_with_the_closer_until_the_deal_is_reopened(company: Company, deal: Opportunity) -> None:
    handed = transfer_opportunity(close_won(deal, by=company.priya, at=LATER), company.andre, by=company.marcus)
    assert (handed.owner, handed.credit_owner) == (company.andre, company.priya)
    opened = reopen_opportunity(handed, stage=stage(company, "Proposal"), by=company.marcus, reason="Signed wrongly")
    assert (opened.credit_owner, opened.closed_at, opened.amount_converted) == (company.andre, None, None)
    with pytest.raises(Refused, match="Only a closed deal"):
        reopen_opportunity(opened, stage=stage(company, "Proposal"), by=company.marcus, reason="Again")


def test_open_deal_takes_its_credit_along(company: Company, deal: Opportunity) -> None:
    assert transfer_opportunity(deal, company.andre, by=company.marcus).credit_owner == company.andre


def test_holder_of_a_deal_sees_its_customer_while_it_is_theirs(company: Company) -> None:
    deal = make_deal(company, company.jonah, customer=company.acme)
    assert company.acme in visible_customers(company.jonah)
    transfer_opportunity(deal, company.sofia, by=company.helena)
    company.jonah.__dict__.pop("_reach", None)
    assert company.acme not in visible_customers(company.jonah)
    assert company.acme in visible_customers(company.sofia)
    assert CustomerMember.objects.filter(customer=company.acme, role="deal").count() == 1


def test_deleted_deal_keeps_its_past(company: Company, deal: Opportunity) -> None:
    with pytest.raises(Refused):
        delete_opportunity(deal, by=company.priya, reason=" ")
    gone = delete_opportunity(deal, by=company.priya, reason="Entered twice", at=LATER)
    assert (gone.deleted, versions(deal)[-1].reason) == (True, "Entered twice")
    with pytest.raises(Refused, match="deleted"):
        edit_opportunity(gone, changes={"name": "Again"}, by=company.priya)


def test_only_editable_fields_are_edited(company: Company, deal: Opportunity) -> None:
    with pytest.raises(Refused) as refused:
        edit_opportunity(deal, changes={"status": "won"}, by=company.priya)
    assert refused.value.code == "field_unknown"


def test_next_step_is_saved_with_the_call(company: Company, deal: Opportunity) -> None:
    called = log_activity(deal, kind="call", outcome="reached", next_step="Send terms", by=company.priya, at=LATER)
    deal.refresh_from_db()
    assert (called.owner, called.customer, called.occurred_at) == (company.priya, company.acme, LATER)
    assert (deal.next_step, deal.next_step_date) == ("Send terms", None)
    assert versions(deal)[-1].valid_from == LATER


def test_future_calls_are_not_logged(company: Company, deal: Opportunity) -> None:
    with pytest.raises(Refused) as refused:
        log_activity(deal, kind="call", by=company.priya, occurred_at=LATER + timedelta(1), at=LATER)
    assert refused.value.code == "occurred_in_future"


def test_events_tell_what_happened(company: Company, deal: Opportunity) -> None:
    won, changed = heard(events.deal_won), heard(events.deal_changed)
    edit_opportunity(deal, changes={"amount": Decimal("5")}, by=company.priya, at=LATER)
    close_won(deal, by=company.priya, at=LATER)
    assert [fact["after"] for fact in changed] == [
        {
            "amount": Decimal("5"),
        }
    ]
    assert [(fact["deal"].pk, fact["by"], fact["at"]) for fact in won] == [(deal.pk, company.priya, LATER)]


def test_fifty_edits_of_one_version_let_one_through(company: Company, deal: Opportunity) -> None:
    refused = 0
    for amount in range(50):
        try:
            edit_opportunity(deal, changes={"amount": Decimal(amount)}, by=company.priya, seen=1)
        except Conflict as conflict:
            refused += set(conflict.facts["values"]["amount"]) == {"yours", "theirs"}
    assert refused == 49
