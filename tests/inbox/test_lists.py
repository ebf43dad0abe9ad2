"""Lists cost as many queries for fifty rows as for five, and every page asks for the bell once."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.access import today
from salesops.inbox.models import Channel, Comment, Delivery, News, Notification, Task
from tests.accounts.conftest import SignIn
from tests.company import Company
from tests.inbox.asking import acme_of

pytestmark = pytest.mark.django_db
SHELL_AND_LIST = 12


def fill(company: Company, numbers: range) -> None:
    """Rows of Acme for Marcus, as the operations leave them."""
    place, mail = acme_of(company), Channel.objects.get(kind="mail")
    for number in numbers:
        said = Comment.objects.create(**place.named, author=company.priya, body=f"Said {number}")
        Task.objects.create(
            **place.named, title=f"Call {number}", assignee=company.marcus, due=today(), made_by=company.priya
        )
        known = {"record_kind": "customer", "record_uid": company.acme.uid, "by": company.priya}
        news = News.objects.create(key=f"n{number}", kind="comment", about_uid=said.uid, **known)
        Notification.objects.create(news=news, person=company.marcus)
        Delivery.objects.create(news=news, person=company.marcus, channel=mail)


def queries(client: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
    return len(captured)


def test_fifty_rows_cost_what_five_cost(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    uid = company.acme.uid
    paths = ["/inbox", "/tasks", f"/talk/customer/{uid}", "/settings/channels", "/settings/notifications"]
    paths += [f"/api/v1/{name}" for name in ("comments", "tasks", "notifications", "deliveries", "channels")]
    fill(company, range(5))
    few = {path: queries(client, path) for path in paths}
    fill(company, range(5, 36))
    many = {path: queries(client, path) for path in paths}
    print(f"\n{many}")
    assert many == few and max(many.values()) <= SHELL_AND_LIST


def test_a_list_is_filtered_sorted_and_exported(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    fill(company, range(3))
    page = client.get("/tasks?title=call+1&ordering=-title").content.decode()
    assert "Call 1" in page and "Call 2" not in page
    file = client.get("/tasks?format=csv")
    assert file.status_code == 200 and len(file.getvalue().decode().strip().splitlines()) == 4
    assert "Call" not in as_person(company.jonah).get("/tasks?tab=all").content.decode()
    assert client.get("/tasks?nonsense=1").status_code == 400
