"""Signing in to the API by a personal token in the Authorization header, never above its owner's present rights."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from accounts.acting import act_by_header
from accounts.models import ApiToken, User
from accounts.operations.tokens import digest_of
from accounts.queries.signing_in import has_factor, must_have_factor
from accounts.rules.tokens import PREFIX, allows

SCHEME = "bearer"
TOUCH_EVERY = timedelta(minutes=1)


class TokenAuthentication(authentication.BaseAuthentication):
    """The token is looked up at every request, and so are its owner's state and roles: nothing of it is cached."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """None without a bearer header. 401 for a token that opens nothing or stands in the address, 403 unscoped."""
        if any(value.startswith(PREFIX) for _name, values in request.query_params.lists() for value in values):
            # An address is logged and remembered by browsers and proxies: there a token is as good as published.
            raise exceptions.AuthenticationFailed(_("A token goes into the Authorization header, never the address."))
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        token = self._token(secret.strip(), request)
        if not allows(token.scopes, app_of(request), str(request.method)):
            raise exceptions.PermissionDenied(_("This token has no scope for that."))
        act_by_header(request, token.user)
        if must_have_factor(token.user) and not has_factor(token.user):
            raise exceptions.PermissionDenied(_("The owner of this token needs a second factor first."))
        touch(token, request)
        return token.user, token

    def _token(self, secret: str, request: Request) -> ApiToken:
        """One sentence for every refusal: an answer must not tell which tokens there were."""
        found = ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()
        live = found and found.revoked_at is None and found.expires_at > request.now  # type: ignore[attr-defined]
        if not found or not live or not found.user.is_active:
            raise exceptions.AuthenticationFailed(_("This token is unknown, has ended or was revoked."))
        return found

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def app_of(request: Request) -> str:
    """The app whose resource is asked for, by the namespace of its routes: `accounts_api` is `accounts`."""
    match = request._request.resolver_match
    return match.app_names[-1].removesuffix("_api") if match and match.app_names else ""


def touch(token: ApiToken, request: Request) -> None:
    """Remember the use, at most once a minute: a busy client must not write at every read."""
    now = request.now  # type: ignore[attr-defined]
    if token.last_used_at is None or token.last_used_at <= now - TOUCH_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - TOUCH_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


class TokenScheme(OpenApiAuthenticationExtension):
    """Found by spectacular through its base class."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": SCHEME, "description": "a personal token, `so_` and 43 letters"}
