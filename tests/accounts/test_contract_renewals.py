"""What follows a contract: early, late, split, co-termed, by itself; what the clock does, and that it does it once."""

import uuid
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts import events
from accounts.access import today
from accounts.models import Contract, ContractRenewal, User
from accounts.operations.contract_clock import steps_of
from accounts.operations.contracts import give_notice, settle, sign_contract, void_of_deal
from accounts.operations.obligations import add_obligation
from accounts.operations.renewals import draft_successor, renew_by_itself
from accounts.queries.contracts import notices_due
from accounts.queries.working_time import organisation_time
from accounts.rules.notice import LEAD_DAYS, NoticeTask, task_for
from accounts.rules.terms import months_later, term_end
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import ending, make_contract, make_signed
from tests.accounts.test_contracts import checked_now, code_of, send
from tests.company import Company

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def run_clock() -> dict[str, int]:
    done: dict[str, int] = {}
    for what, step in steps_of(today()):
        done[what] = done.get(what, 0) + step()
    return {what: count for what, count in done.items() if count}


def test_early_the_old_one_runs_on_and_is_renewed_at_its_end(company: Company) -> None:
    old = ending(company, today() + timedelta(days=20))
    new = draft_successor([old], by=company.marcus)
    assert (new.during.lower, new.type, new.value) == (old.during.upper, "renewal", old.value)
    sign_contract(new, signed_on=today(), by=None, is_accepted=True)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == ("active", "signed")
    after = settle(old, old.during.upper, by=None)
    assert after.state == "renewed"


@pytest.mark.parametrize(("late", "state"), [(30, "renewed"), (31, "expired")])
def test_late_up_to_the_last_day_of_grace(company: Company, late: int, state: str) -> None:
    old = ending(company, today() - timedelta(days=late))
    assert run_clock() == {} and Contract.objects.get(pk=old.pk).state == "expired"
    new = draft_successor([old], by=company.marcus)
    sign_contract(new, signed_on=today(), by=None, is_accepted=True)
    assert Contract.objects.get(pk=old.pk).state == state
    assert Contract.objects.get(pk=new.pk).state == "active"


def test_a_split_shares_what_is_left(company: Company) -> None:
    old = ending(company, today() + timedelta(days=20), value="60000")
    first = draft_successor([old], by=company.marcus, value=D(35000))
    second = draft_successor([old], by=company.marcus)
    assert (first.value, second.value) == (35000, 25000)
    assert [link.share for link in old.successors.all()] == [1, 1]
    checked_now()


@pytest.mark.parametrize(
    ("old_months", "value", "months", "again"),
    [(12, "12000", 6, "6000"), (6, "6000", 12, "12000"), (24, "30000", 6, "7500"), (12, "100.01", 6, "50.01")],
)
def test_for_another_term_the_value_is_of_its_months(
    company: Company, old_months: int, value: str, months: int, again: str
) -> None:
    start = term_end(today(), -3)
    last = term_end(start, old_months) - DAY
    old = make_signed(company, start=start, last_day=last, signed_on=start, value=value)
    new = draft_successor([old], by=company.marcus, months=months)
    assert (new.value, new.lines.get().yearly_value) == (D(again), D(again) * 12 / months)
    assert draft_successor([old], by=company.marcus, months=months).value == 0


def test_co_termed_ones_of_unlike_terms_go_on_at_their_price(company: Company) -> None:
    start = term_end(today(), -3)
    halves = make_signed(company, start=start, last_day=term_end(start, 6) - DAY, value="6000")
    new = draft_successor([halves, ending(company, today(), value="12000")], by=company.marcus, months=12)
    assert new.value == 24000
    assert set(new.predecessors.values_list("share", flat=True)) == {D("0.5")}


def test_co_termed_ones_get_their_share_of_the_new_value(company: Company) -> None:
    ends = today() + timedelta(days=20)
    olds = [ending(company, ends + offset * DAY, value=value) for offset, value in ((0, "60000"), (9, "30000"))]
    new = draft_successor(olds, by=company.marcus, months=24)
    assert new.during.lower == ends + DAY and new.value == 180_000 and new.compared_value == 90_000
    shares = dict(ContractRenewal.objects.filter(new=new).values_list("old", "share"))
    assert shares == {olds[0].pk: D("0.66666667"), olds[1].pk: D("0.33333333")}
    checked_now()
    with pytest.raises(IntegrityError, match="renewal_shares_sum"), transaction.atomic():
        ContractRenewal.objects.filter(new=new, old=olds[0]).update(share=D("0.5"))
        checked_now()


def test_only_what_belongs_together_ends_together(company: Company) -> None:
    olds = [ending(company, today()), ending(company, today(), customer=company.birch)]
    assert code_of(lambda: draft_successor(olds, by=company.omar)) == "renewal_mixed"
    assert code_of(lambda: draft_successor([olds[0], olds[0]], by=company.omar)) == "renewal_mixed"
    assert code_of(lambda: draft_successor([make_contract(company)], by=company.omar)) == "wrong_state"


