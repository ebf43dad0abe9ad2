"""Tasks about any record (ACC-40)."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.access import today
from accounts.operations.customers import change_ownership
from salesops.inbox.access import visible_tasks
from salesops.inbox.models import Task
from salesops.inbox.operations.tasks import give_task
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company
from tests.inbox.asking import about_acme, acme_of, send

pytestmark = pytest.mark.django_db


def task_for_priya(company: Company, title: str = "Call them") -> Task:
    due = today() + timedelta(days=3)
    return give_task(acme_of(company), title=title, assignee=company.priya, by=company.marcus, due=due)


def test_given_found_done_and_opened_again(company: Company, as_person: SignIn) -> None:
    boss, client = as_person(company.marcus), as_person(company.priya)
    asked = {"title": "Call them", "assignee_text": "priya raman", "due": str(today())}
    assert boss.post(f"/talk/customer/{company.acme.uid}/tasks/new", asked).status_code == 302
    task = Task.objects.get()
    assert (task.assignee, task.made_by, task.origin) == (company.priya, company.marcus, "hand")
    assert "Call them" in client.get("/tasks").content.decode()
    assert "Call them" in boss.get("/tasks?tab=given").content.decode()
    assert "Call them" in client.get(f"/accounts/{company.acme.uid}").content.decode()
    assert client.post(f"/tasks/{task.uid}/done", {"from": "record"})["Location"].startswith("/accounts/")
    assert f'/tasks/{task.uid}"' not in client.get("/tasks").content.decode()
    assert "Call them" in client.get("/tasks?tab=done").content.decode()
    assert client.post(f"/tasks/{task.uid}/done").status_code == 409
    assert client.post(f"/tasks/{task.uid}/reopen").status_code == 302
    task.refresh_from_db()
    assert (task.state, task.done_at, task.done_by) == ("open", None, None)


def test_it_is_handed_on_with_a_version(company: Company, as_person: SignIn) -> None:
    task, client = task_for_priya(company), as_person(company.priya)
    asked = {"title": "Call them", "assignee": str(company.marcus.uid), "version": "1"}
    assert client.post(f"/tasks/{task.uid}", asked).status_code == 302
    task.refresh_from_db()
    assert (task.assignee, task.due) == (company.marcus, None)
    assert client.post(f"/tasks/{task.uid}", asked).status_code == 403
    stale = as_person(company.marcus).post(f"/tasks/{task.uid}", asked | {"title": "Mail them"})
    assert stale.status_code == 409


def test_nobody_gets_one_about_what_they_cannot_open(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    path = f"/talk/customer/{company.acme.uid}/tasks/new"
    for receiver in ({"assignee": str(company.jonah.uid)}, {"assignee_text": "Jonah Becker"}):
        answer = client.post(path, {"title": "Call", **receiver})
        assert answer.status_code == 422 and "cannot open this record" in answer.content.decode()
    assert client.post(path, {"title": "Call", "assignee_text": "Nobody here"}).status_code == 422
    options = client.get(f"/talk/customer/{company.acme.uid}/people?assignee_text=a").content.decode()
    assert (
        "Andre" not in options
        and "Nothing found"
        not in client.get(f"/talk/customer/{company.acme.uid}/people?assignee_text=dana").content.decode()
    )
    assert not Task.objects.exists()


def test_others_who_see_the_record_read_it_only(company: Company, as_person: SignIn) -> None:
    task, client = task_for_priya(company), as_person(company.noor)
    page = client.get(f"/tasks/{task.uid}").content.decode()
    assert "Call them" in page and "Save task" not in page
    assert client.post(f"/tasks/{task.uid}/done").status_code == 403
    assert as_person(company.jonah).get(f"/tasks/{task.uid}").status_code == 404


def test_it_goes_out_of_sight_with_its_record(company: Company, as_person: SignIn) -> None:
    task = task_for_priya(company)
    change_ownership(company.acme, None, start=FOUNDED, by=company.omar)
    fresh = type(company.priya).objects.get(pk=company.priya.pk)
    assert not visible_tasks(fresh).exists() and visible_tasks(company.omar).get() == task
    assert as_person(fresh).post(f"/tasks/{task.uid}/done").status_code == 404


def test_over_rest(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    body: dict[str, Any] = {"about": about_acme(company), "title": "Call", "assignee": str(company.priya.uid)}
    made = send(client, "post", "/api/v1/tasks", body)
    assert made.status_code == 201, made.content
    path = f"/api/v1/tasks/{made.json()['id']}"
    assert send(client, "patch", path, {"due": "2027-01-29"}, If_Match='"1"').json()["due"] == "2027-01-29"
    assert send(client, "patch", path, {"due": "2027-01-30"}).status_code == 428
    assert send(as_person(company.priya), "post", f"{path}/done").json()["state"] == "done"
    assert send(client, "post", f"{path}/done").status_code == 409
    assert send(client, "post", f"{path}/reopen").json()["done_at"] is None
    assert len(client.get("/api/v1/tasks?state=open&assignee=me").json()["results"]) == 0
    assert as_person(company.jonah).get(path).status_code == 404
    for bad in ({"assignee": str(company.jonah.uid)}, {"title": " "}, {"due": "2027-02-30"}, {"assignee": "me"}):
        assert send(client, "post", "/api/v1/tasks", body | bad).status_code == 422, bad
