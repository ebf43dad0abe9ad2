"""The forms of hires, moves and leavers on their pages and over REST: who may, what is refused where, what is shown."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.access import today
from accounts.models import Employment, PeopleChange, User
from accounts.operations.employment import begin_employment
from accounts.operations.people_changes import draft_change
from accounts.rules.people_changes import Choices
from pipeline.models import Opportunity
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company, make_deal

SOON = timedelta(days=20)


@pytest.fixture
def working(company: Company) -> Company:
    begin_employment(company.priya, start=FOUNDED, function="sales", by=None)
    make_deal(company, company.priya, name="Verity", amount="32000")
    return company


def leaver(company: Company, **more: Any) -> dict[str, Any]:
    heir = str(company.andre.uid)
    return {
        "last_day": str(today() + SOON), "exit_kind": "voluntary", "reason": "Moves to Oslo", "regretted": "true",
        "access_ends": "after", "customers_how": "give", "customers_to": heir, "deals_how": "give", "deals_to": heir,
    } | more  # fmt: skip


def test_a_leaver_is_previewed_saved_and_cancelled_on_the_pages(working: Company, as_person: SignIn) -> None:
    company, client = working, as_person(working.omar)
    page = f"/people/{company.priya.uid}/leave"
    shown = client.get(page).content.decode()
    # The default heir is her manager.
    assert "Deals: 1 open" in shown and f'value="{company.marcus.uid}" selected' in shown
    answer = client.post(page, leaver(company))
    preview = answer.content.decode()
    assert answer.status_code == 200 and "Preview" in preview and "$32,000" in preview
    assert PeopleChange.objects.count() == 0
    answer = client.post(page, leaver(company, confirmed="save"))
    change = PeopleChange.objects.get()
    assert answer.status_code == 302 and change.state == "scheduled"
    detail = client.get(answer["Location"]).content.decode()
    assert "Cancel the change" in detail and "Moves to Oslo" in detail and "Verity" in detail
    assert client.get("/people/changes").content.decode().count("Priya Raman") >= 1
    assert client.post(f"/people/changes/{change.uid}/cancel").status_code == 302
    change.refresh_from_db()
    assert change.state == "cancelled" and Employment.objects.get().exit_kind == ""


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"deals_to": []}, 422, "Say who gets them: Deals."),
        ({"last_day": "soon"}, 422, "Enter a valid date"),
        ({"last_day": "2020-01-01"}, 422, "lies before the first one"),
        ({"deals_how": "vacant", "customers_to": [], "customers_how": "load"}, 422, "Say who gets them: Accounts."),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    working: Company, as_person: SignIn, more: dict[str, Any], status: int, said: str
) -> None:
    begin_employment(working.ruth, start=FOUNDED, function="sales", by=None)
    answer = as_person(working.omar).post(f"/people/{working.priya.uid}/leave", leaver(working, **more))
    assert answer.status_code == status and said in answer.content.decode()


def test_a_manager_drafts_and_operations_save(working: Company, as_person: SignIn) -> None:
    company, manager = working, as_person(working.marcus)
    page = f"/people/{company.priya.uid}/leave"
    assert "Keep as draft" in manager.post(page, leaver(company)).content.decode()
    assert manager.post(page, leaver(company, confirmed="save")).status_code == 403
    assert manager.post(page, leaver(company, confirmed="draft")).status_code == 302
    change = PeopleChange.objects.get()
    assert change.state == "draft"
    assert manager.post(f"/people/changes/{change.uid}/save").status_code == 403
    # Finance sees that she leaves, and how; an administrator saves it without reading why.
    assert "Moves to Oslo" in as_person(company.fiona).get(f"/people/changes/{change.uid}").content.decode()
    admin = as_person(company.ada)
    assert "Moves to Oslo" not in admin.get(f"/people/changes/{change.uid}").content.decode()
    assert admin.post(f"/people/changes/{change.uid}/save").status_code == 302
    change.refresh_from_db()
    assert (change.state, change.saved_by) == ("scheduled", company.ada)


def test_nobody_enters_a_leaver_of_another_line(working: Company, as_person: SignIn) -> None:
    company = working
    for person, status in ((company.helena, 404), (company.priya, 403), (company.noor, 403)):
        assert as_person(person).get(f"/people/{company.priya.uid}/leave").status_code == status
    hired = {"name": "Lena Roth", "manager": str(company.marcus.uid), "start": str(today()), "function": "sales"}
    answer = as_person(company.helena).post("/people/hire", hired)
    assert answer.status_code == 422 and "Select a valid choice" in answer.content.decode()


def test_a_hire_is_saved_on_the_page(working: Company, as_person: SignIn) -> None:
    company = working
    hired = {
        "name": "Lena Roth", "email": "lena@northwind.example", "manager": str(company.marcus.uid), "role": "rep",
        "start": str(today() + SOON), "function": "sales", "job_role": "Seller", "team": str(company.west.uid),
    }  # fmt: skip
    client = as_person(company.omar)
    assert "Marcus Boyle" in client.post("/people/hire", hired).content.decode()
    assert client.post("/people/hire", hired | {"confirmed": "save"}).status_code == 302
    lena = User.objects.get(name="Lena Roth")
    assert lena.employments.get().during.lower == today() + SOON
    again = client.post("/people/hire", hired)
    assert again.status_code == 409 and "Somebody already has this e-mail address." in again.content.decode()


def test_a_job_change_turns_on_its_day(working: Company, as_person: SignIn) -> None:
    company = working
    moved = {
        "start": str(today() + SOON), "manager": str(company.helena.uid), "function": "enablement",
        "customers_how": "along", "deals_how": "give", "deals_to": str(company.andre.uid),
    }  # fmt: skip
    client, page = as_person(company.omar), f"/people/{company.priya.uid}/job"
    preview = client.post(page, moved).content.decode()
    assert "Helena Ortiz" in preview and "Enablement" in preview and "stays with Priya Raman" in preview
    assert client.post(page, moved | {"confirmed": "save"}).status_code == 302
    assert company.priya.lines.get(during__contains=today() + SOON).manager == company.helena


INVITED = {"name": "Lena", "function": "sales", "invite_on": "2030-01-01"}


def body(client: Client, path: str, asked: dict[str, Any] | None = None, **more: Any) -> Any:
    return client.post(path, json.dumps(asked or {}), content_type="application/json", **more)


def test_the_api_drafts_previews_saves_and_cancels(working: Company, as_person: SignIn) -> None:
    company, client = working, as_person(working.omar)
    asked = {
        "kind": "leave",
        "person": str(company.priya.uid),
        "last_day": str(today() + SOON),
        "exit_kind": "voluntary",
    }
    made = body(client, "/api/v1/people-changes", asked)
    assert made.status_code == 201, made.content
    path = f"/api/v1/people-changes/{made.json()['id']}"
    stopped = body(client, f"{path}/save")
    assert (stopped.status_code, stopped.json()["code"]) == (409, "books_open")
    assert stopped.json()["facts"]["counts"] == {"customers": 1, "deals": 1}
    books = {key: {"how": "give", "to": [str(company.andre.uid)]} for key in ("customers", "deals")}
    etag = client.get(path)["ETag"]
    patched = client.patch(
        path, json.dumps({"books": books}), content_type="application/json", headers={"If-Match": etag}
    )
    assert patched.status_code == 200, patched.content
    preview = body(client, f"{path}/preview").json()
    assert {one["part"]: (one["name"], one["count"]) for one in preview["shares"]} == {
        "customers": ("Andre Thompson", 1),
        "deals": ("Andre Thompson", 1),
    }
    saved = body(client, f"{path}/save").json()
    assert (saved["state"], saved["rows"]) == ("scheduled", preview["lines"])
    assert client.get("/api/v1/people-changes?state=scheduled").json()["results"][0]["person_name"] == "Priya Raman"
    cancelled = body(client, f"{path}/cancel").json()
    assert cancelled["state"] == "cancelled"
    again = body(client, f"{path}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"kind": "leave", "last_day": "2030-01-01"}, 422, "required"),
        ({"kind": "promote"}, 422, "invalid"),
        ({"kind": "leave", "books": {"deals": {"how": "burn"}}}, 422, "invalid"),
        ({"kind": "hire", "start": "2030-01-01", "name": "Lena"}, 422, "required"),
        ({"kind": "hire", "start": "2030-01-01", **INVITED}, 422, "address_needed"),
    ],
)  # fmt: skip
def test_the_api_refuses_at_the_field(
    working: Company, as_person: SignIn, asked: dict[str, Any], status: int, code: str
) -> None:
    answer = body(as_person(working.omar), "/api/v1/people-changes", asked)
    assert answer.status_code == status, answer.content
    assert answer.json()["fields"]
    if code in ("required", "address_needed"):
        assert answer.json()["code"] == code


def test_the_list_takes_as_many_queries_for_many(
    working: Company, as_person: SignIn, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = as_person(working.omar), []
    for number in (2, 20):
        for _more in range(number):
            asked = Choices(start=today() + SOON, manager=str(working.helena.uid))
            draft_change("change", working.priya, asked, by=working.omar)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/people/changes").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] and Opportunity.objects.count() == 1
