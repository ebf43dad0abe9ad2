"""Signing in and out, through the page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.company import PASSWORD, Company

pytestmark = pytest.mark.django_db


def attempt(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in", {"username": email, "password": password, **more})


def test_a_person_signs_in_whatever_the_case_of_the_address(client: Client, company: Company) -> None:
    answer = attempt(client, str(company.priya.email).upper(), next="/components")
    assert answer.status_code == 302 and answer.headers["Location"] == "/components"
    assert client.session["_auth_user_id"] == str(company.priya.pk)


def test_unknown_address_wrong_password_and_closed_account_read_the_same(client: Client, company: Company) -> None:
    company.andre.state = "suspended"
    company.andre.save(update_fields=["state"])
    answers = [
        attempt(client, "nobody@example.com"),
        attempt(client, str(company.priya.email), "not the right one"),
        attempt(client, str(company.andre.email)),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("do not fit together" in answer.content.decode() for answer in answers)


def test_a_refusal_is_the_same_work_for_every_address(client: Client, company: Company) -> None:
    """The same statements, and a password is hashed for nobody too (Django's own backend does)."""
    company.andre.state = "suspended"
    company.andre.save(update_fields=["state"])
    statements = []
    for address in ("nobody@example.com", str(company.priya.email), str(company.andre.email)):
        with CaptureQueriesContext(connection) as captured:
            assert attempt(client, address, "not the right one").status_code == 422
        statements.append([query["sql"].split()[0] for query in captured])
    assert statements[0] == statements[1] == statements[2]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_next_never_leaves_this_site(client: Client, company: Company, elsewhere: str) -> None:
    assert attempt(client, str(company.priya.email), next=elsewhere).headers["Location"] == "/"


def test_five_failures_lock_the_address_for_a_while(client: Client, company: Company) -> None:
    for n in range(5):
        spelt = str(company.priya.email).upper() if n % 2 else str(company.priya.email)
        attempt(client, spelt, "not the right one")
    locked = attempt(client, str(company.priya.email))
    assert locked.status_code == 429 and "Wait 15 minutes" in locked.content.decode()


def test_another_person_is_not_locked_with_them(client: Client, company: Company) -> None:
    for _ in range(5):
        attempt(client, str(company.priya.email), "not the right one")
    assert attempt(client, str(company.ruth.email)).status_code == 302


def test_signing_out_takes_a_post(client: Client, company: Company) -> None:
    client.force_login(company.priya, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
    assert "_auth_user_id" not in client.session


def test_the_page_is_not_kept_by_the_browser(client: Client) -> None:
    page = client.get("/sign-in?next=/components")
    assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
    assert 'value="/components"' in page.content.decode()
