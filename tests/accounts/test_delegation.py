"""Delegation (A-2): what a delegate may, what never, and that both names stand at every act."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.access import reach, scope_for, today, visible_customers
from accounts.models import Delegation, RoleGrant, User
from accounts.operations.contracts import approve_contract, edit_contract, submit_contract
from accounts.operations.delegations import delegate_to, end_delegation
from accounts.operations.leaves import plan_leave
from accounts.operations.people import grant_role
from accounts.operations.sign_ins import suspend_person
from accounts.rules.delegation import DELEGABLE
from accounts.rules.roles import PRESETS
from pipeline.access import visible_deals
from salesops.audit.models import AuditRecord
from salesops.jobs.models import Job
from salesops.kernel.errors import Conflict, Forbidden, Refused
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import make_contract
from tests.company import Company, make_deal

DAY = timedelta(days=1)
VERBS = ("customer.see", "customer.change", "deal.see", "deal.change")


@pytest.fixture
def given(company: Company) -> Delegation:
    """Helena acts for Marcus this week."""
    return give(company.marcus, company.helena)


def give(person: User, delegate: User, verbs: tuple[str, ...] = VERBS, **days: date) -> Delegation:
    dates = {"start": today() - DAY, "end": today() + 5 * DAY, **days}
    return delegate_to(delegate, verbs=verbs, by=person, reason="Vacation", **dates)


def acting(given: Delegation) -> User:
    """The delegate as a request under the delegation has them."""
    delegate = User.objects.get(pk=given.delegate_id)
    delegate.act_under(Delegation.objects.select_related("person").get(pk=given.pk))
    return delegate


@pytest.fixture
def act(as_person: SignIn) -> Callable[[Delegation], Client]:
    def signed_in(given: Delegation) -> Client:
        client = as_person(given.delegate)
        assert client.post(f"/settings/delegations/{given.uid}/act").status_code == 302
        return client

    return signed_in


def test_a_delegate_reaches_what_the_other_does_and_nothing_of_their_own(company: Company, given: Delegation) -> None:
    helena = acting(given)
    assert reach(helena, "deal.see") == reach(User.objects.get(pk=company.marcus.pk), "deal.see")
    assert set(scope_for(helena, "deal.see").spans) == set(scope_for(company.marcus, "deal.see").spans)
    assert [row.name for row in visible_customers(helena)] == ["Acme Robotics"]
    assert [row.name for row in visible_customers(company.helena)] == ["Birch Dental"]
    # Not named, though both hold it.
    assert not helena.may("forecast.see") and not reach(helena, "metrics.see").people


def test_it_ends_by_itself_and_with_the_rights_of_the_other(
    company: Company, given: Delegation, act: Callable[[Delegation], Client]
) -> None:
    client, acme = act(given), f"/accounts/{company.acme.uid}"
    assert client.get(acme).status_code == 200
    Delegation.objects.filter(pk=given.pk).update(during=(today() - 9 * DAY, today()))
    assert client.get(acme).status_code == 404
    # Forgotten: it does not come back with its days.
    Delegation.objects.filter(pk=given.pk).update(during=(today() - 9 * DAY, today() + DAY))
    assert client.get(acme).status_code == 404 and act(given).get(acme).status_code == 200
    RoleGrant.objects.filter(user=company.marcus).delete()
    assert client.get(acme).status_code == 404


def test_it_ends_when_one_of_them_is_gone(company: Company, given: Delegation) -> None:
    suspend_person(company.marcus, by=company.ada)
    assert not Delegation.objects.get(pk=given.pk).verbs_now


def test_it_is_not_handed_on(company: Company, given: Delegation, act: Callable[[Delegation], Client]) -> None:
    onward = give(company.helena, company.dana)
    assert onward.verbs_now == frozenset(VERBS)
    dana = acting(onward)
    assert not visible_customers(dana).filter(pk=company.acme.pk).exists()
    with pytest.raises(Forbidden) as refusal:
        delegate_to(company.dana, start=today(), end=today() + DAY, verbs=VERBS, by=acting(given))
    assert refusal.value.code == "own_only"
    # Under Settings one is oneself, whatever the session acts under: it is her own that she would give.
    assert "Marcus" not in act(given).get("/settings/delegations/new").content.decode().split("<form")[0]


def test_every_act_shows_both_names(company: Company, given: Delegation, act: Callable[[Delegation], Client]) -> None:
    deal = make_deal(company, company.priya)
    client = act(given)
    assert "You act for Marcus Boyle" in client.get("/").content.decode()
    page = client.post(f"/accounts/{company.acme.uid}/contacts/new", {"name": "Amara Osei"})
    assert page.status_code == 302
    etag = client.get(f"/api/v1/opportunities/{deal.uid}")["ETag"]
    body, url = json.dumps({"next_step": "Call again"}), f"/api/v1/opportunities/{deal.uid}"
    assert client.patch(url, body, content_type="application/json", headers={"If-Match": etag}).status_code == 200
    rows = AuditRecord.objects.filter(by=company.helena, acting_for=company.marcus)
    assert {"contact", "opportunity"} <= set(rows.values_list("kind", flat=True))
    log = client.get("/audit").content.decode()
    assert "Helena Ortiz for Marcus Boyle" in log
    assert "Helena Ortiz for Marcus Boyle" in client.get(f"/deals/{deal.uid}").content.decode()


def test_what_is_ones_own_stays_so(company: Company, given: Delegation, act: Callable[[Delegation], Client]) -> None:
    client = act(given)
    plan = {"kind": "sick", "start": "2026-08-03", "last": "2026-08-04"}
    assert client.post(f"/people/{company.helena.uid}/leave/new", plan).status_code == 302
    assert client.post(f"/people/{company.priya.uid}/leave/new", plan).status_code in (403, 404)
    me = client.get("/api/v1/me").json()
    assert me["name"] == "Helena Ortiz" and "forecast.submit" in me["verbs"]
    assert not AuditRecord.objects.filter(acting_for__isnull=False).exists()
    assert client.post("/settings/delegations/stop").status_code == 302
    assert client.get(f"/accounts/{company.acme.uid}").status_code == 404


def test_no_file_is_made_in_the_name_of_another(
    company: Company, given: Delegation, act: Callable[[Delegation], Client]
) -> None:
    """A job runs as who asked for it, without whom they act for: it would write another file than the one asked for."""
    client, asked = act(given), {"address": "/accounts?format=csv"}
    refused = client.post("/api/v1/exports", json.dumps(asked), content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_only")
    assert client.post("/exports/new", asked).status_code == 403 and not Job.objects.exists()
    assert client.post("/settings/delegations/stop").status_code == 302
    assert client.post("/api/v1/exports", json.dumps(asked), content_type="application/json").status_code == 202


FORBIDDEN = ("role.change", "token.revoke", "people.change", "leave.see", "org.change", "audit.see", "line.change")


def test_what_may_never_be_delegated(company: Company) -> None:
    grant_role(company.marcus, "admin", by=None)
    grant_role(company.marcus, "ops_manager", by=None)
    marcus = User.objects.get(pk=company.marcus.pk)
    held = frozenset(verb for preset in PRESETS for verb in preset.verbs)
    for verb in (*FORBIDDEN, "forecast.submit", "statement.see", "coaching.see", "exit.see"):
        with pytest.raises(Refused) as refusal:
            give(marcus, company.helena, (verb,))
        assert refusal.value.code == "not_delegable" and verb not in DELEGABLE
    assert set(DELEGABLE) <= held
    # A row that came about otherwise opens nothing either.
    forced = Delegation.objects.create(
        person=marcus, delegate=company.helena, during=(today(), today() + DAY), verbs=[*FORBIDDEN, "deal.see"]
    )
    assert forced.verbs_now == {"deal.see"} and not acting(forced).may("role.change")


def test_nobody_delegates_what_they_do_not_hold(company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        give(company.priya, company.marcus, ("contract.approve",))
    assert refusal.value.code == "not_delegable"


def contract_by(company: Company, maker: User) -> Any:
    return submit_contract(make_contract(company, by=maker), by=maker)


@pytest.mark.parametrize("maker", ["fiona", "omar"])
def test_a_delegate_approves_nothing_that_either_of_them_made(company: Company, maker: str) -> None:
    verbs = ("contract.see", "contract.approve")
    grant_role(company.omar, "finance", by=None)
    given = Delegation.objects.create(
        person=company.omar, delegate=company.fiona, during=(today(), today() + DAY), verbs=verbs
    )
    contract = contract_by(company, getattr(company, maker))
    with pytest.raises(Forbidden) as refusal:
        approve_contract(contract, by=acting(given), reason="They are away")
    assert refusal.value.code == "second_person_needed"


def test_a_delegate_approves_what_a_third_made(company: Company, as_person: SignIn) -> None:
    verbs = ("contract.see", "contract.approve")
    given = Delegation.objects.create(
        person=company.omar, delegate=company.noor, during=(today(), today() + DAY), verbs=verbs
    )
    contract = approve_contract(contract_by(company, company.marcus), by=acting(given))
    row = AuditRecord.objects.filter(kind="contract", record_uid=contract.uid).latest("pk")
    assert (row.by, row.acting_for) == (company.noor, company.omar)
    assert (contract.approved_by, contract.approved_for) == (company.noor, company.omar)
    assert "Noor Haddad for Omar" in as_person(company.omar).get(f"/contracts/{contract.uid}").content.decode()
    again = edit_contract(contract, changes={"notice_days": 9}, by=company.marcus)
    assert again.approved_for is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"end": date(2020, 1, 1)}, "dates_order"),
        ({"end": date(2029, 1, 1)}, "delegation_too_long"),
        ({"verbs": ()}, "required"),
        ({"delegate": "marcus"}, "delegation_self"),
        ({"delegate": "ulf"}, "receiver_inactive"),
    ],
)
def test_a_delegation_that_cannot_be(company: Company, change: dict[str, Any], code: str) -> None:
    delegate = getattr(company, change.pop("delegate", "helena"))
    with pytest.raises(Refused) as refusal:
        give(company.marcus, delegate, **change)
    assert refusal.value.code == code and refusal.value.fields


def test_one_delegation_at_a_time_between_two(company: Company, given: Delegation) -> None:
    with pytest.raises(Conflict):
        give(company.marcus, company.helena)
    days = (today(), today() + DAY)
    for delegate, name in ((company.helena, "delegation_no_overlap"), (company.marcus, "delegation_not_self")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Delegation.objects.create(person=company.marcus, delegate=delegate, during=days, verbs=["deal.see"])


def test_either_of_them_ends_it_and_nobody_else_sees_it(company: Company, given: Delegation, as_person: SignIn) -> None:
    for person, status in ((company.dana, 404), (company.priya, 404), (company.helena, 302)):
        assert as_person(person).post(f"/settings/delegations/{given.uid}/end").status_code == status
    given.refresh_from_db()
    assert given.during.upper == today()
    with pytest.raises(Refused):
        end_delegation(given, by=company.marcus)
    later = give(company.marcus, company.helena, start=today() + 9 * DAY, end=today() + 10 * DAY)
    assert end_delegation(later, by=company.marcus) is None and Delegation.objects.count() == 1


def test_a_leave_of_two_working_days_suggests_one(company: Company, as_person: SignIn) -> None:
    monday = today() + timedelta(days=14 - today().weekday())
    client, page = as_person(company.marcus), f"/people/{company.marcus.uid}"
    plan_leave(company.marcus, kind="vacation", start=monday, end=monday + DAY, by=company.marcus)
    assert "Let a colleague act for you" not in client.get(page).content.decode()
    plan_leave(company.marcus, kind="vacation", start=monday + DAY, end=monday + 3 * DAY, by=company.marcus)
    shown = client.get(page).content.decode()
    assert shown.count("Let a colleague act for you") == 1
    assert f"?start={monday + DAY}&amp;last={monday + 2 * DAY}" in shown
    assert "Let a colleague act for you" not in as_person(company.dana).get(page).content.decode()
    give(company.marcus, company.helena, start=monday + DAY, end=monday + 3 * DAY)
    assert "Let a colleague act for you" not in client.get(page).content.decode()


def test_given_and_used_on_pages_and_over_rest(company: Company, as_person: SignIn) -> None:
    marcus, helena = as_person(company.marcus), as_person(company.helena)
    asked = {"delegate": company.priya.uid, "start": today(), "last": today(), "verbs": ["deal.see"]}
    assert marcus.post("/settings/delegations/new", asked).status_code == 302
    assert marcus.post("/settings/delegations/new", {**asked, "verbs": ["role.change"]}).status_code == 422
    body = {
        "delegate": str(company.helena.uid),
        "start": str(today()),
        "end": str(today() + DAY),
        "verbs": ["deal.see"],
    }
    made = marcus.post("/api/v1/delegations", json.dumps(body), content_type="application/json")
    assert made.status_code == 201
    seen = helena.get("/api/v1/delegations").json()["results"]
    assert [row["person_name"] for row in seen] == ["Marcus Boyle"] and "Marcus" in helena.get(
        "/settings/delegations"
    ).content.decode()
    deal = make_deal(company, company.priya)
    under = {"Acting-For": made.json()["id"]}
    deals, url = f"/api/v1/opportunities/{deal.uid}", f"/api/v1/delegations/{made.json()['id']}/end"
    assert helena.get(deals).status_code == 404 and helena.get(deals, headers=under).status_code == 200
    assert visible_deals(company.helena).count() == 0
    assert helena.post(url, "{}", content_type="application/json").status_code == 204
    gone = helena.get(deals, headers=under)
    assert gone.status_code == 403 and gone.json()["code"] == "delegation_over"
    assert helena.get(deals, headers={"Acting-For": "nobody"}).status_code == 403
