"""What happened at the door: written down for good, seen by who looks after it (ACC-03)."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import SignInEvent
from accounts.operations.sign_in_events import note
from tests.accounts.conftest import SignIn
from tests.company import PASSWORD, Company

pytestmark = pytest.mark.django_db


def attempt(address: Any, password: str = "wrong") -> int:
    return Client().post("/sign-in", {"username": address, "password": password}).status_code


def kinds(company: Company) -> list[str]:
    return list(SignInEvent.objects.filter(person=company.priya).order_by("pk").values_list("kind", flat=True))


def test_refusals_locks_and_sign_ins_are_written(company: Company) -> None:
    attempt(company.priya.email, PASSWORD)
    for _n in range(6):
        attempt(str(company.priya.email).upper())
    assert kinds(company) == ["success"] + ["failure"] * 5 + ["locked"]


def test_an_unknown_address_is_written_without_its_letters(company: Company, as_person: SignIn) -> None:
    attempt("my secret passphrase")
    event = SignInEvent.objects.get()
    assert event.person is None and event.kind == "failure" and len(event.address_digest) == 64
    page = as_person(company.ada).get("/settings/sign-ins").content.decode()
    assert "Unknown address" in page and "secret passphrase" not in page


def test_an_administrator_sees_who_is_locked_and_unlocks(company: Company, as_person: SignIn) -> None:
    for _n in range(5):
        attempt(company.priya.email)
    assert attempt(company.priya.email, PASSWORD) == 429
    ada = as_person(company.ada)
    assert "Unlock Priya Raman" in ada.get("/settings/sign-ins").content.decode()
    assert ada.post(f"/people/{company.priya.uid}/unlock").status_code == 302
    assert "Unlock Priya Raman" not in ada.get("/settings/sign-ins").content.decode()
    assert attempt(company.priya.email, PASSWORD) == 302
    assert kinds(company)[-2:] == ["unlocked", "success"]


def test_unlocking_also_opens_the_limit_of_a_day(company: Company, as_person: SignIn) -> None:
    for n in range(50):
        Client(REMOTE_ADDR=f"10.0.0.{n // 4}").post("/sign-in", {"username": company.ruth.email, "password": "wrong"})
    assert attempt(company.ruth.email, PASSWORD) == 429
    as_person(company.ada).post(f"/api/v1/people/{company.ruth.uid}/unlock", content_type="application/json")
    assert attempt(company.ruth.email, PASSWORD) == 302


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_signinevent SET kind = 'success'", "DELETE FROM accounts_signinevent"]
)
def test_no_event_is_changed_or_removed(company: Company, statement: str) -> None:
    attempt(company.priya.email)
    with pytest.raises(Exception, match="log_is_append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_events_over_rest_are_ones_own_but_for_the_administrator(company: Company, as_person: SignIn) -> None:
    attempt(company.priya.email)
    attempt(company.ruth.email)
    names = {
        who: [row["person_name"] for row in as_person(person).get("/api/v1/sign-in-events").json()["results"]]
        for who, person in {"priya": company.priya, "omar": company.omar, "ada": company.ada}.items()
    }
    assert names == {"priya": ["Priya Raman"], "omar": [], "ada": ["Ruth Adeyemi", "Priya Raman"]}


def test_the_list_is_filtered_and_exported(company: Company, as_person: SignIn) -> None:
    attempt(company.priya.email, PASSWORD)
    attempt(company.ruth.email)
    ada = as_person(company.ada)
    assert "Ruth" not in ada.get("/settings/sign-ins?kind=success").content.decode()
    assert "Priya" not in ada.get("/settings/sign-ins?who=ruth&ip=127").content.decode()
    file = b"".join(ada.get("/settings/sign-ins?format=csv")).decode()
    assert "Ruth Adeyemi" in file and "127.0.0.1" in file


def test_me_says_who_asks_and_what_their_roles_allow(company: Company, as_person: SignIn, settings: Any) -> None:
    settings.REQUIRE_MFA = "none"
    client = as_person(company.ada)
    me = client.get("/api/v1/me")
    assert me.json()["id"] == str(company.ada.uid) and me.json()["roles"] == ["admin"]
    assert "role.change" in me.json()["verbs"] and me.json()["second_factor"] == {"required": False, "enrolled": False}
    etag = me.headers["ETag"]
    for asked, headers, status in (
        ({"theme": "dark"}, {}, 428),
        ({"theme": "pink"}, {"If-Match": etag}, 422),
        ({"name": "Root"}, {"If-Match": etag}, 400),
        ({"theme": "dark"}, {"If-Match": etag}, 200),
        ({"theme": "light"}, {"If-Match": etag}, 409),
    ):
        answer = client.patch("/api/v1/me", asked, content_type="application/json", headers=headers)
        assert answer.status_code == status


@pytest.mark.parametrize(
    "path", ["/settings/sign-ins", "/settings/sessions", "/api/v1/sign-in-events", "/api/v1/sessions"]
)
def test_fifty_rows_cost_what_five_cost(company: Company, as_person: SignIn, path: str) -> None:
    client = as_person(company.ada)

    def cost(rows: int) -> int:
        for _n in range(rows):
            as_person(company.ada)
            note(SignInEvent.Kind.FAILURE, person=company.priya)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few, many = cost(5), cost(40)
    print(f"\n{path}: {many} queries")
    assert few == many <= 12


def test_a_foreign_form_signs_nobody_in(company: Company) -> None:
    """platform.md 6 row 26: no token, another origin, another host."""
    asked = {"username": company.priya.email, "password": PASSWORD}
    strict = Client(enforce_csrf_checks=True)
    for path in ("/sign-in", "/sign-in/forgotten", "/sign-out"):
        assert strict.post(path, asked).status_code == 403
    assert strict.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    page = strict.get("/sign-in").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = asked | {"csrfmiddlewaretoken": token}
    assert strict.post("/sign-in", sent, headers={"Origin": "https://evil.example"}).status_code == 403
    assert strict.post("/sign-in", sent).status_code == 302
