"""Who knows whom: the formula to the digit, the nightly run, what is stated, consent and taking away."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.customer_access import visible_relationships
from accounts.models import Contact, Relationship
from accounts.operations.contacts import create_contact, edit_contact
from accounts.operations.customers import add_member
from accounts.operations.merges import merge_contacts, undo_merge
from accounts.operations.relationships import remove_relationship, state_relationship
from accounts.queries.relationships import who_knows_whom
from accounts.rules.relationships import COUNTS, WEIGHTS, decayed, strength, weight_of
from pipeline.models import Activity, ActivityContact, StaleStrength
from pipeline.operations.activities import log_customer_activity
from pipeline.operations.relationships import compute_relationships
from salesops.imports.models import Problem
from salesops.imports.operations.undo import undo_batch
from tests.accounts.conftest import SignIn
from tests.accounts.test_customers import send
from tests.company import FOUNDED, Company
from tests.imports.files import checked, committed

NOW = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
TODAY = NOW.date()


def test_the_worked_examples_to_the_digit() -> None:
    meetings = [decayed(WEIGHTS["meeting"], age) for age in (0, 180)]
    assert meetings == [0.5, 0.25]
    assert f"{strength(meetings):.6f}" == "0.527633"
    assert f"{strength([*meetings, WEIGHTS['known']]):.6f}" == "0.683363"
    assert strength([]) == 0 and decayed(0.5, -3) == 0.5


@pytest.mark.parametrize("stated", [0, 0.1, 0.527633, 0.99])
def test_a_stated_strength_is_what_comes_out(stated: float) -> None:
    assert strength([weight_of(stated)]) == pytest.approx(stated, abs=1e-12)


def log(company: Company, contact: Contact, at: datetime, kind: str = "meeting", outcome: str = "held") -> Activity:
    return log_customer_activity(
        company.acme, kind=kind, outcome=outcome, contact=contact, occurred_at=at, by=company.priya
    )


def strengths(company: Company) -> list[tuple[str, str, str]]:
    found = who_knows_whom(visible_relationships(company.omar))
    return [(row.person.name, row.contact.name, f"{row.strength:.6f}") for row in found]


@pytest.mark.django_db
def test_the_night_adds_up_activities_and_what_is_stated_adds(company: Company, as_person: SignIn) -> None:
    kim = create_contact(name="Kim", customer=company.acme, by=None)
    log(company, kim, NOW - timedelta(days=180))
    log(company, kim, timezone.now())
    log(company, kim, timezone.now(), outcome="no_show")
    for _night in range(2):
        compute_relationships(TODAY)
        assert strengths(company) == [("Priya Raman", "Kim", "0.527633")]
    state_relationship(company.priya, kim, strength=1 - 2.718281828459045**-0.4, by=company.priya)
    assert strengths(company) == [("Priya Raman", "Kim", "0.683363")]
    address = f"/api/v1/customers/{company.acme.uid}/who-knows-whom"
    [known] = as_person(company.marcus).get(address).json()["results"]
    assert (known["person_name"], known["strength"]) == ("Priya Raman", "0.683363")
    page = as_person(company.marcus).get(f"/accounts/{company.acme.uid}").content.decode()
    assert "Who knows whom" in page and "Strength 68 of 100" in page
    compute_relationships(TODAY + timedelta(days=180))
    assert strengths(company) == [("Priya Raman", "Kim", f"{strength([0.25, 0.125, 0.4]):.6f}")]


@pytest.mark.django_db
def test_sql_equals_the_rule_on_random_activities(company: Company) -> None:
    dice, expected = random.Random(7), {}
    contacts = [create_contact(name=f"C{n}", customer=company.acme, by=None) for n in range(4)]
    for contact in contacts:
        weights = []
        for _n in range(dice.randint(1, 6)):
            kind, age = dice.choice(["meeting", "call", "email", "message"]), dice.randint(0, 900)
            outcome = dice.choice(["held", "reached", "replied", "no_answer"])
            log(company, contact, NOW - timedelta(days=age, hours=12), kind, outcome)
            if outcome in COUNTS.get(kind, ()):
                weights.append(decayed(WEIGHTS[kind], (TODAY - (NOW - timedelta(days=age, hours=12)).date()).days))
        expected[contact.name] = strength(weights)
    compute_relationships(TODAY)
    found = {row.contact.name: row.strength for row in who_knows_whom(visible_relationships(company.omar))}
    assert found == pytest.approx({name: value for name, value in expected.items() if value}, abs=1e-9)


def slowly(day: date) -> dict[tuple[int, int], float]:
    """Every activity there is, one by one, by the rule alone."""
    found: dict[tuple[int, int], float] = {}
    for row in Activity.objects.prefetch_related("others").filter(deleted_at=None, bounced=False):
        age = (day - row.occurred_at.date()).days
        people = {row.contact_id, *(other.contact_id for other in row.others.all())} - {None}
        if row.outcome in COUNTS.get(row.kind, ()) and age >= 0 and (not row.automated or row.source == "calendar"):
            for contact in people:
                key = (row.owner_id, contact)
                found[key] = found.get(key, 0) + decayed(WEIGHTS[row.kind], age)
    return found


@pytest.mark.django_db
def test_fading_equals_adding_up_whatever_changed(company: Company) -> None:
    dice = random.Random(3)
    contacts = [create_contact(name=f"C{n}", customer=company.acme, by=None) for n in range(6)]
    rows = [log(company, contact, NOW - timedelta(days=400)) for contact in contacts]
    nights = [TODAY - timedelta(days=300 - n * 20) for n in range(16)]
    for night in nights:
        at = datetime.combine(night, NOW.timetz())
        for row in dice.sample(rows, 2):
            change = dice.choice(["deleted_at", "occurred_at", "outcome", "automated", "contact"])
            value = {"deleted_at": at, "occurred_at": at + timedelta(days=dice.choice([-9, 5])), "outcome": "no_show",
                     "automated": True, "contact": dice.choice(contacts)}[change]  # fmt: skip
            Activity.objects.filter(pk=row.pk).update(**{change: value})
        new = log(company, dice.choice(contacts), at - timedelta(days=dice.randint(0, 40)))
        rows.append(new)
        other = dice.choice(contacts)
        ActivityContact.objects.create(activity=new, contact=other)
        if dice.random() < 0.3:
            Activity.objects.filter(pk=new.pk).update(automated=True, source="calendar")
        if dice.random() < 0.3:
            ActivityContact.objects.filter(activity=dice.choice(rows)).delete()
        compute_relationships(night)
        known = {(row.person_id, row.contact_id): row.weight for row in Relationship.objects.all()}
        assert known == pytest.approx(slowly(night), rel=1e-9)
        before = list(Relationship.objects.order_by("pk").values())
        assert compute_relationships(night)["gone"] == 0
        assert list(Relationship.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_night_adds_up_only_what_changed(company: Company) -> None:
    contacts = [create_contact(name=f"C{n}", customer=company.acme, by=None) for n in range(5)]
    for contact in contacts:
        log(company, contact, NOW - timedelta(days=1))
    tomorrow = TODAY + timedelta(days=1)
    assert [compute_relationships(day)["kept"] for day in (TODAY, TODAY, tomorrow)] == [5, 0, 0]
    log(company, contacts[0], timezone.now())
    assert compute_relationships(tomorrow)["kept"] == 1 and not StaleStrength.objects.exists()


@pytest.mark.django_db
def test_without_consent_or_once_removed_it_counts_for_nothing(company: Company) -> None:
    kim = create_contact(name="Kim", customer=company.acme, by=None)
    log(company, kim, timezone.now())
    compute_relationships(TODAY)
    state_relationship(company.andre, kim, strength=0.8, consent=False, by=company.andre)
    assert len(strengths(company)) == 1 and Relationship.objects.count() == 2
    remove_relationship(Relationship.objects.get(source="computed"), by=company.priya)
    compute_relationships(TODAY)
    assert strengths(company) == []
    state_relationship(company.priya, kim, strength=0.5, by=company.priya)
    assert strengths(company) == [("Priya Raman", "Kim", "0.500000")]
    edit_contact(kim, changes={"consent": "refused"}, by=None)
    compute_relationships(TODAY)
    assert Relationship.objects.get(source="computed").consent is False


@pytest.mark.django_db
def test_what_is_deleted_is_forgotten_that_night(company: Company) -> None:
    kim = create_contact(name="Kim", customer=company.acme, by=None)
    activity = log(company, kim, timezone.now())
    compute_relationships(TODAY)
    Activity.objects.filter(pk=activity.pk).update(deleted_at=NOW)
    assert compute_relationships(TODAY) == {"kept": 0, "gone": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("stated", [-0.1, 0.991, 1, 5, "well"])
def test_a_strength_outside_is_told_at_its_field(company: Company, as_person: SignIn, stated: Any) -> None:
    kim, client = create_contact(name="Kim", customer=company.acme, by=None), as_person(company.priya)
    body = {"contact": str(kim.uid), "strength": stated}
    answer = send(client, "post", "/api/v1/relationships", body)
    assert answer.status_code == 422 and "strength" in answer.json()["fields"]
    page = client.post(f"/contacts/{kim.uid}/know", {"strength": stated})
    assert page.status_code == 422 and not Relationship.objects.exists()


@pytest.mark.django_db
def test_said_and_taken_back_on_page_and_over_rest(company: Company, as_person: SignIn) -> None:
    kim, client = create_contact(name="Kim", customer=company.acme, by=None), as_person(company.priya)
    assert client.post(f"/contacts/{kim.uid}/know", {"strength": "0.6", "consent": "on"}).status_code == 302
    own = Relationship.objects.get()
    assert str(own.uid) in client.get(f"/accounts/{company.acme.uid}").content.decode()
    assert client.post(f"/relationships/{own.uid}/remove").status_code == 302
    assert client.post(f"/relationships/{own.uid}/remove").status_code == 404
    made = send(client, "post", "/api/v1/relationships", {"contact": str(kim.uid), "strength": 0.25})
    assert (made.status_code, made.json()["source"], made.json()["strength"]) == (201, "api", "0.250000")
    other = {"contact": str(kim.uid), "person": str(company.jonah.uid), "strength": 0.5}
    assert send(client, "post", "/api/v1/relationships", other).status_code == 422
    listed = client.get("/api/v1/relationships", {"source": "api"}).json()["results"]
    assert [row["id"] for row in listed] == [made.json()["id"]]
    assert send(client, "post", f"/api/v1/relationships/{made.json()['id']}/remove", {}).status_code == 204
    assert as_person(company.jonah).get("/api/v1/relationships").json()["results"] == []


@pytest.mark.django_db
def test_a_member_logs_with_the_account_and_its_contact(company: Company, as_person: SignIn) -> None:
    kim = create_contact(name="Kim", customer=company.acme, by=None)
    elsewhere = create_contact(name="Lu", customer=company.birch, by=None)
    client, address = as_person(company.jonah), f"/accounts/{company.acme.uid}/log"
    assert client.get(address).status_code == 404
    add_member(company.acme, company.jonah, role="expert", start=FOUNDED, by=None)
    asked = {"kind": "call", "outcome": "reached", "contact": str(kim.uid)}
    assert client.post(address, asked).status_code == 302
    assert client.post(address, asked | {"contact": str(elsewhere.uid)}).status_code == 422
    body = {"customer": str(company.acme.uid), "kind": "meeting", "contact": str(elsewhere.uid)}
    refused = send(client, "post", "/api/v1/activities", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "contact_elsewhere")
    assert send(client, "post", "/api/v1/activities", body | {"contact": str(kim.uid)}).status_code == 201
    assert send(client, "post", "/api/v1/activities", body | {"next_step": "x"}).json()["code"] == "activity_subject"
    assert Activity.objects.filter(customer=company.acme, contact=kim, owner=company.jonah).count() == 2
    assert "Kim" in client.get(f"/accounts/{company.acme.uid}").content.decode()


@pytest.mark.django_db
def test_relationships_follow_merged_contacts(company: Company) -> None:
    kim, other = (create_contact(name="Kim", customer=company.acme, by=None) for _n in range(2))
    state_relationship(company.priya, kim, strength=0.5, by=None)
    for person in (company.priya, company.andre):
        state_relationship(person, other, strength=0.3, by=None)
    merge = merge_contacts(kim, other, choices={}, by=company.omar)
    assert {row[0] for row in strengths(company)} == {"Priya Raman", "Andre Thompson"}
    undo_merge(merge, by=company.omar)
    assert len(strengths(company)) == 3


@pytest.mark.django_db
def test_the_account_page_asks_as_often_for_many_who_know_many(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)

    def asked(numbers: range) -> int:
        for number in numbers:
            contact = create_contact(name=f"C{number}", customer=company.acme, by=None)
            state_relationship(company.priya, contact, strength=0.5, by=None)
            log(company, contact, timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/accounts/{company.acme.uid}").status_code == 200
        return len(queries)

    assert asked(range(3)) == asked(range(3, 12))


FILE = b"""Person,Contact Email,Strength,Consented
Priya Raman,kim@acme.example,0.5,yes
Jonah Becker,kim@acme.example,0.9,no
"""


@pytest.mark.django_db
def test_a_file_says_it_once_and_is_taken_back(company: Company) -> None:
    create_contact(name="Kim", customer=company.acme, email="kim@acme.example", by=None)
    first = committed(company.omar, FILE)
    assert strengths(company) == [("Priya Raman", "Kim", "0.500000")] and Relationship.objects.count() == 2
    committed(company.omar, FILE)
    assert Relationship.objects.count() == 2
    again = committed(company.omar, FILE.replace(b"0.5", b"0.6"))
    assert strengths(company) == [("Priya Raman", "Kim", "0.600000")]
    undo_batch(again, by=company.omar)
    assert strengths(company) == [("Priya Raman", "Kim", "0.500000")]
    bad = checked(company.omar, FILE.replace(b"0.9", b"1").replace(b"Priya Raman,kim", b"Priya Raman,lu"))
    found = Problem.objects.filter(file__batch=bad, blocking=True).values_list("field", "code")
    assert set(found) == {("contact", "unknown_value"), ("strength", "out_of_range")}
    undo_batch(first, by=company.omar)
    assert not Relationship.objects.exists()
