"""Delegations. A REST request acts under one by the header `Acting-For: <id>`."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.fields import EmptySerializer, EndField, StartField, asker, read
from accounts.api.working_time import NearDateField
from accounts.models import Delegation
from accounts.operations.delegations import delegate_to, end_delegation
from accounts.planning_access import delegation_for, possible_delegates, visible_delegations
from salesops.web.api.fields import RecordField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView
from salesops.web.filters import Filter


class DelegationSerializer(StrictSerializer):
    """`delegate` may do `verbs` for `person` from `start` up to `end`, exclusive."""

    id = serializers.UUIDField(source="uid")
    person = serializers.UUIDField(source="person.uid")
    person_name = serializers.CharField(source="person.name")
    delegate = serializers.UUIDField(source="delegate.uid")
    delegate_name = serializers.CharField(source="delegate.name")
    start = StartField(source="during")
    end = EndField(source="during")
    verbs = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField()


class NewDelegationSerializer(StrictSerializer):
    delegate = RecordField(rows=possible_delegates)
    start = NearDateField()
    end = NearDateField()
    verbs = serializers.ListField(child=serializers.CharField(max_length=60), max_length=100)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class DelegationList(ListView):
    """Those one gave or got."""

    serializer_class = DelegationSerializer
    filters = (
        Filter("person", "Person", "person", "person__uid"),
        Filter("delegate", "Delegate", "person", "delegate__uid"),
    )
    orderings = {"start": "during__startswith"}
    default_ordering = ("-start",)

    def rows(self, moments: Moments) -> Any:
        return visible_delegations(asker(self))

    @extend_schema(request=NewDelegationSerializer, responses={201: DelegationSerializer})
    def post(self, request: Any) -> Response:
        asked = read(NewDelegationSerializer, request)
        made: Delegation = delegate_to(asked.pop("delegate"), **asked, by=request.user)
        return Response(DelegationSerializer(made).data, status=201)


class DelegationEnd(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        end_delegation(delegation_for(request.user, uid), by=request.user)
        return Response(status=204)
