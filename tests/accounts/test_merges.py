"""Two customers, or two contacts, that are one: merged under locks, taken apart again, nothing lost."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.access import visible_customers
from accounts.models import AccountOwnership, Contact, CustomerAccount, CustomerMember, CustomerMerge
from accounts.operations.contacts import create_contact, edit_contact
from accounts.operations.customers import (
    add_member,
    archive_customer,
    change_ownership,
    create_customer,
    edit_customer,
    end_membership,
    personal_seat,
)
from accounts.operations.merges import Versions, mark_not_duplicate, merge_contacts, merge_customers, undo_merge
from accounts.queries import duplicates
from accounts.queries.customers import owners_over_time
from accounts.queries.duplicates import duplicate_contacts, duplicate_customers
from accounts.rules.duplicates import score
from accounts.rules.merges import can_be_undone, strictest_consent, taken_from
from pipeline.operations.activities import log_activity
from pipeline.operations.opportunities import edit_opportunity
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Conflict, Refused
from tests.accounts.conftest import SignIn
from tests.accounts.test_customers import send
from tests.company import FOUNDED, Company, make_deal

TODAY = timezone.now().date()
# Logs keep both what was believed and what was taken back: they grow, and what they say now is compared instead.
CURRENT = {"accounts_accountownership": "account_id, role, seat_id, valid", "accounts_customermember": "*"}


def export(*tables: str) -> bytes:
    """Every row of every table that can belong to a customer, as the database writes it."""
    found = [f"{table}\n" + "\n".join(rows_of(table)) for table in tables or held_tables()]
    return "\n".join(found).encode()


def held_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid IN"
            " ('accounts_customeraccount'::regclass, 'accounts_contact'::regclass) ORDER BY 1"
        )
        tables = [row[0] for row in cursor.fetchall()]
    return [table for table in [*tables, "imports_externalid", "pipeline_opportunityversion"] if "merge" not in table]


def rows_of(table: str) -> list[str]:
    columns = CURRENT.get(table, "*")
    live = "WHERE superseded_at = 'infinity'" if table == "accounts_accountownership" else ""
    versioned = "- 'row_version'" if table in ("accounts_customeraccount", "accounts_contact") else ""
    with connection.cursor() as cursor:
        rows = f"SELECT {columns} FROM {table} {live}"
        cursor.execute(f"SELECT (to_jsonb(r) {versioned})::text FROM ({rows}) r ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def twin(company: Company, **fields: Any) -> CustomerAccount:
    owner = fields.pop("owner", company.jonah)
    return create_customer(name="Acme Robotics Inc", owner=owner, start=FOUNDED, by=None, **fields)


def last(verb: str) -> AuditRecord:
    return AuditRecord.objects.filter(verb=verb).order_by("-id")[0]


# -- rules ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "other", "chosen", "side"),
    [
        ("a", "b", None, "survivor"),
        ("", "b", None, "loser"),
        (None, 0, None, "loser"),
        ("", "b", "survivor", "survivor"),
        ("a", "b", "loser", "loser"),
        ("", "", None, "survivor"),
    ],
)
def test_whose_value_stays(own: Any, other: Any, chosen: str | None, side: str) -> None:
    assert taken_from(own, other, chosen) == side


def test_the_strictest_consent_stays() -> None:
    assert strictest_consent("given", "refused") == strictest_consent("refused", "unknown") == "refused"
    assert strictest_consent("unknown", "given") == "given"


def test_thirty_days_to_the_moment() -> None:
    now = timezone.now()
    assert can_be_undone(now - timedelta(days=30), now)
    assert not can_be_undone(now - timedelta(days=30, microseconds=1), now)


@pytest.mark.parametrize(
    ("kind", "reasons", "sure"),
    [
        ("customer", ["domain"], 0.7),
        ("customer", ["domain", "name"], 0.88),
        ("customer", ["external_id", "domain", "name"], 0.988),
        ("contact", ["phone", "name"], 0.9),
        ("contact", ["email", "phone", "name"], 0.995),
    ],
)
def test_doubts_multiply(kind: str, reasons: list[str], sure: float) -> None:
    assert score(kind, reasons) == sure


# -- merging and undoing -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_values_are_chosen_and_gaps_filled(company: Company) -> None:
    other = twin(company, sector="Robots", country="Austria", domains=["acme.at"])
    edit_customer(company.acme, changes={"country": "Germany", "domains": ["acme.com"]}, by=None)
    merge = merge_customers(company.acme, other, choices={"country": "loser"}, by=company.omar)
    company.acme.refresh_from_db()
    assert (company.acme.name, company.acme.sector, company.acme.country) == ("Acme Robotics", "Robots", "Austria")
    assert company.acme.domains == ["acme.at", "acme.com"]
    assert last("customer.merged").after["merged"] == "Acme Robotics Inc"
    undo_merge(merge, by=company.omar)
    company.acme.refresh_from_db()
    assert (company.acme.sector, company.acme.country, company.acme.domains) == ("", "Germany", ["acme.com"])
    assert last("customer.merge_undone").by == company.omar


@pytest.mark.django_db
def test_five_hundred_children_follow_and_come_back_to_the_byte(company: Company) -> None:
    other = twin(company)
    above = create_customer(name="Acme Holding", by=None)
    edit_customer(other, changes={"parent": above}, by=None)
    deals = [make_deal(company, company.jonah, name=f"Deal {n}", customer=other) for n in range(4)]
    contact = create_contact(name="Kim", customer=other, by=None)
    for deal in deals:
        log_activity(deal, kind="call", by=company.jonah)
    CustomerAccount.objects.bulk_create([CustomerAccount(name=f"Branch {n}", parent=other) for n in range(250)])
    Contact.objects.bulk_create([Contact(name=f"Contact {n}", customer=other) for n in range(250)])
    add_member(other, company.sofia, role="expert", start=FOUNDED, by=None)
    before = export()
    merge = merge_customers(company.acme, other, choices={}, by=company.omar)
    assert contact.__class__.objects.filter(customer=company.acme).count() == 251
    assert company.acme.opportunities.count() == 4 and company.acme.activities.count() == 4
    assert company.acme.subsidiaries.count() == 250 and other.contacts.count() == 0
    assert company.acme in visible_customers(company.jonah) and other not in visible_customers(company.omar)
    assert export() != before
    undone = undo_merge(merge, by=company.omar)
    assert export() == before and undone.kept == {}


@pytest.mark.django_db
def test_who_owned_it_on_a_past_day_stays_answerable(company: Company) -> None:
    other = twin(company)
    change_ownership(other, personal_seat(company.sofia), start=FOUNDED, role="csm", by=None)
    merge = merge_customers(company.acme, other, choices={}, by=company.omar)
    stretches = {(row.role, row.name, row.end) for row in owners_over_time(other, TODAY)}
    assert stretches == {("Owner", "Jonah Becker", TODAY), ("Customer success", "Sofia Lindqvist", TODAY)}
    now = {(row.role, row.name, row.start) for row in owners_over_time(company.acme, TODAY)}
    assert now == {("Owner", "Priya Raman", FOUNDED), ("Customer success", "Sofia Lindqvist", TODAY)}
    assert company.acme not in visible_customers(company.jonah)
    undo_merge(merge, by=company.omar)
    assert {(row.name, row.end) for row in owners_over_time(other, TODAY)} == {
        ("Jonah Becker", None),
        ("Sofia Lindqvist", None),
    }
    assert AccountOwnership.objects.filter(account=other).count() == 6


@pytest.mark.django_db
def test_what_was_changed_since_is_not_lost_by_the_undo(company: Company) -> None:
    other = twin(company, sector="Robots")
    deal, moved_on = (make_deal(company, company.jonah, name=name, customer=other) for name in ("Deal", "Elsewhere"))
    add_member(other, company.sofia, role="expert", start=FOUNDED, by=None)
    merge = merge_customers(company.acme, other, choices={}, by=company.omar)
    edit_customer(company.acme, changes={"sector": "Machinery"}, by=company.omar)
    deal.refresh_from_db()
    edit_opportunity(deal, changes={"next_step": "Call Kim"}, by=company.jonah)
    edit_opportunity(moved_on, changes={"customer": company.birch}, by=company.jonah)
    made_since = make_deal(company, company.priya, name="Made since", customer=company.acme)
    end_membership(company.acme, company.sofia, role="expert", end=TODAY + timedelta(days=1), by=company.omar)
    undone = undo_merge(merge, by=company.omar)
    for row in (deal, moved_on, made_since, company.acme):
        row.refresh_from_db()
    assert (deal.customer_id, deal.next_step) == (other.pk, "Call Kim")
    assert (moved_on.customer_id, made_since.customer_id) == (company.birch.pk, company.acme.pk)
    assert company.acme.sector == "Machinery"
    assert undone.kept == {"fields": ["sector"], "deals": 1, "members": 1}
    assert not CustomerMember.objects.filter(customer=other, person=company.sofia, during__endswith=None).exists()


@pytest.mark.django_db
def test_the_upper_of_two_in_one_hierarchy_gives_its_place(company: Company) -> None:
    top = create_customer(name="Top", by=None)
    other = twin(company, parent=top)
    edit_customer(company.acme, changes={"parent": other}, by=None)
    merge = merge_customers(company.acme, other, choices={}, by=company.omar)
    company.acme.refresh_from_db()
    assert company.acme.parent == top
    undo_merge(merge, by=company.omar)
    company.acme.refresh_from_db()
    other.refresh_from_db()
    assert company.acme.parent == other and other.parent == top


@pytest.mark.django_db
def test_what_cannot_be_merged_is_told(company: Company) -> None:
    other, third = twin(company), create_customer(name="Third", by=None)
    between = create_customer(name="Between", parent=other, by=None)
    edit_customer(company.acme, changes={"parent": between}, by=None)
    archived = archive_customer(create_customer(name="Gone", by=None), by=None)
    for survivor, loser in ((other, other), (company.acme, other), (third, archived), (archived, third)):
        with pytest.raises(Conflict) as refusal:
            merge_customers(survivor, loser, choices={}, by=company.omar)
        assert refusal.value.code == "merge_invalid"
    with pytest.raises(Refused) as unknown:
        merge_customers(third, other, choices={"uid": "loser"}, by=company.omar)
    assert unknown.value.code == "choice_unknown"
    with pytest.raises(Conflict) as stale:
        merge_customers(third, other, choices={}, by=company.omar, seen=Versions(survivor=9))
    assert stale.value.code == "stale_version"
    assert not CustomerMerge.objects.exists()


@pytest.mark.django_db
def test_a_chain_is_undone_from_its_end_and_after_thirty_days_not_at_all(company: Company) -> None:
    other, third = twin(company), create_customer(name="Third", by=None)
    first = merge_customers(company.acme, other, choices={}, by=company.omar)
    second = merge_customers(third, company.acme, choices={}, by=company.omar)
    other.refresh_from_db()
    assert other.merged_into == third
    with pytest.raises(Conflict):
        undo_merge(first, by=company.omar)
    undo_merge(second, by=company.omar)
    CustomerMerge.objects.filter(pk=first.pk).update(merged_at=timezone.now() - timedelta(days=31))
    with pytest.raises(Refused) as late:
        undo_merge(first, by=company.omar)
    assert late.value.code == "undo_too_late"
    CustomerMerge.objects.filter(pk=first.pk).update(merged_at=timezone.now() - timedelta(days=29))
    undo_merge(first, by=company.omar)
    with pytest.raises(Conflict):
        undo_merge(first, by=company.omar)


@pytest.mark.django_db
def test_two_merges_are_undone_in_any_order(company: Company) -> None:
    own = list(company.acme.domains)
    others = [create_customer(name=name, domains=[f"{name}.example"], by=None) for name in ("first", "second")]
    merges = [merge_customers(company.acme, other, choices={}, by=company.omar) for other in others]
    for merge in merges:
        undo_merge(merge, by=company.omar)
    company.acme.refresh_from_db()
    assert company.acme.domains == sorted(own)


def test_opting_out_survives_a_merge_and_one_made_since_survives_its_undo(company: Company) -> None:
    kim = create_contact(name="Kim", customer=company.acme, email="kim+news@acme.com", consent="given", by=None)
    twin_of_kim = create_contact(name="Kim A", customer=company.acme, email="kim@acme.com", opted_out=True, by=None)
    before = export("accounts_contact")
    merge = merge_contacts(kim, twin_of_kim, choices={"name": "loser"}, by=company.omar)
    kim.refresh_from_db()
    assert kim.opted_out_at is not None and (kim.name, kim.consent) == ("Kim A", "given")
    undo_merge(merge, by=company.omar)
    assert export("accounts_contact") == before
    edit_contact(twin_of_kim, changes={"opted_out": False}, by=None)
    merge = merge_contacts(kim, twin_of_kim, choices={}, by=company.omar)
    edit_contact(kim, changes={"opted_out": True, "consent": "refused"}, by=None)
    undo_merge(merge, by=company.omar)
    rows = Contact.objects.filter(pk__in=[kim.pk, twin_of_kim.pk])
    assert {(row.opted_out_at is not None, row.consent) for row in rows} == {(True, "refused")}


@pytest.mark.django_db
def test_contacts_of_two_accounts_are_not_merged(company: Company) -> None:
    kim = create_contact(name="Kim", customer=company.acme, by=None)
    with pytest.raises(Conflict):
        merge_contacts(kim, create_contact(name="Kim", customer=company.birch, by=None), choices={}, by=company.omar)


# -- finding -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_pairs_are_proposed_with_why_and_how_sure(company: Company) -> None:
    other = twin(company, domains=["acme.com", "gmail.com"])
    edit_customer(company.acme, changes={"domains": ["acme.com"]}, by=None)
    create_customer(name="Somebody at home", domains=["gmail.com"], by=None)
    [pair] = duplicate_customers(visible_customers(company.omar)).pairs
    assert (pair.first, pair.second, pair.score) == (company.acme, other, 0.88)
    assert [(key, value) for key, _said, value in pair.reasons] == [("domain", "acme.com"), ("name", "acmerobotics")]
    assert duplicate_customers(visible_customers(company.priya)).pairs == []
    mark_not_duplicate(other, company.acme, by=company.omar)
    mark_not_duplicate(company.acme, other, by=company.omar)
    assert duplicate_customers(visible_customers(company.omar)).pairs == []


@pytest.mark.django_db
def test_contacts_are_compared_within_their_account(company: Company) -> None:
    rows = [
        create_contact(
            name="Kim Ode", customer=company.acme, email="KIM+x@acme.com", phone="+43 660 123 4567", by=None
        ),
        create_contact(name="kim ode", customer=company.acme, email="kim@acme.com", phone="0043 6601234567", by=None),
        create_contact(name="Kim Ode", customer=company.birch, email="kim@acme.com", by=None),
    ]
    assert rows[0].phone_e164 == "+436601234567"
    [pair] = duplicate_contacts(Contact.objects.all()).pairs
    assert {pair.first, pair.second} == set(rows[:2]) and pair.score == 0.995


# -- over HTTP -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_merge_and_undo_on_the_page(company: Company, as_person: SignIn) -> None:
    other = twin(company, sector="Robots", domains=["acme.at"])
    edit_customer(company.acme, changes={"sector": "Machinery", "domains": ["acme.at"]}, by=None)
    client = as_person(company.omar)
    assert "Acme Robotics Inc" in client.get("/accounts/duplicates").content.decode()
    address = f"/accounts/{company.acme.uid}/merge?with={other.uid}"
    page = client.get(address).content.decode()
    assert "Machinery" in page and "Robots" in page
    asked = {"sector": "loser", "version": "2", "other_version": "1"}
    assert client.post(address, asked).status_code == 302
    company.acme.refresh_from_db()
    assert company.acme.sector == "Robots"
    old = client.get(f"/accounts/{other.uid}")
    assert (old.status_code, old["Location"]) == (302, f"/accounts/{company.acme.uid}")
    assert as_person(company.jonah).get(f"/accounts/{other.uid}").status_code == 404
    merge = CustomerMerge.objects.get()
    assert str(merge.uid) in client.get(f"/accounts/{company.acme.uid}").content.decode()
    assert as_person(company.priya).post(f"/accounts/merges/{merge.uid}/undo").status_code == 403
    assert client.post(f"/accounts/merges/{merge.uid}/undo").status_code == 302
    assert client.get(f"/accounts/{other.uid}").status_code == 200
    assert client.post(f"/accounts/merges/{merge.uid}/undo").status_code == 409


@pytest.mark.django_db
def test_who_looked_at_something_older_is_told(company: Company, as_person: SignIn) -> None:
    other, client = twin(company), as_person(company.omar)
    address = f"/accounts/{company.acme.uid}/merge?with={other.uid}"
    edit_customer(company.acme, changes={"sector": "Machinery"}, by=None)
    assert client.post(address, {"version": "1", "other_version": "1"}).status_code == 409
    assert client.post(f"/accounts/{company.acme.uid}/merge?with={company.acme.uid}", {}).status_code == 409
    assert client.post(f"/accounts/{other.uid}/not-duplicate", {"with": str(company.acme.uid)}).status_code == 302
    assert client.get(f"/accounts/{company.acme.uid}/merge?with=no-uuid").status_code == 404


@pytest.mark.django_db
def test_merge_and_undo_over_rest(company: Company, as_person: SignIn) -> None:
    other, client = twin(company, domains=["acme.at"]), as_person(company.omar)
    edit_customer(company.acme, changes={"domains": ["acme.at"]}, by=None)
    [pair] = client.get("/api/v1/customers/duplicates").json()["results"]
    assert pair["score"] == "0.880000" and [reason["key"] for reason in pair["reasons"]] == ["domain", "name"]
    base = f"/api/v1/customers/{company.acme.uid}"
    body = {"loser": str(other.uid), "choices": {"name": "loser"}, "reason": "One firm"}
    made = send(client, "post", f"{base}/merge", body)
    assert made.status_code == 201 and made.json()["loser_name"] == "Acme Robotics Inc"
    assert client.get(base).json()["name"] == "Acme Robotics Inc"
    moved = client.get(f"/api/v1/customers/{other.uid}")
    assert (moved.status_code, moved["Location"]) == (308, f"/api/v1/customers/{company.acme.uid}")
    again = send(client, "post", f"{base}/merge", body)
    assert again.status_code == 422
    [listed] = client.get(f"{base}/merges").json()["results"]
    undone = send(client, "post", f"{base}/undo-merge", {"merge": listed["id"]})
    assert undone.status_code == 200 and undone.json()["undone_at"]
    assert send(client, "post", f"{base}/undo-merge", {"merge": listed["id"]}).json()["code"] == "merge_invalid"
    assert send(client, "post", f"{base}/merge", {"loser": str(company.acme.uid)}).json()["code"] == "merge_invalid"
    wrong = send(client, "post", f"{base}/merge", {"loser": str(other.uid), "choices": {"uid": "loser"}})
    assert wrong.json()["code"] == "choice_unknown"
    assert send(as_person(company.marcus), "post", f"{base}/merge", body).status_code == 403


@pytest.mark.django_db
def test_contacts_merge_on_page_and_over_rest(company: Company, as_person: SignIn) -> None:
    kim, other = (create_contact(name="Kim", customer=company.acme, by=None) for _n in range(2))
    client: Client = as_person(company.omar)
    assert "Kim" in client.get("/accounts/duplicates?of=contacts").content.decode()
    address = f"/contacts/{kim.uid}/merge?with={other.uid}"
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 302
    assert client.get(f"/contacts/{other.uid}")["Location"] == f"/contacts/{kim.uid}"
    [merge] = client.get(f"/api/v1/contacts/{kim.uid}/merges").json()["results"]
    assert send(client, "post", f"/api/v1/contacts/{kim.uid}/undo-merge", {"merge": merge["id"]}).status_code == 200
    [pair] = client.get("/api/v1/contacts/duplicates").json()["results"]
    said = send(client, "post", f"/api/v1/contacts/{kim.uid}/not-duplicate", {"other": pair["second"]})
    assert said.status_code in (204, 409)
    body = json.dumps({"loser": str(other.uid)})
    merged = client.post(f"/api/v1/contacts/{kim.uid}/merge", body, "application/json")
    assert merged.status_code == 201


@pytest.mark.django_db
def test_lists_of_pairs_ask_as_often_for_many(
    company: Company, as_person: SignIn, django_assert_num_queries: Any
) -> None:
    client = as_person(company.omar)

    def pairs(numbers: range) -> int:
        for number in numbers:
            for _side in range(2):
                create_customer(name=f"Twin {number}", domains=[f"twin{number}.com"], by=None)
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert f"Twin {numbers[-1]}" in client.get("/accounts/duplicates").content.decode()
        return len(asked)

    assert pairs(range(3)) == pairs(range(3, 20))


@pytest.mark.django_db
def test_all_pairs_are_reached_page_by_page(
    company: Company, as_person: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "PAGE", 2)
    for number in range(5):
        for _side in range(2):
            create_customer(name=f"Twin {number}", domains=[f"twin{number}.com"], by=None)
    client, address, seen, page = as_person(company.omar), "/api/v1/customers/duplicates", set(), 1
    while page:
        answer = client.get(address, {"page": page}).json()
        assert answer["count"] == 5 and len(answer["results"]) <= 2
        seen |= {pair["first_name"] for pair in answer["results"]}
        page = answer["next_page"]
    assert seen == {f"Twin {number}" for number in range(5)}
    shown = client.get("/accounts/duplicates?page=3").content.decode()
    assert "Twin 4" in shown and "Less sure ones" not in shown
    assert "page=2" in client.get("/accounts/duplicates").content.decode()
    assert [client.get(address, {"page": wrong}).status_code for wrong in ("0", "x", "9" * 20)] == [400] * 3


@pytest.mark.django_db
def test_a_file_that_still_has_both_finds_the_survivor_and_changes_nothing(company: Company) -> None:
    from tests.imports.files import committed

    file = b"Id,Account Name,Industry\n1,Nova Foods,Retail\n2,Nova Foods GmbH,Retail\n"
    committed(company.omar, file)
    nova, other = CustomerAccount.objects.filter(name__startswith="Nova").order_by("name")
    merge = merge_customers(nova, other, choices={}, by=company.omar)
    deals = b"Id,Deal Name,Account,Owner,Stage,Amount,Created,Close Date\n"
    deals += b"D1,One,Nova Foods GmbH,Priya Raman,Discovery,10,2026-02-01,2027-02-01\n"
    committed(company.omar, file, deals)
    nova.refresh_from_db()
    assert nova.name == "Nova Foods" and nova.opportunities.get().name == "One"
    assert CustomerAccount.objects.filter(name__startswith="Nova", archived_at__isnull=True).count() == 1
    undo_merge(merge, by=company.omar)
    committed(company.omar, b"Id,Account Name,Industry\n2,Nova Foods GmbH,Food\n")
    other.refresh_from_db()
    assert other.sector == "Food"
