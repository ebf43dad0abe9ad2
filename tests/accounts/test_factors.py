"""Second factors: app, passkey, recovery codes; who must have one; what needs a fresh one (ACC-02)."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import RoleGrant, SignInEvent, User
from accounts.operations.factors import new_recovery_codes, prove_code
from accounts.operations.locks import factor_day_key, factor_key, unlock_password
from accounts.operations.people import grant_role
from accounts.rules.factors import accepted_step, code_of, step_at
from accounts.sessions import FACTOR
from salesops.db.secrets import opened
from salesops.jobs.models import Job
from salesops.jobs.running import run_job
from salesops.web.api.throttles import forget
from tests.accounts.conftest import SignIn
from tests.accounts.second_factors import SecurityKey, code_now, give_app
from tests.company import PASSWORD, Company

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""`12345678901234567890` in base 32, the secret of the tables in RFC 4226 and RFC 6238."""


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B has eight digits; ours are the last six of them."""
    assert code_of(RFC_SECRET, step_at(seconds)) == code
    assert accepted_step(RFC_SECRET, f"{code[:3]} {code[3:]}", seconds=seconds, after=0) == step_at(seconds)


def test_an_old_step_is_refused_and_no_step_counts_twice() -> None:
    now = 2_000_000_000
    step = step_at(now)
    for offset, accepted in ((-2, None), (-1, None), (0, step), (1, step + 1), (2, None)):
        assert accepted_step(RFC_SECRET, code_of(RFC_SECRET, step + offset), seconds=now, after=0) == accepted
    assert accepted_step(RFC_SECRET, code_of(RFC_SECRET, step), seconds=now, after=step) is None


def by_password(person: User) -> Client:
    client = Client()
    answer = client.post("/sign-in", {"username": person.email, "password": PASSWORD, "next": "/settings"})
    assert answer.status_code == 302
    return client


def signed_in(person: User, secret: str) -> Client:
    client = by_password(person)
    assert client.post("/sign-in/factor", {"code": code_now(secret)}).headers["Location"] == "/settings"
    return client


def long_ago(client: Client, **ago: float) -> None:
    session = client.session
    session[FACTOR] = (timezone.now() - timedelta(**ago)).timestamp()
    session.save()


@pytest.mark.django_db
def test_the_password_alone_opens_nothing_and_the_code_does(company: Company) -> None:
    secret = give_app(company.priya)
    client = by_password(company.priya)
    assert client.get("/settings").headers["Location"].startswith("/sign-in?")
    assert client.get("/api/v1/customers").status_code == 401
    before = client.session.session_key
    answer = client.post("/sign-in/factor", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/settings" and client.session.session_key != before
    assert client.get("/settings").status_code == 200
    assert SignInEvent.objects.get(kind="success").method == "totp"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["", "000000", "12345", "abcdef", "１２３４５６", "9" * 40])
def test_a_wrong_code_is_refused_at_its_field(company: Company, wrong: str) -> None:
    give_app(company.priya)
    answer = by_password(company.priya).post("/sign-in/factor", {"code": wrong})
    assert answer.status_code == 422 and "aria-invalid" in answer.content.decode()


@pytest.mark.django_db
def test_a_used_code_signs_nobody_in_again(company: Company) -> None:
    secret = give_app(company.priya)
    code = code_now(secret)
    assert by_password(company.priya).post("/sign-in/factor", {"code": code}).status_code == 302
    assert by_password(company.priya).post("/sign-in/factor", {"code": code}).status_code == 422


@pytest.mark.django_db
def test_a_recovery_code_counts_once(company: Company) -> None:
    give_app(company.priya)
    code = new_recovery_codes(company.priya, by=company.priya)[3]
    assert by_password(company.priya).post("/sign-in/factor", {"code": code}).status_code == 302
    assert by_password(company.priya).post("/sign-in/factor", {"code": code}).status_code == 422
    assert SignInEvent.objects.get(kind="success").method == "recovery_codes"


@pytest.mark.django_db
def test_five_wrong_codes_lock_the_person_and_an_administrator_unlocks(company: Company, as_person: SignIn) -> None:
    secret = give_app(company.priya)
    client = by_password(company.priya)
    assert [client.post("/sign-in/factor", {"code": "000000"}).status_code for _n in range(5)] == [422] * 5
    assert client.post("/sign-in/factor", {"code": code_now(secret)}).status_code == 429
    assert by_password(company.priya).post("/sign-in/factor", {"code": code_now(secret)}).status_code == 429
    # A new password by mail wins back no tries at the second factor.
    unlock_password(company.priya, by=company.priya)
    assert client.post("/sign-in/factor", {"code": code_now(secret)}).status_code == 429
    assert as_person(company.ada).post(f"/people/{company.priya.uid}/unlock").status_code == 302
    assert client.post("/sign-in/factor", {"code": code_now(secret)}).status_code == 302


@pytest.mark.django_db
def test_the_second_step_ends_with_the_password_it_began_with(company: Company) -> None:
    secret = give_app(company.priya)
    client = by_password(company.priya)
    company.priya.set_password("another long passphrase 43")
    company.priya.save(update_fields=["password"])
    answer = client.post("/sign-in/factor", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/sign-in" and client.get("/settings").status_code == 302


@pytest.mark.django_db
def test_an_app_is_added_by_its_code_and_ends_the_other_sessions(company: Company, as_person: SignIn) -> None:
    here, there = as_person(company.priya), as_person(company.priya)
    page = here.get("/settings/factors/app").content.decode()
    secret = re.findall(r"<code[^>]*>(\w+)</code>", page)[0]
    assert "data:image/svg+xml;base64," in page and "no-store" in here.get("/settings/factors").headers["Cache-Control"]
    assert here.post("/settings/factors/app", {"code": "000000"}).status_code == 422
    made = here.post("/settings/factors/app", {"code": code_now(secret)})
    codes = re.findall(r"<li>(\d{8})</li>", made.content.decode())
    assert made.status_code == 200 and len(set(codes)) == 10
    assert there.get("/settings").status_code == 302
    again = here.get("/settings/factors").content.decode()
    assert "Authenticator app" in again and codes[0] not in again
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored and opened(stored) == secret


@pytest.mark.django_db
def test_a_passkey_is_added_and_signs_in(company: Company, as_person: SignIn) -> None:
    key, here = SecurityKey(), as_person(company.priya)
    options = options_of(here.get("/settings/factors/passkey"))
    made = here.post("/settings/factors/passkey", {"name": "Blue key", "credential": key.create(options)})
    assert made.status_code == 200 and "Blue key" in made.content.decode()
    client = by_password(company.priya)
    answer = key.get(options_of(client.get("/sign-in/factor")))
    assert client.post("/sign-in/factor", {"credential": answer}).headers["Location"] == "/settings"
    assert SignInEvent.objects.get(kind="success").method == "webauthn"
    replayed = by_password(company.priya)
    replayed.get("/sign-in/factor")
    assert replayed.post("/sign-in/factor", {"credential": answer}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    "credential", ["", "{", "[]", "{}", '"x"', '{"id": 1}', '{"rawId": "AA", "response": {}}', "7"]
)
def test_what_is_no_passkey_is_refused(company: Company, as_person: SignIn, credential: str) -> None:
    here = as_person(company.priya)
    here.get("/settings/factors/passkey")
    sent = {"name": "Blue key", "credential": credential}
    assert here.post("/settings/factors/passkey", sent).status_code == 422
    give_app(company.priya)
    client = by_password(company.priya)
    assert client.post("/sign-in/factor", {"credential": credential}).status_code == 422


@pytest.mark.django_db
def test_a_passkey_of_another_site_or_key_is_refused(company: Company, as_person: SignIn) -> None:
    key, here = SecurityKey(), as_person(company.priya)
    elsewhere = SecurityKey(site="testserver.evil.example")
    sent = {"name": "x", "credential": elsewhere.create(options_of(here.get("/settings/factors/passkey")))}
    assert here.post("/settings/factors/passkey", sent).status_code == 422
    sent = {"name": "x", "credential": key.create(options_of(here.get("/settings/factors/passkey")))}
    assert here.post("/settings/factors/passkey", sent).status_code == 200
    client = by_password(company.priya)
    stranger = SecurityKey().get(options_of(client.get("/sign-in/factor")))
    assert client.post("/sign-in/factor", {"credential": stranger}).status_code == 422


def options_of(page: Any) -> dict[str, Any]:
    found = re.search(r'data-options="([^"]*)"', page.content.decode())
    assert found
    options: dict[str, Any] = json.loads(html.unescape(found.group(1)))
    return options


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["omar", "dana", "fiona", "ada"])
def test_whose_role_needs_a_factor_can_only_add_one(
    company: Company, as_person: SignIn, settings: Any, name: str
) -> None:
    settings.REQUIRE_MFA = "role"
    client = as_person(getattr(company, name))
    for path in ("/", "/settings", "/people", "/settings/tokens", "/settings/password"):
        assert client.get(path).headers["Location"] == "/settings/factors"
    api = client.get("/api/v1/customers")
    assert api.status_code == 403 and api.json()["code"] == "second_factor_needed"
    fragment = client.get("/people", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert fragment.status_code == 403 and fragment.headers["HX-Redirect"] == "/settings/factors"
    assert "Your role needs a second factor" in client.get("/settings/factors").content.decode()
    secret = re.findall(r"<code[^>]*>(\w+)</code>", client.get("/settings/factors/app").content.decode())[0]
    assert client.post("/settings/factors/app", {"code": code_now(secret)}).status_code == 200
    assert client.get("/settings").status_code == 200 and client.get("/api/v1/customers").status_code == 200
    assert client.post(f"/settings/factors/{Authenticator.objects.get(type='totp').pk}/remove").status_code == 409


@pytest.mark.django_db
def test_others_need_none_and_everybody_does_where_all_must(company: Company, as_person: SignIn, settings: Any) -> None:
    settings.REQUIRE_MFA = "role"
    client = as_person(company.priya)
    assert client.get("/settings").status_code == 200
    settings.REQUIRE_MFA = "all"
    assert client.get("/settings").headers["Location"] == "/settings/factors"
    assert client.post("/sign-out").headers["Location"] == "/sign-in"


@pytest.mark.django_db
def test_a_token_of_who_lacks_the_factor_their_role_needs_opens_nothing(company: Company, settings: Any) -> None:
    from accounts.operations.tokens import create_token

    settings.REQUIRE_MFA = "role"
    ends = timezone.now() + timedelta(days=3)
    _token, secret = create_token(company.ada, name="x", scopes=["accounts:write"], expires_at=ends, by=company.ada)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/people").status_code == 403
    give_app(company.ada)
    assert client.get("/api/v1/people").status_code == 200
    asked = {"person": str(company.ulf.uid), "role": "rep", "start": "2026-01-01"}
    granted = client.post("/api/v1/role-grants", asked, content_type="application/json")
    assert granted.status_code == 403 and granted.json()["code"] == "second_factor_needed"


def sensitive(company: Company) -> list[str]:
    grant = RoleGrant.objects.get(user=company.priya)
    return [
        f"/people/{company.ulf.uid}/roles/new",
        f"/role-grants/{grant.uid}/end",
        "/settings/tokens",
        f"/people/{company.priya.uid}/factors/reset",
    ]


@pytest.mark.django_db
def test_roles_tokens_and_resets_need_a_factor_of_the_last_fifteen_minutes(company: Company, settings: Any) -> None:
    settings.REQUIRE_MFA = "role"
    secret = give_app(company.ada)
    client = signed_in(company.ada, secret)
    token = {"name": "x", "scopes": ["accounts:read"], "expires_at": (timezone.now() + timedelta(days=3)).isoformat()}
    for path in sensitive(company):
        assert client.get(path).status_code == 200
    long_ago(client, minutes=15)
    for path in sensitive(company):
        assert client.get(path).headers["Location"].startswith("/settings/confirm?next=")
        assert client.post(path, {"role": "rep", "start": "2026-01-01"}).status_code == 302
    assert client.post("/api/v1/tokens", token, content_type="application/json").status_code == 403
    assert not RoleGrant.objects.filter(user=company.ulf).exists()
    assert client.get("/people").status_code == 200
    long_ago(client, minutes=14.9)
    assert client.post("/api/v1/tokens", token, content_type="application/json").status_code == 201


@pytest.mark.django_db
def test_confirming_goes_back_to_the_page_that_asked_and_nowhere_else(company: Company, settings: Any) -> None:
    settings.REQUIRE_MFA = "role"
    secret = give_app(company.ada)
    client = signed_in(company.ada, secret)
    long_ago(client, minutes=20)
    data = Authenticator.objects.get(user=company.ada).data
    Authenticator.objects.update(data=data | {"last_step": 0})
    assert client.post("/settings/confirm", {"code": "000000", "next": "/settings/tokens"}).status_code == 422
    answer = client.post("/settings/confirm", {"code": code_now(secret), "next": "/settings/tokens"})
    assert answer.headers["Location"] == "/settings/tokens" and client.get("/settings/tokens").status_code == 200
    Authenticator.objects.update(data=data | {"last_step": 0})
    evil = client.post("/settings/confirm", {"code": code_now(secret), "next": "//evil.example"})
    assert evil.headers["Location"] == "/"


@pytest.mark.django_db
def test_changing_factors_needs_a_fresh_one(company: Company) -> None:
    secret = give_app(company.priya)
    client = signed_in(company.priya, secret)
    long_ago(client, minutes=16)
    own = Authenticator.objects.get(user=company.priya)
    for path in ("/settings/factors/passkey", "/settings/factors/codes", f"/settings/factors/{own.pk}/remove"):
        assert client.post(path, {"name": "x"}).headers["Location"].startswith("/settings/confirm?next=")
    assert Authenticator.objects.count() == 1
    long_ago(client, minutes=1)
    assert client.post(f"/settings/factors/{own.pk}/remove").status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.django_db
def test_nobody_removes_the_factor_of_another(company: Company, as_person: SignIn) -> None:
    give_app(company.priya)
    other = Authenticator.objects.get()
    assert as_person(company.ruth).post(f"/settings/factors/{other.pk}/remove").status_code == 404


@pytest.mark.django_db
def test_an_administrator_resets_lost_factors_and_the_owner_is_told(
    company: Company, as_person: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    give_app(company.priya)
    new_recovery_codes(company.priya, by=company.priya)
    there = as_person(company.priya)
    path = f"/people/{company.priya.uid}/factors/reset"
    assert as_person(company.ada).post(path, {"reason": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert as_person(company.ada).post(path, {"reason": "rang me, knows her badge number"}).status_code == 302
    assert not Authenticator.objects.exists() and there.get("/settings").status_code == 302
    assert [message.to for message in mail.outbox] == [[company.priya.email]]
    assert SignInEvent.objects.get(kind="factors_reset").by == company.ada
    assert as_person(company.ada).post(path, {"reason": "once more"}).status_code == 422


@pytest.mark.django_db
def test_own_factors_are_reset_by_somebody_else_where_there_is_somebody(company: Company, as_person: SignIn) -> None:
    give_app(company.ada)
    grant_role(company.omar, "admin", by=company.ada)
    path, reason = f"/api/v1/people/{company.ada.uid}/reset-factors", {"reason": "lost my phone"}
    answer = as_person(company.ada).post(path, reason, content_type="application/json")
    assert answer.status_code == 403 and answer.json()["code"] == "second_person_needed"
    RoleGrant.objects.filter(user=company.omar, role__key="admin").delete()
    assert as_person(company.ada).post(path, reason, content_type="application/json").status_code == 204


@pytest.mark.django_db
def test_the_operator_resets_the_only_administrator_on_the_server(company: Company) -> None:
    give_app(company.ada)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("reset_factors", "nobody@example.com", reason="lost")
    call_command("reset_factors", str(company.ada.email).upper(), reason="lost")
    assert not Authenticator.objects.exists()
    assert Job.objects.get(name="accounts.mail_factors_reset")


@pytest.fixture(scope="module")
def committed(own_company: Company) -> Company:
    return own_company


def test_one_code_at_once_from_many_counts_once(committed: Company) -> None:
    """As many as are let through: the lock-out would hide the race."""
    code = code_now(give_app(committed.helena))

    def use(n: int) -> bool:
        try:
            return bool(prove_code(committed.helena, code))
        except Exception:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(use, range(10))) == 1


def test_a_hundred_codes_at_once_are_no_hundred_tries(committed: Company) -> None:
    give_app(committed.jonah)
    clients = [by_password(committed.jonah) for _n in range(10)]

    def guess(n: int) -> int:
        try:
            return clients[n % 10].post("/sign-in/factor", {"code": f"{n:06}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        # Threads count under a prefix of their own, which kept servers remember from the run before.
        pool.submit(forget, factor_key(committed.jonah)).result()
        pool.submit(forget, factor_day_key(committed.jonah)).result()
        answers = list(pool.map(guess, range(60)))
    print(f"\n60 in parallel: {answers.count(422)} looked at")
    assert answers.count(422) == 5 and answers.count(429) == 55


def test_mail_about_reset_factors_goes_out_once(committed: Company) -> None:
    from accounts.operations.factors import reset_factors

    mail.outbox.clear()
    give_app(committed.ruth)
    reset_factors(committed.ruth, by=committed.ada, reason="lost")
    job = Job.objects.filter(name="accounts.mail_factors_reset").latest("pk")
    assert run_job(job.pk) is None
    assert [message.to for message in mail.outbox] == [[committed.ruth.email]]
