"""The door, for who looks after it: events, invitations, unlocking, lost factors."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import person_for, visible_sign_ins
from accounts.api.fields import EmptySerializer, asker, read
from accounts.models import SignInEvent
from accounts.operations.factors import reset_factors
from accounts.operations.links import invite_person, withdraw_invitation
from accounts.operations.locks import unlock
from accounts.sessions import require_fresh
from accounts.tables import SignIns
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView


class SignInEventSerializer(StrictSerializer):
    """`until`: when a lock ends by itself. An address that nobody has is not shown."""

    id = serializers.UUIDField(source="uid")
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    method = serializers.CharField()
    person = serializers.UUIDField(source="person.uid", allow_null=True, default=None)
    person_name = serializers.CharField(source="person.name", allow_null=True, default=None)
    by_name = serializers.CharField(source="by.name", allow_null=True, default=None)
    ip = serializers.CharField(allow_null=True)
    device = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)


class InviteSerializer(StrictSerializer):
    email = serializers.EmailField()


class FactorsResetSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class SignInEventList(ListView):
    """Everybody's for who looks after sign-ins, one's own for everybody."""

    serializer_class = SignInEventSerializer
    filters = SignIns.filters
    orderings = {"at": "at"}
    default_ordering = ("-at",)

    def rows(self, moments: Moments) -> QuerySet[SignInEvent]:
        return visible_sign_ins(asker(self)).select_related("person", "by")


class PersonInvite(ApiView):
    @extend_schema(request=InviteSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        """A mail is on its way; the link in it opens for seven days, once."""
        person = person_for(request.user, uid, "people.change")
        invite_person(person, **read(InviteSerializer, request), by=request.user)
        return Response(status=204)


class InviteWithdraw(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        person = person_for(request.user, uid, "people.change")
        read(EmptySerializer, request)
        withdraw_invitation(person, by=request.user)
        return Response(status=204)


class PersonUnlock(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        person = person_for(request.user, uid, "role.change")
        read(EmptySerializer, request)
        unlock(person, by=request.user)
        return Response(status=204)


class FactorsReset(ApiView):
    @extend_schema(request=FactorsResetSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        person = person_for(request.user, uid, "role.change")
        require_fresh(request)
        reset_factors(person, **read(FactorsResetSerializer, request), by=request.user)
        return Response(status=204)
