"""Signing in with the company's identity provider, against a real one on a local port (ACC-05)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.utils import timezone

from accounts import provider as module
from accounts.models import ProviderIdentity, SignInEvent, User
from accounts.operations.links import invite_person
from accounts.operations.people import create_person
from accounts.operations.sign_ins import deactivate_person
from accounts.operations.tokens import create_token
from salesops.environment import read_environment
from tests.accounts.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider
from tests.accounts.second_factors import code_now, give_app
from tests.company import Company

pytestmark = pytest.mark.django_db
DONE = "/sign-in/provider/done"


@pytest.fixture(scope="module")
def one_provider() -> Iterator[IdentityProvider]:
    with identity_provider() as found:
        yield found


@pytest.fixture
def provider(one_provider: IdentityProvider, company: Company) -> Iterator[IdentityProvider]:
    one_provider.claims = {"sub": "priya-at-home", "email": "Priya@northwind.example", "email_verified": True}
    one_provider.header, one_provider.is_away = {"kid": "k1", "alg": "RS256"}, False
    given = {"OIDC_ISSUER": one_provider.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
    with override_settings(**given, BASE_URL="http://testserver"):
        yield one_provider
    module._kept.clear()


def left(client: Client, next_: str = "/") -> str:
    answer = client.get(f"/sign-in/provider?next={next_}")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def come_in(client: Client, provider: IdentityProvider, next_: str = "/") -> Any:
    return client.get(DONE, provider.agreed(left(client, next_)))


def signed_in(client: Client) -> bool:
    return client.get("/settings/profile").status_code == 200


def test_somebody_who_is_here_comes_in(company: Company, provider: IdentityProvider) -> None:
    client = Client()
    assert "Sign in with your company account" in client.get("/sign-in").content.decode()
    answer = come_in(client, provider, "/accounts")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts") and signed_in(client)
    event = SignInEvent.objects.latest("pk")
    assert (event.kind, event.method, event.person) == ("success", "provider", company.priya)
    address = left(Client())
    for part in ("code_challenge_method=S256", "response_type=code", "scope=openid+email+profile", "nonce="):
        assert part in address


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"iat": None},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": None},
    ],
    ids=str,
)
def test_a_token_that_proves_nothing_is_not_believed(provider: IdentityProvider, claims: dict[str, Any]) -> None:
    provider.claims |= claims
    client = Client()
    answer = come_in(client, provider)
    assert answer.status_code == 422 and "could not be checked" in answer.content.decode() and not signed_in(client)
    assert SignInEvent.objects.latest("pk").kind == "failure"


@pytest.mark.parametrize("header", [{"alg": "HS256"}, {"alg": "none"}, {"kid": "unknown"}, {"alg": "forged"}], ids=str)
def test_a_forged_signature_is_not_believed(provider: IdentityProvider, header: dict[str, Any]) -> None:
    own, client = provider.key, Client()
    if header == {"alg": "forged"}:
        provider.key = rsa.generate_private_key(65537, 2048)
    else:
        provider.header |= header
    assert come_in(client, provider).status_code == 422 and not signed_in(client)
    provider.key = own


def test_a_state_opens_once_and_in_its_own_browser(provider: IdentityProvider) -> None:
    client, other = Client(), Client()
    back = provider.agreed(left(client))
    assert other.get(DONE, back).status_code == 422
    assert client.get(DONE, back | {"state": "guessed é"}).status_code == 422
    assert client.get(DONE, back).status_code == 422, "what was asked for is used up by the first answer"
    back = provider.agreed(left(client))
    assert client.get(DONE, back).status_code == 302
    client.post("/sign-out")
    assert client.get(DONE, back).status_code == 422 and not signed_in(client)


def test_a_code_of_somebody_elses_sign_in_opens_nothing(provider: IdentityProvider) -> None:
    """The code of one browser with the state of another: its PKCE challenge and its nonce are not theirs."""
    victim, attacker = Client(), Client()
    stolen, own = provider.agreed(left(victim)), provider.agreed(left(attacker))
    assert attacker.get(DONE, own | {"code": stolen["code"]}).status_code in (422, 503) and not signed_in(attacker)


def test_what_came_too_late_is_not_believed(provider: IdentityProvider) -> None:
    client = Client()
    back = provider.agreed(left(client))
    session = client.session
    session["provider_asked"] |= {"until": 1}
    session.save()
    assert client.get(DONE, back).status_code == 422


@pytest.mark.parametrize("email", ["nobody@northwind.example", "ulf@elsewhere.example"])
def test_nobody_registers_by_it(provider: IdentityProvider, email: str) -> None:
    provider.claims |= {"email": email, "sub": "new"}
    before = User.objects.count()
    answer = come_in(Client(), provider)
    assert answer.status_code == 422 and "Nobody works here" in answer.content.decode()
    assert User.objects.count() == before


def test_an_address_given_to_somebody_else_opens_nothing(company: Company, provider: IdentityProvider) -> None:
    assert come_in(Client(), provider).status_code == 302
    provider.claims |= {"sub": "the-next-priya"}
    client = Client()
    assert come_in(client, provider).status_code == 422 and not signed_in(client)
    assert ProviderIdentity.objects.get(person=company.priya).subject == "priya-at-home"


def test_their_account_there_stays_theirs_under_a_new_address(company: Company, provider: IdentityProvider) -> None:
    come_in(Client(), provider)
    provider.claims |= {"email": "priya.married@northwind.example"}
    client = Client()
    assert come_in(client, provider).status_code == 302 and signed_in(client)


def test_an_invitation_is_accepted_by_it(company: Company, provider: IdentityProvider) -> None:
    lou = invite_person(create_person(name="Lou Reyes", by=None), email="lou@northwind.example", by=company.ada)
    provider.claims |= {"sub": "lou", "email": "lou@northwind.example"}
    assert come_in(Client(), provider).status_code == 302
    lou.refresh_from_db()
    assert lou.state == "active" and not lou.sign_in_links.filter(used_at=None, withdrawn_at=None).exists()
    assert SignInEvent.objects.filter(person=lou, kind="joined", method="provider").exists()


@pytest.mark.parametrize("state", ["suspended", "deactivated", "listed"])
def test_who_may_not_sign_in_does_not_by_it(company: Company, provider: IdentityProvider, state: str) -> None:
    User.objects.filter(pk=company.priya.pk).update(state=state)
    assert come_in(Client(), provider).status_code == 422


def test_the_second_factor_is_asked_for_all_the_same(company: Company, provider: IdentityProvider) -> None:
    secret, client = give_app(company.priya), Client()
    answer = come_in(client, provider, "/accounts")
    assert answer.headers["Location"] == "/sign-in/factor" and not signed_in(client)
    answer = client.post("/sign-in/factor", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/accounts" and signed_in(client)


def test_a_leaver_loses_sessions_and_tokens_at_once(company: Company, provider: IdentityProvider) -> None:
    client = Client()
    come_in(client, provider)
    ends = timezone.now() + timedelta(days=3)
    _token, secret = create_token(company.priya, name="n", scopes=["accounts:read"], expires_at=ends, by=company.priya)
    bearer = {"Authorization": f"Bearer {secret}"}
    assert signed_in(client) and Client().get("/api/v1/me", headers=bearer).status_code == 200
    deactivate_person(company.priya, by=company.ada)
    assert not signed_in(client) and Client().get("/api/v1/me", headers=bearer).status_code == 401
    assert come_in(Client(), provider).status_code == 422


def test_a_provider_that_is_away_leaves_the_password(provider: IdentityProvider) -> None:
    provider.is_away = True
    answer = Client().get("/sign-in/provider")
    assert answer.status_code == 503 and "sign in with your password" in answer.content.decode()


def test_without_a_provider_there_is_no_such_address() -> None:
    assert Client().get("/sign-in/provider").status_code == Client().get(DONE).status_code == 404
    assert "company account" not in Client().get("/sign-in").content.decode()


@pytest.mark.parametrize("given", [{"OIDC_ISSUER": "https://id.example"}, {"OIDC_CLIENT_SECRET": "s"}])
def test_half_a_provider_does_not_start(given: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="go together"):
        read_environment(given)
