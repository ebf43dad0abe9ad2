"""Winning a deal with a term makes its contract in the same transaction; reopening takes an unsigned one back."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.access import today
from accounts.models import Contract
from accounts.operations.contracts import settle, terminate_contract
from accounts.operations.organisation import edit_organisation
from pipeline.models import Opportunity
from pipeline.operations.opportunities import close_won, reopen_opportunity
from salesops.kernel.errors import Refused
from tests.accounts.contracts import ending, make_signed
from tests.company import Company, make_deal

pytestmark = pytest.mark.django_db
START = date(2026, 12, 1)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_winning_on_the_page_drafts_and_signs(company: Company) -> None:
    deal = make_deal(company, company.priya, amount="30000")
    asked = {"version": deal.row_version, "months": "24", "contract_from": "2026-12-01"}
    client = client_of(company.priya)
    assert client.post(f"/deals/{deal.uid}/win", asked).status_code == 302
    contract = Contract.objects.get(opportunity_uid=deal.uid)
    assert (contract.value, contract.during.lower, contract.renewal_months) == (30000, START, 24)
    assert contract.signed_on == today() and contract.owner == company.priya
    assert contract.lines.get().yearly_value == 15000
    assert contract.number in client.get(f"/deals/{deal.uid}").content.decode()


def test_without_a_term_there_is_no_contract(company: Company) -> None:
    close_won(make_deal(company, company.priya), by=company.priya)
    assert not Contract.objects.exists()


def test_over_rest_and_refused_as_a_whole(company: Company) -> None:
    client, deal = client_of(company.priya), make_deal(company, company.priya)

    def close(body: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/opportunities/{deal.uid}/close", json.dumps(body), "application/json")

    refused = close({"outcome": "won", "months": 12})
    assert (refused.status_code, refused.json()["code"]) == (422, "contract_start")
    assert Opportunity.objects.get(pk=deal.pk).status == "open"
    lost = close({"outcome": "lost", "months": 12})
    assert (lost.status_code, lost.json()["code"]) == (422, "outcome_differs")
    assert close({"outcome": "won", "months": 12, "contract_from": "2026-12-01"}).status_code == 200
    assert Contract.objects.get().state in ("signed", "active")


def test_without_an_account_there_is_nobody_to_agree_with(company: Company) -> None:
    deal = make_deal(company, company.priya, customer=None)
    with pytest.raises(Refused) as refusal:
        close_won(deal, by=company.priya, months=12, contract_from=START)
    assert refusal.value.code == "customer_required"


def test_where_pay_is_calculated_finance_signs_and_reopening_voids(company: Company) -> None:
    edit_organisation(changes={"areas": ["compensation"]}, by=company.omar)
    deal = close_won(make_deal(company, company.priya), by=company.priya, months=12, contract_from=START)
    contract = Contract.objects.get()
    assert contract.state == "draft"
    stage = deal.process.stages.filter(kind="open").order_by("position")[0]
    reopen_opportunity(deal, stage=stage, by=company.marcus, reason="Not signed after all")
    contract.refresh_from_db()
    assert contract.state == "void"


def test_won_again_it_keeps_the_contract_that_was_signed(company: Company) -> None:
    client, deal = client_of(company.priya), make_deal(company, company.priya)
    kept = close_won(deal, by=company.priya, months=12, contract_from=START) and Contract.objects.get()

    def reopened() -> Opportunity:
        stage = deal.process.stages.filter(kind="open").order_by("position")[0]
        won = Opportunity.objects.get(pk=deal.pk)
        return reopen_opportunity(won, stage=stage, by=company.marcus, reason="Wrong close date")

    page = {"version": reopened().row_version, "months": "24", "contract_from": "2026-12-01"}
    assert client.post(f"/deals/{deal.uid}/win", page).status_code == 302
    reopened()
    body = json.dumps({"outcome": "won", "months": 12, "contract_from": "2026-12-01"})
    assert client.post(f"/api/v1/opportunities/{deal.uid}/close", body, "application/json").status_code == 200
    assert Contract.objects.get() == kept


def test_won_again_after_the_signed_one_was_ended_it_makes_a_new_one(company: Company) -> None:
    deal = make_deal(company, company.priya)
    signed = make_signed(company, opportunity_uid=deal.uid, start=today())
    terminate_contract(signed, terminated_on=today(), reason="Wrong terms", by=company.marcus)
    close_won(deal, by=company.priya, months=12, contract_from=START)
    assert Contract.objects.filter(opportunity_uid=deal.uid, state__in=["signed", "active"]).count() == 1


def test_a_renewal_follows_the_one_contract_that_waits(company: Company) -> None:
    old = ending(company, today() + timedelta(days=9), value="60000")
    deal = make_deal(company, company.priya, amount="75000", kind="renewal")
    close_won(deal, by=company.priya, months=12, contract_from=old.during.upper)
    link = old.successors.get()
    assert (link.new.value, link.signed_on, link.new.opportunity_uid) == (75000, today(), deal.uid)


def test_a_renewal_follows_neither_confidentiality_nor_what_was_lost(company: Company) -> None:
    make_signed(company, type="nda", value="0")
    lost = ending(company, today() - timedelta(days=400))
    settle(lost, today(), by=None)
    running = ending(company, today() + timedelta(days=9))
    deal = make_deal(company, company.priya, kind="renewal")
    close_won(deal, by=company.priya, months=12, contract_from=running.during.upper)
    assert running.successors.get().new.opportunity_uid == deal.uid


def test_with_only_confidentiality_a_renewal_is_a_contract_of_its_own(company: Company) -> None:
    nda = make_signed(company, type="nda", value="0")
    deal = make_deal(company, company.priya, amount="12000", kind="renewal")
    close_won(deal, by=company.priya, months=12, contract_from=START)
    contract = Contract.objects.get(opportunity_uid=deal.uid)
    assert (contract.type, contract.lines.get().yearly_value) == ("renewal", 12000)
    assert not nda.successors.exists()


@pytest.mark.parametrize(("late", "follows"), [(30, True), (31, False)])
def test_a_renewal_follows_what_expired_within_grace(company: Company, late: int, follows: bool) -> None:
    old = settle(ending(company, today() - timedelta(days=late)), today(), by=None)
    assert old.state == "expired"
    close_won(make_deal(company, company.priya, kind="renewal"), by=company.priya, months=12, contract_from=today())
    assert old.successors.exists() is follows
