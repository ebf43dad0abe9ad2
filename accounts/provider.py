"""Asking the company's identity provider who somebody is: OpenID Connect, code flow with PKCE (ACC-05).

The operator names one issuer; nothing a browser sends decides whom we ask. What comes back is believed only with the
issuer's signature over our client, our nonce and a time that has not passed.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from django.conf import settings

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a private key alone: with HS256 the issuer's public key would be a secret anybody can sign with."""
SECONDS = 5
LARGEST = 64 * 1024
LEEWAY = 60
KEPT = 600
AGAIN = 30
"""An unknown key is asked for anew, but not more often than this: keys are rotated, and invented."""


class ProviderAway(Exception):
    """The provider does not answer, or not as the standard says."""


class NotBelieved(Exception):
    """What came back does not prove who it is. The text is for the log alone."""


@dataclass(frozen=True)
class Claims:
    """Who the issuer says it is. `address` is one that it verified."""

    issuer: str
    subject: str
    address: str


@dataclass(frozen=True)
class Pending:
    """What a sign-in that left for the provider must come back with."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Pending":
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64))


def is_configured() -> bool:
    return bool(settings.OIDC_ISSUER)


def address_to_ask(pending: Pending, *, come_back: str) -> str:
    """Where the browser goes. Raises ProviderAway."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(pending.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": come_back,
        "scope": "openid email profile",
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = _configuration()["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def claims_of(code: str, pending: Pending, *, come_back: str) -> Claims:
    """What the provider says for this code. Raises ProviderAway, NotBelieved."""
    found = _configuration()
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": come_back,
        "code_verifier": pending.verifier,
    }
    answer = _fetch(found["token_endpoint"], sent)
    if not isinstance(answer.get("id_token"), str):
        raise NotBelieved("no id_token")
    said = _verified(answer["id_token"], pending)
    if said.get("email_verified") is not True or not isinstance(said.get("email"), str):
        raise NotBelieved("the address is not verified")
    return Claims(settings.OIDC_ISSUER, str(said["sub"]), said["email"].strip())


def _verified(token: str, pending: Pending) -> dict[str, Any]:
    try:
        said: dict[str, Any] = jwt.decode(
            token,
            _key(jwt.get_unverified_header(token).get("kid")),
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotBelieved(type(error).__name__) from error
    if not secrets.compare_digest(str(said["nonce"]).encode(), pending.nonce.encode()):
        raise NotBelieved("another nonce")
    several = isinstance(said["aud"], list) and len(said["aud"]) > 1
    if (several or "azp" in said) and said.get("azp") != settings.OIDC_CLIENT_ID:
        raise NotBelieved("for another client")
    return said


def _key(kid: str | None) -> Any:
    """The signing key by its id; asked for once more when it is not among the kept ones."""
    for fresh in (False, True):
        keys = _keys(fresh=fresh)
        found = [key for key in keys if key.key_id == kid] if kid else keys
        if len(found) == 1:
            return found[0]
    raise NotBelieved("no such key")


_kept: dict[str, tuple[float, Any]] = {}


def _keys(*, fresh: bool) -> list[Any]:
    found = _once(_configuration()["jwks_uri"], AGAIN if fresh else KEPT)
    try:
        keys = jwt.PyJWKSet.from_dict(found).keys
    except (jwt.PyJWTError, KeyError, TypeError) as error:
        raise ProviderAway("unreadable keys") from error
    return [key for key in keys if key.public_key_use in (None, "sig")]


def _configuration() -> dict[str, Any]:
    """The issuer's own description. One that names another issuer is no description of ours."""
    found = _once(settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration", KEPT)
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != settings.OIDC_ISSUER or not all(isinstance(found.get(name), str) for name in names):
        raise ProviderAway("not the configuration of this issuer")
    return found


def _once(address: str, seconds: int) -> dict[str, Any]:
    known = _kept.get(address)
    if known is None or time.monotonic() - known[0] > seconds:
        known = _kept[address] = (time.monotonic(), _fetch(address))
    found: dict[str, Any] = known[1]
    return found


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _fetch(address: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    if urlsplit(address).scheme != urlsplit(settings.OIDC_ISSUER).scheme:
        raise ProviderAway("another scheme than the issuer's")
    # The scheme is that of the operator's issuer: https, or http off production (salesops/environment.py).
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 - checked above
    if form is not None:
        request.data = urlencode(form).encode()
        request.add_header("Authorization", f"Basic {_secret()}")
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
            found = json.loads(answer.read(LARGEST + 1)[: LARGEST + 1])
    except (URLError, OSError, ValueError) as error:
        raise ProviderAway(type(error).__name__) from error
    if not isinstance(found, dict):
        raise ProviderAway("not an object")
    return found


def _secret() -> str:
    """RFC 6749 2.3.1: both are form-encoded before they are joined."""
    pair = f"{quote(settings.OIDC_CLIENT_ID, safe='')}:{quote(settings.OIDC_CLIENT_SECRET, safe='')}"
    return base64.b64encode(pair.encode()).decode()
