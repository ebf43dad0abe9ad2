"""Why somebody may or may not, in words (ACC-07): the reasons are there exactly where the door opens."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.access import today
from accounts.explaining import Answer, Kind, explain, kind_of
from accounts.models import CustomerMember, Seat, SeatOccupancy, User
from accounts.operations.customers import change_ownership, create_customer
from accounts.operations.delegations import delegate_to
from accounts.operations.people import grant_role, set_manager
from accounts.operations.sign_ins import suspend_person
from pipeline.models import OpportunityMember
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company, make_deal

DAY = timedelta(days=1)


def answered(person: User, verb: str, kind: Kind, record: Any) -> Answer:
    return explain(person, verb, kind, record, asker=person)


def said(person: User, verb: str, kind: str, record: Any) -> list[list[str]]:
    return [reason.sentences for reason in answered(person, verb, kind_of(kind), record).reasons]


def test_by_ones_own_ownership(company: Company) -> None:
    assert said(company.priya, "customer.see", "customer", company.acme) == [
        [
            "Priya Raman is Rep over what is their own (always).",
            "Priya Raman owns it as Owner through the seat Priya Raman (from Jan 1, 2024).",
        ]
    ]


def test_by_the_line_above_the_owner(company: Company) -> None:
    (reason,) = said(company.dana, "customer.see", "customer", company.acme)
    assert reason == [
        "Dana Whitfield is VP Sales over their own and that of everyone below (always).",
        "Priya Raman owns it as Owner through the seat Priya Raman (from Jan 1, 2024).",
        "Priya Raman reports to Marcus Boyle (from Jan 1, 2024), who reports to Dana Whitfield (from Jan 1, 2024).",
    ]
    answer = answered(company.dana, "customer.see", kind_of("customer"), company.acme)
    assert answer.reasons[0].chain == ["Priya Raman", "Marcus Boyle", "Dana Whitfield"]


def test_by_everything_by_team_and_by_membership(company: Company) -> None:
    assert said(company.noor, "customer.see", "customer", company.acme) == [
        ["Noor Haddad is Analyst over everything (always)."]
    ]
    grant_role(company.ruth, "analyst", scope="team", by=None)
    (team,) = said(company.ruth, "customer.see", "customer", company.acme)
    assert team[-1] == "Priya Raman is in team West with Ruth Adeyemi (from Jan 1, 2024)."
    CustomerMember.objects.create(customer=company.acme, person=company.jonah, role="SE", during=(today(), None))
    (member,) = said(company.jonah, "customer.see", "customer", company.acme)
    assert member[1].startswith("Jonah Becker is a member as SE (from ")


def test_by_a_deals_membership_alone(company: Company) -> None:
    deal = make_deal(company, company.priya)
    OpportunityMember.objects.create(opportunity=deal, person=company.jonah, during=(timezone.now() - DAY, None))
    assert len(said(company.jonah, "deal.see", "deal", deal)) == 1
    refused = answered(company.jonah, "deal.change", kind_of("deal"), deal)
    assert not refused.allowed and "Priya Raman owns it." in refused.hindrances[-1]
    # His manager is no member, and gets nothing by his membership.
    assert not answered(company.helena, "deal.see", kind_of("deal"), deal).allowed


def test_why_not(company: Company) -> None:
    kind = kind_of("customer")
    outside = answered(company.jonah, "customer.see", kind, company.acme)
    assert outside.hindrances == [
        "Jonah Becker is Rep over what is their own (always).",
        "Outside of it: Priya Raman owns it as Owner through the seat Priya Raman (from Jan 1, 2024).",
    ]
    assert answered(company.ulf, "customer.see", kind, company.acme).hindrances == [
        "No role that Ulf Larsen holds today carries “See accounts and contacts”."
    ]
    suspend_person(company.marcus, by=company.ada)
    assert answered(company.marcus, "customer.see", kind, company.acme).hindrances == [
        "Marcus Boyle does not sign in: Suspended."
    ]


def test_by_delegation(company: Company) -> None:
    delegate_to(company.helena, start=today(), end=today() + 3 * DAY, verbs=["customer.see"], by=company.marcus)
    answer = answered(company.helena, "customer.see", kind_of("customer"), company.acme)
    assert not answer.allowed and not answer.reasons
    (reason,) = answer.acting
    assert reason.acting_for == "Marcus Boyle" and reason.sentences[0].startswith("Acting for Marcus Boyle, who")
    assert reason.sentences[-1] == "Priya Raman reports to Marcus Boyle (from Jan 1, 2024)."
    assert not answered(company.helena, "customer.change", kind_of("customer"), company.acme).acting


def test_there_are_reasons_exactly_where_the_door_opens(company: Company) -> None:
    """Random lines, roles, owners and members: who is allowed is told why, who is not is told why not."""
    rng = Random(7)
    sellers = [company.priya, company.andre, company.ruth, company.jonah, company.sofia, company.marcus, company.helena]
    for person in rng.sample(sellers[:5], 3):
        set_manager(person, rng.choice([company.marcus, company.helena, company.dana]), start=date(2026, 1, 1), by=None)
    for person in sellers[:4]:
        grant_role(person, "finance", scope=rng.choice(["own", "team", "subtree"]), by=None)
    change_ownership(company.birch, rng.choice(sellers).seats.get(), role="csm", start=today(), by=company.omar)
    CustomerMember.objects.create(customer=company.acme, person=company.sofia, role="SE", during=(today(), None))
    deals = [make_deal(company, rng.choice(sellers[:5])) for _number in range(3)]
    OpportunityMember.objects.create(opportunity=deals[0], person=company.ruth, during=(timezone.now() - DAY, None))
    # Sofia has left a seat that nobody has taken since.
    vacant = Seat.objects.create(name="East two", kind=Seat.Kind.POST)
    SeatOccupancy.objects.create(seat=vacant, person=company.sofia, during=(FOUNDED, today()))
    left = create_customer(name="Elm Works", start=FOUNDED, by=None)
    change_ownership(left, vacant, start=FOUNDED, by=None)
    records = [
        ("customer", company.acme),
        ("customer", company.birch),
        ("customer", left),
        *(("deal", deal) for deal in deals),
    ]
    for name, record in records:
        for person in company.people:
            for verb in kind_of(name).verbs:
                answer = answered(person, verb, kind_of(name), record)
                assert bool(answer.reasons) is answer.allowed, (person, verb, record)
                assert bool(answer.hindrances) is not answer.allowed


def test_a_membership_is_a_reason_for_what_it_opens_alone(company: Company) -> None:
    """Priya sees Birch and its contracts as a member; that she changes it, too, is finance's grant and not that."""
    CustomerMember.objects.create(customer=company.birch, person=company.priya, role="SE", during=(today(), None))
    kind = kind_of("customer")
    for verb, opens in (("customer.see", True), ("contract.see", True), ("customer.change", False)):
        answer = answered(company.priya, verb, kind, company.birch)
        assert (answer.allowed, bool(answer.reasons)) == (opens, opens), verb
    change_ownership(company.birch, company.priya.seats.get(), role="csm", start=today(), by=None)
    sentences = said(company.priya, "customer.change", "customer", company.birch)
    assert [text for reason in sentences for text in reason if "member" in text] == []
    # Marcus stands above her: her membership lets him see, and is no reason for him to change.
    (seen,) = [
        reason for reason in said(company.marcus, "customer.see", "customer", company.birch) if "member" in reason[1]
    ]
    assert seen[-1] == "Priya Raman reports to Marcus Boyle (from Jan 1, 2024)."
    assert "member" not in str(said(company.marcus, "customer.change", "customer", company.birch))


