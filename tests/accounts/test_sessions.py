"""What ends a session at its next request (platform.md 6 row 29), and what people set for themselves."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import PersonSession, RoleGrant, User
from accounts.operations.people import grant_role
from accounts.operations.roles import end_grant
from accounts.operations.sessions import forget_sessions
from accounts.operations.sign_ins import change_password, deactivate_person, suspend_person
from tests.accounts.conftest import SignIn
from tests.company import PASSWORD, Company

pytestmark = pytest.mark.django_db
NEW = "another long passphrase 43"


@pytest.mark.parametrize("how", ["password", "role", "new role", "left", "suspended"])
def test_a_session_ends_at_its_next_request(company: Company, as_person: SignIn, how: str) -> None:
    client = as_person(company.priya)
    assert client.get("/api/v1/customers").status_code == 200
    if how == "password":
        change_password(company.priya, old=PASSWORD, new=NEW, by=company.priya)
    elif how == "role":
        end_grant(RoleGrant.objects.get(user=company.priya), end=timezone.now().date(), by=company.ada)
    elif how == "new role":
        grant_role(company.priya, "analyst", by=company.ada)
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


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"


def signed_in(person: User, **headers: str) -> Client:
    client = Client(headers=headers)
    assert client.post("/sign-in", {"username": person.email, "password": PASSWORD}).status_code == 302
    return client


def make_older(client: Client, key: str, **ago: float) -> None:
    session = client.session
    session[key] -= timedelta(**ago).total_seconds()
    session.save()


def test_own_sessions_are_listed_with_device_place_and_last_seen(company: Company) -> None:
    here = signed_in(company.priya, User_Agent=FIREFOX, X_Forwarded_For="10.9.8.7")
    signed_in(company.priya, User_Agent=PHONE)
    signed_in(company.ruth, User_Agent="curl/8.5")
    page = here.get("/settings/sessions").content.decode()
    assert "Firefox, Linux" in page and "Safari, iPhone" in page and "127.0.0.1" in page
    assert page.count("This one") == 1 and "curl" not in page
    listed = here.get("/api/v1/sessions").json()["results"]
    assert {row["device"] for row in listed} == {"Firefox, Linux", "Safari, iPhone"}


def test_one_session_is_ended_and_no_other(company: Company) -> None:
    here, phone, third = (signed_in(company.priya, User_Agent=agent) for agent in (FIREFOX, PHONE, FIREFOX))
    row = PersonSession.objects.get(key=phone.session.session_key)
    assert here.post(f"/settings/sessions/{row.uid}/end").status_code == 302
    assert phone.get("/settings").headers["Location"].startswith("/sign-in")
    assert here.get("/settings").status_code == third.get("/settings").status_code == 200
    assert "Safari" not in here.get("/settings/sessions").content.decode()
    assert here.post(f"/settings/sessions/{row.uid}/end").status_code == 404


def test_nobody_ends_the_session_of_another(company: Company, as_person: SignIn) -> None:
    row = PersonSession.objects.get(key=signed_in(company.priya).session.session_key)
    for path in (f"/settings/sessions/{row.uid}/end", f"/api/v1/sessions/{row.uid}/end"):
        assert as_person(company.ada).post(path, content_type="application/json").status_code == 404


@pytest.mark.parametrize(
    ("key", "ago", "is_open"),
    [
        ("sign_in_seen", {"hours": 11.9}, True),
        ("sign_in_seen", {"hours": 12}, False),
        ("sign_in_since", {"days": 13.9}, True),
        ("sign_in_since", {"days": 14}, False),
    ],
)
def test_twelve_idle_hours_or_fourteen_days_end_it(
    company: Company, key: str, ago: dict[str, float], is_open: bool
) -> None:
    client = signed_in(company.priya)
    make_older(client, key, **ago)
    assert client.get("/settings").status_code == (200 if is_open else 302)
    assert client.get("/api/v1/me").status_code == (200 if is_open else 401)


def test_being_seen_is_written_every_five_minutes(company: Company) -> None:
    client = signed_in(company.priya)
    seen = PersonSession.objects.get().seen_at
    client.get("/settings")
    assert PersonSession.objects.get().seen_at == seen
    make_older(client, "sign_in_seen", minutes=6)
    client.get("/settings")
    assert PersonSession.objects.get().seen_at > seen


def test_signing_in_takes_a_new_key(company: Company) -> None:
    client = Client()
    client.get("/sign-in")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = planted = str(session.session_key)
    client.post("/sign-in", {"username": company.priya.email, "password": PASSWORD})
    assert client.session.session_key != planted and not Session.objects.filter(session_key=planted).exists()


def test_changing_own_roles_keeps_this_session(company: Company, as_person: SignIn) -> None:
    here, there = as_person(company.ada), as_person(company.ada)
    asked = {"role": "rep", "start": "2026-01-01", "reason": "I am the only one"}
    assert here.post(f"/people/{company.ada.uid}/roles/new", asked).status_code == 302
    assert here.get("/settings").status_code == 200 and there.get("/settings").status_code == 302


def test_sessions_that_are_over_are_forgotten(company: Company) -> None:
    signed_in(company.priya)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    PersonSession.objects.update(seen_at=timezone.now() - timedelta(days=31))
    assert forget_sessions() == 2 and not PersonSession.objects.exists()


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
    from accounts.operations.people import create_person

    lou = create_person(name="Lou Reyes", start=date(2026, 1, 1), by=company.omar)
    page = as_person(company.omar).post(f"/people/{lou.uid}/activate", {"email": "lou@northwind.example"})
    password = page.content.decode().split('class="mono">')[1].split("<")[0]
    answer = Client().post("/sign-in", {"username": "lou@northwind.example", "password": password})
    assert answer.status_code == 302 and page.headers["Cache-Control"].find("no-store") >= 0