def test_renewing_on_its_page_and_over_the_api(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    old, other = ending(company, today()), ending(company, today())
    asked = {"start": str(today() + DAY), "months": "12", "value": "70k", "together_with": [str(other.uid)]}
    assert client.post(f"/contracts/{old.uid}/renew", asked).status_code == 302
    assert other.successors.get().new == old.successors.get().new
    third = ending(company, today())
    body = {"value": {"amount": "65000", "currency": "USD"}, "months": 36}
    told = send(client, "post", f"/api/v1/contracts/{third.uid}/renew", body).json()
    assert told["value"]["amount"] == "65000.00" and told["follows"][0]["contract"] == str(third.uid)
    euro = send(client, "post", f"/api/v1/contracts/{third.uid}/renew", {"value": {"amount": "1", "currency": "EUR"}})
    assert (euro.status_code, euro.json()["code"]) == (422, "currency_mixed")


def test_a_reopened_deal_voids_its_drafts_and_names_the_signed(company: Company) -> None:
    deal = uuid.uuid4()
    draft = make_contract(company, opportunity_uid=deal)
    signed = make_signed(company, opportunity_uid=deal)
    assert void_of_deal(deal, by=company.marcus, reason="reopened") == [signed]
    draft.refresh_from_db()
    assert draft.state == "void"


def test_it_renews_itself_the_day_after_the_notice_day(company: Company) -> None:
    last = today() + timedelta(days=29)
    old = ending(company, last, auto_renew=True, notice_days=30, renewal_months=12)
    waiting = ending(company, last + DAY, auto_renew=True, notice_days=30)
    add_obligation(old, name="Yearly review", due=old.during.lower + timedelta(days=100), by=None)
    add_obligation(old, name="Report", due=last - timedelta(days=3), recurrence="month", by=None)
    rival = draft_successor([old], by=company.marcus, value=D(1))
    assert old.notice_by == today() - DAY
    assert run_clock()["renewed"] == 1 and run_clock() == {}
    new = old.successors.get(signed_on__isnull=False).new
    assert (new.during.lower, new.signed_on, new.state) == (last + DAY, today(), "signed")
    assert (new.value, new.auto_renew) == (old.value, True)
    dues = sorted(new.obligations.values_list("name", "due"))
    assert dues[0][0] == "Report" and dues[0][1] >= new.during.lower
    assert dues[1] == ("Yearly review", months_later(old.during.lower + timedelta(days=100), 12))
    rival.refresh_from_db()
    assert rival.state == "void" and not waiting.successors.exists()


def test_the_renewal_of_a_won_deal_waits_for_finance_and_nothing_renews_itself(company: Company) -> None:
    old = ending(company, today() + timedelta(days=9), auto_renew=True, notice_days=30)
    deal = uuid.uuid4()
    won = draft_successor([old], by=company.marcus, opportunity_uid=deal)
    assert code_of(lambda: renew_by_itself(old)) == "renewal_waits"
    assert old.successors.get().new == won and Contract.objects.get(pk=won.pk).state == "draft"
    void_of_deal(deal, by=company.marcus, reason="reopened")
    assert renew_by_itself(old) is not None


def test_notice_in_time_stops_it(company: Company) -> None:
    old = ending(company, today() + timedelta(days=30), auto_renew=True, notice_days=30)
    give_notice(old, given_on=today(), by=company.marcus)
    Contract.objects.filter(pk=old.pk).update(notice_days=31)
    assert renew_by_itself(old) is None and not old.successors.exists()


def test_a_leaver_does_not_get_the_new_one(company: Company) -> None:
    old = ending(company, today() + timedelta(days=9), auto_renew=True, notice_days=30)
    User.objects.filter(pk=company.priya.pk).update(state=User.State.DEACTIVATED)
    new = renew_by_itself(old)
    assert new is not None and new.owner is None


def test_signed_becomes_active_and_active_expires(company: Company) -> None:
    begins = ending(company, today() + timedelta(days=90))
    Contract.objects.filter(pk=begins.pk).update(state="signed")
    ends = ending(company, today() - DAY)
    Contract.objects.filter(pk=ends.pk).update(state="active")
    done = run_clock()
    assert (done["begun"], done["ended"]) == (1, 1)
    states = Contract.objects.filter(pk__in=[begins.pk, ends.pk]).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["active", "expired"]


def test_notices_and_obligations_are_told_once_on_their_working_day(company: Company) -> None:
    told: list[tuple[str, NoticeTask]] = []

    def hear(sender: Any, task: NoticeTask, **about: Any) -> None:
        told.append((sender.__name__, task))

    near = ending(company, today() + timedelta(days=60), notice_days=35)
    far = ending(company, today() + timedelta(days=99), notice_days=30)
    Contract.objects.filter(pk=near.pk).update(state="active")
    add_obligation(near, name="Report", due=today() + timedelta(days=10), by=None)
    add_obligation(far, name="Later", due=today() + timedelta(days=60), by=None)
    for signal in (events.notice_due, events.obligation_due):
        signal.connect(hear)
    try:
        assert run_clock() == {"notices": 1, "obligations": 1} and run_clock() == {}
    finally:
        for signal in (events.notice_due, events.obligation_due):
            signal.disconnect(hear)
    assert told[0] == ("Contract", task_for(near.notice_by, organisation_time(), LEAD_DAYS))
    assert told[0][1].due_on.weekday() < 5
    assert list(notices_due(today())) == [near]


def test_one_that_cannot_go_on_does_not_hold_up_the_others(company: Company) -> None:
    from accounts.tasks import follow_contracts

    class Run:
        chunk = staticmethod(transaction.atomic)

    broken = ending(company, today() + timedelta(days=9), auto_renew=True)
    Contract.objects.filter(pk=broken.pk).update(currency="XXX")
    ends = ending(company, today() - DAY)
    Contract.objects.filter(pk=ends.pk).update(state="active")
    assert follow_contracts(Run()) == {"refused": 1, "ended": 1}  # type: ignore[arg-type]
