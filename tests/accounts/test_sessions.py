"""What ends a session at its next request (platform.md 6 row 29), and what people set for themselves."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.operations.roles import end_grant
from accounts.operations.sign_ins import change_password, deactivate_person, suspend_person
from tests.accounts.conftest import SignIn
from tests.company import PASSWORD, Company

pytestmark = pytest.mark.django_db
NEW = "another long passphrase 43"


@pytest.mark.parametrize("how", ["password", "role", "left", "suspended"])
def test_a_session_ends_at_its_next_request(company: Company, as_person: SignIn, how: str) -> None:
    client = as_person(company.priya)
    assert client.get("/api/v1/customers").status_code == 200
    if how == "password":
        change_password(company.priya, old=PASSWORD, new=NEW, by=company.priya)
    elif how == "role":
        end_grant(RoleGrant.objects.get(user=company.priya), end=timezone.now().date(), by=company.ada)
    else:
        (deactivate_person if how == "left" else suspend_person)(company.priya, by=company.omar)
    assert client.get("/api/v1/customers").status_code == 401
    assert client.get("/accounts").headers["Location"].startswith("/sign-in")


def test_changing_the_password_keeps_this_session_and_ends_the_others(company: Company, as_person: SignIn) -> None:
    here, there = as_person(company.priya), as_person(company.priya)
    answer = here.post("/settings/password", {"old": PASSWORD, "new": NEW})
    assert answer.status_code == 302
    assert here.get("/settings").status_code == 200
    assert there.get("/settings").status_code == 302


@pytest.mark.parametrize(("old", "new"), [("wrong", NEW), (PASSWORD, "short"), (PASSWORD, "password1234")])
def test_a_wrong_or_weak_password_is_refused_at_its_field(
    company: Company, as_person: SignIn, old: str, new: str
) -> None:
    answer = as_person(company.priya).post("/settings/password", {"old": old, "new": new})
    assert answer.status_code == 422 and "aria-invalid" in answer.content.decode()


def test_ending_other_sessions_keeps_this_one(company: Company, as_person: SignIn) -> None:
    here, there = as_person(company.priya), as_person(company.priya)
    here.post("/settings/sign-out-everywhere")
    assert here.get("/settings").status_code == 200
    assert there.get("/settings").status_code == 302


def test_the_profile_sets_theme_keys_and_zone(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    asked = {"theme": "dark", "language": "en", "time_zone": "Europe/Vienna", "version": company.priya.row_version}
    assert client.post("/settings/profile", asked).status_code == 302
    page = client.get("/settings/profile").content.decode()
    assert 'data-theme="dark"' in page and 'data-shortcuts="off"' in page and "Europe/Vienna" in page
    assert client.post("/settings/profile", {**asked, "time_zone": "Mars/North", "version": ""}).status_code == 422


def test_moments_read_in_the_persons_zone(company: Company, as_person: SignIn) -> None:
    company.acme.__class__.objects.update(created_at="2026-06-01T23:30:00Z")
    client = as_person(company.priya)
    User.objects.filter(pk=company.priya.pk).update(time_zone="Asia/Tokyo")
    assert "2026-06-02T08:30:00+09:00" in client.get("/accounts?cols=name,created_at").content.decode()


def test_activating_shows_a_password_once_that_signs_in(company: Company, as_person: SignIn) -> None:
    from django.test import Client

    from accounts.operations.people import create_person

    lou = create_person(name="Lou Reyes", start=date(2026, 1, 1), by=company.omar)
    page = as_person(company.omar).post(f"/people/{lou.uid}/activate", {"email": "lou@northwind.example"})
    password = page.content.decode().split('class="mono">')[1].split("<")[0]
    signed_in = Client().post("/sign-in", {"username": "lou@northwind.example", "password": password})
    assert signed_in.status_code == 302 and page.headers["Cache-Control"].find("no-store") >= 0
