"""Accounts: made, edited, owned over time, archived and taken back; contacts and members."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.access import visible_customers
from accounts.models import AccountOwnership, Contact, CustomerAccount
from accounts.operations.contacts import create_contact
from accounts.operations.customers import (
    add_member,
    change_ownership,
    create_customer,
    edit_customer,
    personal_seat,
)
from accounts.queries.customers import owners_over_time
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Refused
from salesops.kernel.moments import INFINITY
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import make_contract
from tests.company import FOUNDED, Company, make_deal

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def send(client: Client, method: str, path: str, body: Any, **headers: str) -> Any:
    return client.generic(method.upper(), path, json.dumps(body), "application/json", headers=headers)


def last(verb: str) -> AuditRecord:
    return AuditRecord.objects.filter(verb=verb).order_by("-id")[0]


def test_a_rep_owns_the_account_they_make(company: Company, as_person: SignIn) -> None:
    asked = {"name": "Crestline Dental", "domains": "www.Crestline.com", "owner": str(company.priya.uid)}
    assert as_person(company.priya).post("/accounts/new", asked).status_code == 302
    made = visible_customers(company.priya).get(name="Crestline Dental")
    assert made.domains == ["crestline.com"]
    assert last("customer.created").by == company.priya and last("customer.created").record_uid == made.uid


def test_a_rep_gives_no_account_to_a_peer(company: Company, as_person: SignIn) -> None:
    asked = {"name": "Crestline Dental", "owner": str(company.jonah.uid)}
    assert as_person(company.priya).post("/accounts/new", asked).status_code == 422
    assert send(as_person(company.priya), "post", "/api/v1/customers", asked).status_code == 422


def test_an_edit_says_before_and_after(company: Company) -> None:
    edit_customer(company.acme, changes={"sector": "Robots", "country": "US"}, by=company.priya)
    row = last("customer.edited")
    assert row.before == {"sector": "", "country": ""} and row.after == {"sector": "Robots", "country": "US"}


def test_an_edit_that_changes_nothing_writes_nothing(company: Company) -> None:
    edit_customer(company.acme, changes={"name": "Acme Robotics"}, by=company.priya)
    assert not AuditRecord.objects.filter(verb="customer.edited").exists()
    company.acme.refresh_from_db()
    assert company.acme.row_version == 1


def test_the_second_editor_gets_both_values(company: Company, as_person: SignIn) -> None:
    edit_customer(company.acme, changes={"name": "Acme Group"}, by=company.marcus)
    client = as_person(company.priya)
    page = client.post(f"/accounts/{company.acme.uid}/edit", {"name": "Acme Inc", "version": "1"})
    text = page.content.decode()
    assert page.status_code == 409 and "Marcus Boyle" in text and "Acme Group" in text and "Acme Inc" in text
    stale = send(client, "patch", f"/api/v1/customers/{company.acme.uid}", {"name": "Acme Inc"}, **{"If-Match": '"1"'})
    assert stale.status_code == 409
    assert stale.json()["facts"]["values"]["name"] == {"yours": "Acme Inc", "theirs": "Acme Group"}


def test_a_company_does_not_stand_above_itself(company: Company) -> None:
    edit_customer(company.birch, changes={"parent": company.acme}, by=company.omar)
    with pytest.raises(Refused) as refusal:
        edit_customer(company.acme, changes={"parent": company.birch}, by=company.omar)
    assert refusal.value.code == "parent_cycle" and "parent" in refusal.value.fields


def test_revenue_needs_a_currency_that_is_kept(company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        create_customer(name="X", annual_revenue=5, annual_revenue_currency="XYZ", by=company.omar)
    assert refusal.value.code == "currency_unknown" and not CustomerAccount.objects.filter(name="X").exists()


def test_an_archived_account_is_gone_and_comes_back(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    client.post(f"/accounts/{company.acme.uid}/archive")
    assert client.get(f"/accounts/{company.acme.uid}").status_code == 404
    client.post(f"/accounts/{company.acme.uid}/restore")
    assert client.get(f"/accounts/{company.acme.uid}").status_code == 200


def test_ownership_changes_from_a_day_and_the_past_stays(company: Company, as_person: SignIn) -> None:
    asked = {"owner": str(company.jonah.uid), "role": "owner", "start": "2026-07-01"}
    assert as_person(company.omar).post(f"/accounts/{company.acme.uid}/owner", asked).status_code == 302
    stretches = [(row.name, row.start, row.end) for row in owners_over_time(company.acme, JULY)]
    assert stretches == [("Jonah Becker", JULY, None), ("Priya Raman", FOUNDED, JULY)]
    assert company.acme in visible_customers(company.jonah) and company.acme not in visible_customers(company.priya)


def test_a_change_of_owner_is_taken_back_and_the_log_keeps_both(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    asked = {"owner": str(company.ruth.uid), "role": "owner", "start": "2026-07-01"}
    page = client.post(f"/accounts/{company.acme.uid}/owner", asked, follow=True)
    at = AccountOwnership.objects.get(seat__person=company.ruth).recorded_at
    assert "/owner/undo?at=" in page.content.decode()
    client.post(f"/accounts/{company.acme.uid}/owner/undo?at={at.isoformat().replace('+', '%2B')}")
    current = AccountOwnership.objects.filter(account=company.acme, superseded_at=INFINITY)
    assert [row.seat.person for row in current] == [company.priya] and current[0].valid.upper is None
    assert AccountOwnership.objects.filter(account=company.acme).count() == 4


def test_an_owner_changed_again_since_is_not_undone(company: Company, as_person: SignIn) -> None:
    at = change_ownership(company.acme, personal_seat(company.ruth), start=JULY, by=company.omar)
    change_ownership(company.acme, personal_seat(company.andre), start=JULY, by=company.omar)
    body = {"recorded_at": at.isoformat()}
    answer = send(as_person(company.omar), "post", f"/api/v1/customers/{company.acme.uid}/owners/undo", body)
    assert answer.status_code == 409 and answer.json()["code"] == "changed_since"


def test_who_left_is_given_nothing(company: Company, as_person: SignIn) -> None:
    company.ruth.state = "deactivated"
    company.ruth.save(update_fields=["state"])
    body = {"owner": str(company.ruth.uid), "start": "2026-07-01"}
    answer = send(as_person(company.omar), "post", f"/api/v1/customers/{company.acme.uid}/owners", body)
    assert answer.status_code == 422 and answer.json()["code"] == "receiver_inactive"


def test_a_member_sees_the_account_until_the_membership_ends(company: Company, as_person: SignIn) -> None:
    client, address = as_person(company.omar), f"/accounts/{company.acme.uid}/members"
    asked = {"person": str(company.jonah.uid), "role": "expert", "start": "2026-01-01"}
    assert client.post(f"{address}/new", asked).status_code == 302
    assert company.acme in visible_customers(company.jonah)
    assert client.post(f"{address}/new", asked).status_code == 422
    client.post(f"{address}/{company.jonah.uid}/end", {"role": "expert"})
    assert company.acme not in visible_customers(company.jonah)


def test_sections_of_the_page_follow_who_looks(company: Company, as_person: SignIn) -> None:
    """A member has contacts, contracts and orders, no more (A-15); what is out of scope is not named in passing."""
    group = create_customer(name="Acme Group", owner=company.jonah, start=FOUNDED, by=None)
    edit_customer(company.acme, changes={"parent": group}, by=None)
    create_customer(name="Acme Nordic", owner=company.jonah, start=FOUNDED, by=None, parent=company.acme)
    create_contact(name="Amara Osei", customer=company.acme, by=None)
    make_deal(company, company.priya, name="Robots for Linz")
    number = make_contract(company).number
    add_member(company.acme, company.andre, role="expert", start=FOUNDED, by=None)
    shown = ("Amara Osei", number, "Robots for Linz", "Acme Group", "Acme Nordic", "Change owner", "Edit")
    sections = {
        "priya": ("Amara Osei", number, "Robots for Linz", "Edit"),
        "andre": ("Amara Osei", number),
        "marcus": ("Amara Osei", number, "Robots for Linz", "Change owner", "Edit"),
        "fiona": ("Amara Osei", number, "Robots for Linz", "Acme Group", "Acme Nordic"),
        "omar": shown,
    }
    for name, seen in sections.items():
        page = as_person(getattr(company, name)).get(f"/accounts/{company.acme.uid}").content.decode()
        assert {text for text in shown if text in page.split("<main")[1]} == set(seen), name


def test_contacts_are_made_changed_and_archived(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    client.post(f"/accounts/{company.acme.uid}/contacts/new", {"name": "Amara Osei", "email": "Amara@Acme.example"})
    contact = Contact.objects.get(name="Amara Osei")
    assert contact.email_norm == "amara@acme.example"
    client.post(f"/contacts/{contact.uid}", {"name": "Amara Osei", "opted_out": "on", "version": "1"})
    contact.refresh_from_db()
    assert contact.opted_out_at is not None and contact.row_version == 2
    client.post(f"/contacts/{contact.uid}/archive")
    # The first page after it still says what happened.
    client.get("/settings")
    assert "Amara Osei" not in client.get(f"/accounts/{company.acme.uid}").content.decode()
    client.post(f"/contacts/{contact.uid}/restore")
    assert "Amara Osei" in client.get(f"/accounts/{company.acme.uid}").content.decode()


def test_a_contact_is_not_moved_to_an_account_out_of_scope(company: Company, as_person: SignIn) -> None:
    contact = Contact.objects.create(customer=company.acme, name="Amara Osei")
    body, seen = {"customer": str(company.birch.uid)}, {"If-Match": '"1"'}
    answer = send(as_person(company.priya), "patch", f"/api/v1/contacts/{contact.uid}", body, **seen)
    assert answer.status_code == 422 and "customer" in answer.json()["fields"]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{7*7}}", "شركة 🚀 İstanbul", "x" * 300])
def test_any_name_is_shown_as_text(company: Company, as_person: SignIn, name: str) -> None:
    client = as_person(company.priya)
    assert send(client, "post", "/api/v1/customers", {"name": name}).status_code == 201
    page = client.get("/accounts").content.decode()
    assert "<script>alert" not in page
    assert client.get("/api/v1/customers").json()["results"][0]["name"] in (name, "Acme Robotics")
