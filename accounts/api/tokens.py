"""Own API tokens. Made and revoked by a signed-in person, never by another token."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import token_for, visible_tokens
from accounts.api.fields import EmptySerializer, asker, read
from accounts.models import ApiToken
from accounts.operations.tokens import create_token, revoke_token
from accounts.sessions import require_fresh
from salesops.kernel.errors import Forbidden
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView


class TokenSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(max_length=120)
    prefix = serializers.CharField(read_only=True)
    scopes = serializers.ListField(child=serializers.CharField(max_length=40), max_length=100)
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField(read_only=True)
    last_used_at = serializers.DateTimeField(read_only=True, allow_null=True)
    revoked_at = serializers.DateTimeField(read_only=True, allow_null=True)


class NewTokenSerializer(TokenSerializer):
    """With the secret, in this answer alone."""

    token = serializers.CharField(read_only=True)


class TokenList(ListView):
    serializer_class = TokenSerializer
    orderings = {"created_at": "created_at"}
    default_ordering = ("-created_at",)

    def rows(self, moments: Moments) -> QuerySet[ApiToken]:
        return visible_tokens(asker(self))

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """An answer kept for a repeated request would keep the secret: here a key is not taken."""
        request._request.META.pop("HTTP_IDEMPOTENCY_KEY", None)
        super().initial(request, *args, **kwargs)

    @extend_schema(request=TokenSerializer, responses={201: NewTokenSerializer})
    def post(self, request: Any) -> Response:
        require_person(request)
        require_fresh(request)
        token, secret = create_token(request.user, **read(TokenSerializer, request), by=request.user)
        token.token = secret  # type: ignore[attr-defined]
        return Response(NewTokenSerializer(token).data, status=201, headers={"Cache-Control": "no-store"})


class TokenRevoke(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        """A token may end itself and its like: that only takes rights away."""
        read(EmptySerializer, request)
        revoke_token(token_for(request.user, uid), by=request.user)
        return Response(status=204)


def require_person(request: Any) -> None:
    """Raises Forbidden for a token: it could give itself wider scopes and a longer life."""
    if isinstance(request.auth, ApiToken):
        raise Forbidden(_("Tokens are made by a signed-in person, not by a token."))
