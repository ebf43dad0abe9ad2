"""REST: the audit log."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.audit.access import record_for, visible_to
from salesops.audit.tables import FILTERS
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView


class ActorSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()


class AuditSerializer(StrictSerializer):
    """`before` and `after` hold the fields that changed, by name; `by` is null for the system."""

    id = serializers.UUIDField(source="uid", read_only=True)
    at = serializers.DateTimeField(read_only=True)
    by = ActorSerializer(read_only=True, allow_null=True)
    acting_for = ActorSerializer(read_only=True, allow_null=True)
    verb = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    record_id = serializers.UUIDField(source="record_uid", read_only=True, allow_null=True)
    before = serializers.JSONField(read_only=True, allow_null=True)
    after = serializers.JSONField(read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True)
    batch_id = serializers.IntegerField(read_only=True, allow_null=True)
    request_id = serializers.CharField(read_only=True)


class AuditList(ListView):
    """Who did what, when, and why: everything for who may see it, one's own acts for others."""

    serializer_class = AuditSerializer
    filters = FILTERS
    orderings = {"at": "at"}
    default_ordering = ("-at",)

    def rows(self, moments: Moments) -> Any:
        return visible_to(self.request.user).select_related("by", "acting_for")


class AuditDetail(ApiView):
    """One audit record."""

    serializer_class = AuditSerializer

    def get(self, request: Request, uid: UUID) -> Response:
        return Response(AuditSerializer(record_for(request.user, uid)).data)