def test_by_the_line_above_who_last_sat_on_a_vacant_seat(company: Company) -> None:
    end_occupancy = SeatOccupancy.objects.filter(person=company.priya)
    end_occupancy.update(during=(FOUNDED, today()))
    (own,) = said(company.marcus, "customer.see", "customer", company.acme)
    assert own[-1] == (
        "Marcus Boyle led Priya Raman, the last one on the vacant seat Priya Raman,"
        " which owns it as Owner (from Jan 1, 2024)."
    )
    (above,) = said(company.dana, "customer.see", "customer", company.acme)
    assert above[1:] == [own[-1], "Marcus Boyle reports to Dana Whitfield (from Jan 1, 2024)."]
    outside = answered(company.helena, "customer.see", kind_of("customer"), company.acme)
    assert not outside.allowed and "Marcus Boyle led Priya Raman" in outside.hindrances[-1]


def test_on_pages_and_over_rest(company: Company, as_person: SignIn) -> None:
    marcus = as_person(company.marcus)
    page = f"/why/customer/{company.acme.uid}"
    assert page in marcus.get(f"/accounts/{company.acme.uid}").content.decode()
    shown = marcus.get(page, {"person": company.priya.uid, "verb": "customer.change"}).content.decode()
    assert "Priya Raman owns it as Owner" in shown and "Allowed" in shown
    assert "Marcus Boyle is Manager" in marcus.get(page).content.decode()
    for bad in ({"person": company.jonah.uid}, {"verb": "role.change"}, {"person": "x"}):
        assert marcus.get(page, bad).status_code == 422
    assert marcus.get(f"/why/moon/{company.acme.uid}").status_code == 404
    assert as_person(company.jonah).get(page).status_code == 404
    rights = marcus.get(f"/people/{company.priya.uid}/why").content.decode()
    assert "Priya Raman is Rep over what is their own" in rights and "Log activities" in rights
    asked = {"record": f"customer:{company.acme.uid}", "person": company.priya.uid}
    found = marcus.get("/api/v1/why", asked).json()
    assert found["allowed"] and found["reasons"][0]["role"] == "Rep" and found["hindrances"] == []
    for bad, status in (
        ({"record": "x"}, 400),
        ({"verb": "fly"}, 400),
        ({"record": "customer:x"}, 400),
        ({"record": f"moon:{company.acme.uid}"}, 404),
        ({"person": company.jonah.uid}, 404),
        ({"record": f"customer:{company.birch.uid}"}, 404),
    ):
        assert marcus.get("/api/v1/why", asked | bad).status_code == status, bad


def test_who_acts_for_whom_is_told_to_the_two_and_to_who_gives_roles(company: Company) -> None:
    delegate_to(company.helena, start=today(), end=today() + 3 * DAY, verbs=["customer.see"], by=company.marcus)
    asked = (company.helena, "customer.see", kind_of("customer"), company.acme)
    assert [bool(explain(*asked, asker=one).acting) for one in (company.helena, company.ada, company.noor)] == [
        True,
        True,
        False,
    ]
