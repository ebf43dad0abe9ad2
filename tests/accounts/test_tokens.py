"""Personal tokens: shown once, in the header alone, never above their owner's present rights (platform.md 6 row 31)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, RoleGrant, User
from accounts.operations.roles import end_grant
from accounts.operations.tokens import create_token, digest_of, revoke_token
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Refused
from tests.accounts.conftest import SignIn
from tests.company import Company

pytestmark = pytest.mark.django_db
LIST = "/api/v1/customers"


def made(user: User, *scopes: str, days: int = 30) -> tuple[ApiToken, str]:
    ends = timezone.now() + timedelta(days=days)
    return create_token(user, name="nightly", scopes=scopes or ["accounts:read"], expires_at=ends, by=user)


def get(secret: str, path: str = LIST) -> Any:
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"})


def test_a_token_reads_what_its_owner_sees(company: Company) -> None:
    _token, secret = made(company.priya)
    assert [row["name"] for row in get(secret).json()["results"]] == ["Acme Robotics"]


def test_it_is_stored_as_a_digest_and_shown_once(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    asked = {"name": "nightly", "scopes": ["accounts:read"], "expires_on": timezone.localdate() + timedelta(days=9)}
    page = client.post("/settings/tokens", asked).content.decode()
    token = ApiToken.objects.get()
    secret = page.split('class="mono">so_')[1].split("<")[0]
    assert token.digest == digest_of(f"so_{secret}") and len(secret) == 43
    assert secret not in client.get("/settings/tokens").content.decode()
    assert secret not in str(list(AuditRecord.objects.values()))


@pytest.mark.parametrize("how", ["unscoped", "write", "revoked", "expired", "address", "garbage", "suspended"])
def test_a_token_that_opens_nothing(company: Company, how: str) -> None:
    token, secret = made(company.priya, "pipeline:read" if how == "unscoped" else "accounts:read")
    if how == "revoked":
        revoke_token(token, by=company.priya)
    if how == "expired":
        ApiToken.objects.update(expires_at=timezone.now())
    if how == "suspended":
        User.objects.filter(pk=company.priya.pk).update(state="suspended")
    if how == "write":
        headers = {"Authorization": f"Bearer {secret}"}
        answer = Client().post(LIST, {"name": "New"}, content_type="application/json", headers=headers)
    elif how == "address":
        answer = Client().get(f"{LIST}?token={secret}")
    else:
        answer = get("so_" + "x" * 43 if how == "garbage" else secret)
    assert answer.status_code == (403 if how in ("unscoped", "write") else 401)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_token_in_the_address_is_refused_even_beside_a_session(company: Company, as_person: SignIn) -> None:
    _token, secret = made(company.priya)
    assert as_person(company.priya).get(f"{LIST}?access_token={secret}").status_code == 401


def test_it_is_never_above_its_owners_present_rights(company: Company) -> None:
    _token, secret = made(company.priya, "accounts:write")
    assert get(secret).json()["results"]
    end_grant(RoleGrant.objects.get(user=company.priya), end=timezone.now().date(), by=company.ada)
    assert get(secret).json()["results"] == []


def test_its_use_is_remembered_once_a_minute(company: Company, django_assert_num_queries: Any) -> None:
    token, secret = made(company.priya)
    get(secret)
    token.refresh_from_db()
    first = token.last_used_at
    get(secret)
    token.refresh_from_db()
    assert first is not None and token.last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=1))
    get(secret)
    token.refresh_from_db()
    assert token.last_used_at > first


@pytest.mark.parametrize(("days", "scopes"), [(366, ["accounts:read"]), (0, ["accounts:read"]), (9, ["all"]), (9, [])])
def test_a_life_over_a_year_or_an_unknown_scope_is_refused(company: Company, days: int, scopes: list[str]) -> None:
    ends = timezone.now() + timedelta(days=days)
    with pytest.raises(Refused):
        create_token(company.priya, name="x", scopes=scopes, expires_at=ends, by=company.priya)


def test_a_token_makes_no_token(company: Company) -> None:
    _token, secret = made(company.priya, "accounts:write")
    body = {"name": "x", "scopes": ["pipeline:write"], "expires_at": (timezone.now() + timedelta(days=1)).isoformat()}
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().post("/api/v1/tokens", body, content_type="application/json", headers=headers).status_code == 403


def test_a_person_makes_and_revokes_one_by_the_api(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    body = {"name": "x", "scopes": ["accounts:read"], "expires_at": (timezone.now() + timedelta(days=1)).isoformat()}
    answer = client.post("/api/v1/tokens", body, content_type="application/json")
    assert answer.status_code == 201 and get(answer.json()["token"]).status_code == 200
    assert "token" not in client.get("/api/v1/tokens").json()["results"][0]
    client.post(f"/api/v1/tokens/{answer.json()['id']}/revoke", {}, content_type="application/json")
    assert get(answer.json()["token"]).status_code == 401


def test_nobody_sees_or_revokes_the_tokens_of_others(company: Company, as_person: SignIn) -> None:
    token, _secret = made(company.priya)
    boss = as_person(company.marcus)
    assert boss.get("/api/v1/tokens").json()["results"] == []
    assert boss.post(f"/settings/tokens/{token.uid}/revoke").status_code == 404
