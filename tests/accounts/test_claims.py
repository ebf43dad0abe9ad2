"""Cards of accounts of others, claims on them, and members: what they see, and no more."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import visible_contacts, visible_customers
from accounts.contract_access import visible_contracts
from accounts.models import AccountOwnership, CustomerMember, OwnershipClaim
from accounts.operations.claims import accept_claim, claim_customer
from accounts.operations.contacts import create_contact
from accounts.operations.customers import add_member, change_ownership, create_customer, edit_customer, personal_seat
from accounts.operations.merges import merge_customers, undo_merge
from accounts.operations.people import grant_role
from accounts.queries.customers import owners_over_time
from pipeline.operations.opportunities import transfer_opportunity
from salesops.kernel.errors import Conflict, Forbidden
from tests.accounts.conftest import SignIn
from tests.accounts.test_customers import send
from tests.company import FOUNDED, Company, make_deal

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def test_any_seller_finds_any_card_and_no_money(company: Company, as_person: SignIn) -> None:
    changes = {"domains": ["birch.example"], "annual_revenue": 77_123_456, "annual_revenue_currency": "USD"}
    edit_customer(company.birch, changes=changes, by=None)
    client = as_person(company.priya)
    for asked in ("bir", "BIRCH.EX", "dental"):
        page = client.get("/accounts/cards", {"q": asked}).content.decode()
        assert "Birch Dental" in page and "Jonah Becker" in page and "77,123" not in page
        [card] = client.get("/api/v1/customers/card", {"q": asked}).json()["results"]
        assert card == {
            "id": str(company.birch.uid),
            "name": "Birch Dental",
            "domains": ["birch.example"],
            "owner_name": "Jonah Becker",
        }
    assert client.get(f"/accounts/{company.birch.uid}").status_code == 404
    assert client.get("/accounts/cards", {"q": "%%%"}).status_code == 200
    assert client.get("/api/v1/customers/card", {"q": "%%%"}).json()["results"] == []


def test_two_letters_find_nothing_and_eleven_accounts_show_ten(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    assert client.get("/accounts/cards", {"q": "bi"}).status_code == 422
    short = client.get("/api/v1/customers/card", {"q": " b "})
    assert short.status_code == 422 and short.json()["code"] == "query_short"

    def asked(numbers: range) -> int:
        for number in numbers:
            create_customer(name=f"Firm {number}", owner=company.jonah, start=FOUNDED, by=None)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/accounts/cards", {"q": "firm"}).status_code == 200
        return len(queries)

    assert asked(range(2)) == asked(range(2, 12))
    assert len(client.get("/api/v1/customers/card", {"q": "firm"}).json()["results"]) == 10


def test_an_accepted_claim_changes_the_owner_from_its_day(company: Company, as_person: SignIn) -> None:
    client, day = as_person(company.priya), TODAY - timedelta(days=3)
    address = f"/accounts/{company.birch.uid}/claim"
    assert "Jonah Becker" in client.get(address).content.decode()
    assert client.post(address, {"reason": "I sold to them before"}).status_code == 302
    claim = OwnershipClaim.objects.get()
    assert client.post(address, {"reason": "Again"}).status_code == 302 and OwnershipClaim.objects.count() == 1
    assert "Birch Dental" in client.get("/accounts/claims").content.decode()
    assert client.post(f"/accounts/claims/{claim.uid}", {"decision": "accept", "start": str(day)}).status_code == 403
    assert as_person(company.andre).get(f"/accounts/claims/{claim.uid}").status_code == 404
    decided = as_person(company.dana).post(f"/accounts/claims/{claim.uid}", {"decision": "accept", "start": str(day)})
    assert decided.status_code == 302
    stretches = [(row.name, row.start, row.end) for row in owners_over_time(company.birch, TODAY)]
    assert stretches == [("Priya Raman", day, None), ("Jonah Becker", FOUNDED, day)]
    again = as_person(company.omar).post(f"/accounts/claims/{claim.uid}", {"decision": "decline", "note": "No"})
    assert again.status_code == 422 and "Dana Whitfield" in again.content.decode()
    assert AccountOwnership.objects.filter(account=company.birch, source="claim").count() == 1


def test_a_claim_over_rest_is_declined_with_a_word_why(company: Company, as_person: SignIn) -> None:
    client, base = as_person(company.priya), f"/api/v1/customers/{company.birch.uid}/claim"
    assert send(client, "post", base, {"reason": "  "}).status_code == 422
    made = send(client, "post", base, {"reason": "Met them"})
    assert made.status_code == 201
    address = made["Location"]
    assert client.get(address).json()["state"] == "open"
    omar = as_person(company.omar)
    assert send(omar, "post", f"{address}/decide", {"accept": False}).json()["code"] == "required"
    assert send(omar, "post", f"{address}/decide", {"accept": True}).json()["fields"].keys() == {"start"}
    done = send(omar, "post", f"{address}/decide", {"accept": False, "note": "Jonah is on it"})
    assert (done.status_code, done.json()["state"]) == (200, "declined")
    assert send(omar, "post", f"{address}/decide", {"accept": False, "note": "x"}).json()["code"] == "wrong_state"
    own = send(client, "post", f"/api/v1/customers/{company.acme.uid}/claim", {"reason": "Mine"})
    assert (own.status_code, own.json()["code"]) == (409, "already_owner")
    assert [row["state"] for row in client.get("/api/v1/ownership-claims").json()["results"]] == ["declined"]


def test_nobody_decides_their_own_claim_while_another_could(company: Company) -> None:
    grant_role(company.ruth, "ops_manager", by=None)
    claim = claim_customer(company.birch, reason="Mine", by=company.ruth)
    with pytest.raises(Forbidden) as refusal:
        accept_claim(claim, start=TODAY, by=company.ruth)
    assert refusal.value.code == "second_person_needed"


def test_claims_follow_a_merge_but_nobody_claims_twice(company: Company) -> None:
    other = create_customer(name="Birch", owner=company.sofia, start=FOUNDED, by=None)
    for person, customers in ((company.priya, (company.birch, other)), (company.andre, (other,))):
        for customer in customers:
            claim_customer(customer, reason="Mine", by=person)
    merge = merge_customers(company.birch, other, choices={}, by=company.omar)
    assert {claim.claimed_by.name for claim in company.birch.claims.all()} == {"Priya Raman", "Andre Thompson"}
    undo_merge(merge, by=company.omar)
    assert company.birch.claims.count() == 1 and other.claims.count() == 2
    with pytest.raises(Conflict):
        claim_customer(company.acme, reason="Mine", by=company.priya)


def test_a_member_sees_the_account_and_changes_nothing(company: Company, as_person: SignIn) -> None:
    contact = create_contact(name="Kim", customer=company.acme, by=None)
    add_member(company.acme, company.jonah, role="expert", start=date(2026, 1, 1), by=None)
    assert company.acme in visible_customers(company.jonah) and contact in visible_contacts(company.jonah)
    assert visible_contracts(company.jonah).query is not None
    client = as_person(company.jonah)
    assert client.get(f"/accounts/{company.acme.uid}").status_code == 200
    for address in (f"/accounts/{company.acme.uid}/edit", f"/contacts/{contact.uid}"):
        assert client.get(address).status_code == 403
    body, seen = {"name": "Mine"}, {"If-Match": '"1"'}
    assert send(client, "patch", f"/api/v1/customers/{company.acme.uid}", body, **seen).status_code == 403
    assert company.acme in visible_customers(company.helena)


def test_who_holds_a_deal_there_is_a_member_while_they_do(company: Company, as_person: SignIn) -> None:
    deal: Any = make_deal(company, company.jonah, customer=company.acme, by=company.omar)
    assert company.acme in visible_customers(company.jonah)
    transfer_opportunity(deal, company.sofia, by=company.omar)
    held = CustomerMember.objects.filter(customer=company.acme, role="deal", during__endswith=None)
    assert [row.person for row in held] == [company.sofia]
    assert company.acme not in visible_customers(company.jonah)
    change_ownership(company.birch, personal_seat(company.priya), start=FOUNDED, by=None)
    assert company.birch not in visible_customers(company.jonah)
    deal.refresh_from_db()
