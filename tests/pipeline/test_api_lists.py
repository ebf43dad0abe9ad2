"""Leads, activities, products and processes over REST."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import CustomerAccount
from pipeline.models import Activity, Lead, Opportunity, OpportunityVersion, StageCategory
from pipeline.operations.leads import create_lead
from pipeline.operations.processes import set_stage_category
from tests.company import Company, make_deal
from tests.pipeline.asking import API, api_of, as_row, names, problem

pytestmark = pytest.mark.django_db
LEADS = f"{API}/leads"
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


# -- Leads ------------------------------------------------------------------------------------------------------------


def lead_body(**fields: Any) -> dict[str, Any]:
    return {"name": "Kim Adler", "company": "Fenwick Optics", "email": "Kim+fair@Fenwick.example"} | fields


def test_the_same_key_makes_one_lead(company: Company) -> None:
    key = {"Idempotency-Key": "web-form-7"}
    first, again = (api_of(company.priya).post(LEADS, lead_body(), headers=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotent-Replay"] == "true"
    assert Lead.objects.count() == 1
    assert problem(api_of(company.priya).post(LEADS, lead_body(name="B"), headers=key)) == (
        422,
        "idempotency_key_reused",
    )


def test_a_rep_keeps_the_lead_they_enter_and_operations_enter_it_for_the_queue(company: Company) -> None:
    mine = api_of(company.priya).post(LEADS, lead_body()).json()
    assert (mine["owner"], mine["state"]) == (str(company.priya.uid), "assigned")
    queued = api_of(company.omar).post(LEADS, lead_body(email="b@fenwick.example")).json()
    assert (queued["owner"], queued["state"]) == (None, "new")
    assert names(api_of(company.priya).get(LEADS)) == ["Kim Adler"]
    assert names(api_of(company.jonah).get(LEADS)) == []
    assert len(names(api_of(company.omar).get(f"{LEADS}?owner_empty=1"))) == 1


def test_a_lead_is_worked_over_the_api(company: Company) -> None:
    api = api_of(company.marcus)
    lead = api.post(LEADS, lead_body()).json()
    url = f"{LEADS}/{lead['id']}"
    assert api.post(f"{url}/assign", {"owner": str(company.priya.uid)}).json()["owner"] == str(company.priya.uid)
    saved = api.patch(url, {"title": "CTO"}, headers=as_row(Lead.objects.get()))
    assert (saved.status_code, saved.json()["title"], saved["ETag"]) == (200, "CTO", '"3"')
    call = api_of(company.priya).post(f"{API}/activities", {"kind": "call", "outcome": "reached", "lead": lead["id"]})
    assert call.status_code == 201, call.content
    assert api.get(url).json()["state"] == "working"
    assert api.post(f"{url}/qualify", {}).json()["state"] == "qualified"
    assert api.post(f"{url}/disqualify", {"reason": "Student"}).json()["disqualified_reason"] == "Student"
    assert api.post(f"{url}/recycle", {}).json()["state"] == "recycled"
    deal = api.post(f"{url}/convert", {}).json()
    assert (deal["name"], deal["owner"], deal["sourced_by"]) == ("Fenwick Optics", str(company.priya.uid), "marketing")
    assert api.post(f"{url}/convert", {}).json()["id"] == deal["id"]
    assert (Opportunity.objects.count(), CustomerAccount.objects.filter(name="Fenwick Optics").count()) == (1, 1)
    row = api.get(f"{url}?expand=opportunity").json()
    assert (row["state"], row["opportunity"]) == ("converted", {"id": deal["id"], "name": "Fenwick Optics"})
    assert OpportunityVersion.objects.get().source == "api"


def test_a_lead_is_edited_once_at_a_time(company: Company) -> None:
    lead = create_lead(name="Kim", owner=company.priya, by=None)
    url = f"{LEADS}/{lead.uid}"
    api_of(company.priya).patch(url, {"phone": "1"}, headers={"If-Match": '"1"'})
    stale = api_of(company.marcus).patch(url, {"phone": "2"}, headers={"If-Match": '"1"'})
    assert problem(stale) == (409, "stale_version")
    facts = stale.json()["facts"]
    assert (facts["values"], facts["by"]) == ({"phone": {"yours": "2", "theirs": "1"}}, "Priya Raman")
    create_lead(name="Twin", email="kim@fenwick.example", owner=company.priya, by=None)
    twin = api_of(company.priya).patch(url, {"email": "KIM@fenwick.example"}, headers=as_row(lead))
    assert problem(twin) == (409, "lead_duplicate")


def test_lead_filters(company: Company) -> None:
    create_lead(name="Ann", company="Acme", source="Fair", owner=company.priya, by=None, at=AT)
    create_lead(name="Bob", channel="outbound", owner=company.andre, by=None)
    for query, found in (
        ("state=assigned", ["Ann", "Bob"]),
        ("company=ACM", ["Ann"]),
        ("channel=outbound", ["Bob"]),
        ("source=fair", ["Ann"]),
        (f"owner={company.andre.uid}", ["Bob"]),
        ("created_to=2026-05-04", ["Ann"]),
    ):
        assert (query, names(api_of(company.marcus).get(f"{LEADS}?ordering=name&{query}"))) == (query, found)


# -- Activities -------------------------------------------------------------------------------------------------------


def test_logging_on_a_deal_saves_its_next_step(company: Company) -> None:
    deal = make_deal(company, company.priya)
    body = {
        "kind": "meeting",
        "outcome": "held",
        "opportunity": str(deal.uid),
        "next_step": "Send the draft",
        "next_step_date": "2190-01-05",
        "minutes": 45,
        "occurred_at": (timezone.now() - timedelta(hours=1)).isoformat(),
    }
    answer = api_of(company.priya).post(f"{API}/activities", body)
    assert answer.status_code == 201, answer.content
    assert (answer.json()["source"], answer.json()["owner"]) == ("api", str(company.priya.uid))
    deal.refresh_from_db()
    assert (deal.next_step, str(deal.next_step_date)) == ("Send the draft", "2190-01-05")
    rows = api_of(company.marcus).get(f"{API}/activities?opportunity={deal.uid}&kind=meeting").json()["results"]
    assert [row["minutes"] for row in rows] == [45]
    assert api_of(company.jonah).get(f"{API}/activities").json()["results"] == []
    key = {"Idempotency-Key": "call-1"}
    for _ in range(2):
        api_of(company.priya).post(f"{API}/activities", {"kind": "call", "opportunity": str(deal.uid)}, headers=key)
    assert Activity.objects.count() == 2


# -- Products ---------------------------------------------------------------------------------------------------------


def test_products(company: Company) -> None:
    api, url = api_of(company.omar), f"{API}/products"
    body = {"name": "Gauge", "family": "Sensors", "list_price": {"amount": "1200", "currency": "USD"}}
    made = api.post(url, body)
    assert made.status_code == 201, made.content
    row = made.json()
    assert row["list_price"] == {"amount": "1200.00", "currency": "USD"}
    assert problem(api.post(url, {"name": "GAUGE"})) == (409, "product_name_taken")
    saved = api.patch(f"{url}/{row['id']}", {"list_price": None, "value": "Less waste"}, headers={"If-Match": '"1"'})
    assert (saved.json()["list_price"], saved.json()["value"], saved["ETag"]) == (None, "Less waste", '"2"')
    stale = api.patch(f"{url}/{row['id']}", {"value": "More"}, headers={"If-Match": '"1"'})
    assert stale.json()["facts"]["values"] == {"value": {"yours": "More", "theirs": "Less waste"}}
    assert api.post(f"{url}/{row['id']}/retire", {}).json()["retired_at"]
    assert names(api_of(company.priya).get(f"{url}?retired_empty=1")) == []
    assert names(api_of(company.priya).get(url)) == ["Gauge"]
    assert api.post(f"{url}/{row['id']}/retire", {"retired": False}).json()["retired_at"] is None
    assert names(api_of(company.ulf).get(url)) == []
    assert api_of(company.ulf).get(f"{url}/{row['id']}").status_code == 404


# -- Processes --------------------------------------------------------------------------------------------------------


def test_processes_hold_stages_and_the_map_of_a_moment(company: Company) -> None:
    url = f"{API}/processes"
    process = api_of(company.priya).get(url).json()["results"][0]
    assert (process["name"], process["number"], process["default"]) == ("Standard", 1, True)
    assert [stage["name"] for stage in process["stages"]] == [
        *("Discovery", "Solution fit", "Proposal", "Negotiation", "Contract", "Won", "Lost")
    ]
    assert [stage["category"] for stage in process["stages"]][2:6] == ["upside", "commit", "commit", None]
    assert process["stages"][0]["probability"] == "0.100000"
    stage = company.process.stages.get(name="Proposal")
    set_stage_category(stage, "commit", by=None, at=AT)
    for day, category in (("2026-05-03", "upside"), ("2026-05-05", "commit")):
        then = api_of(company.priya).get(f"{url}/{process['id']}?as_of={day}").json()
        assert then["stages"][2]["category"] == category
        assert then["as_of"].startswith(day)


def test_a_category_is_changed_from_now_on(company: Company) -> None:
    stage = company.process.stages.get(name="Proposal")
    answer = api_of(company.omar).post(f"{API}/stages/{stage.uid}/category", {"category": "omitted"})
    assert (answer.status_code, answer.json()["category"]) == (200, "omitted")
    ended, running = StageCategory.objects.filter(stage=stage).order_by("valid")
    assert (ended.category, ended.valid.upper) == ("upside", running.valid.lower)


def test_a_version_is_published(company: Company) -> None:
    stages = [
        {"name": "First call", "probability": "0.2", "category": "pipeline", "counts_as_pipeline": False},
        {"name": "Offer", "probability": "0.6", "category": "commit", "exit_criteria": "Budget named"},
        {"name": "Won", "kind": "won", "probability": "1"},
        {"name": "Lost", "kind": "lost", "probability": "0"},
    ]
    body = {"name": "Standard", "default": True, "stages": stages}
    answer = api_of(company.omar).post(f"{API}/processes", body)
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert (row["number"], row["default"], row["stages"][0]["counts_as_pipeline"]) == (2, True, False)
    assert row["stages"][1]["category"] == "commit"
    numbers = [
        process["number"] for process in api_of(company.priya).get(f"{API}/processes?default=1").json()["results"]
    ]
    assert numbers == [2]


def test_reasons_are_listed(company: Company) -> None:
    rows = api_of(company.priya).get(f"{API}/reasons?list=loss").json()["results"]
    assert "No decision" in [row["label"] for row in rows]
    assert {row["list"] for row in rows} == {"loss"}


# -- Size -------------------------------------------------------------------------------------------------------------


def fill(company: Company, resource: str, many: int) -> None:
    from pipeline.operations.activities import log_activity
    from pipeline.operations.products import create_product

    deal = Opportunity.objects.first() or make_deal(company, company.priya)
    for number in range(many):
        if resource == "leads":
            create_lead(name=f"Lead {number}", owner=company.priya, by=None)
        elif resource == "activities":
            log_activity(deal, kind="call", by=company.priya)
        else:
            create_product(name=f"Product {many} {number}", by=None)


@pytest.mark.parametrize("resource", ["leads", "activities", "products"])
def test_queries_do_not_grow_with_rows(resource: str, company: Company) -> None:
    counts = []
    for many in (5, 45):
        fill(company, resource, many)
        api = api_of(company.priya)
        with CaptureQueriesContext(connection) as seen:
            assert len(api.get(f"{API}/{resource}").json()["results"]) >= 5
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 9
