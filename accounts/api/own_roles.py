"""Roles: what each carries; made, edited and retired; what a change would do to whom."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import require, role_for, visible_roles
from accounts.api.fields import asker, read
from accounts.models import Role, RoleGrant
from accounts.operations.own_roles import affected, create_role, edit_role, retire_role, said
from accounts.sessions import keep_own, require_fresh
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import etag_of, seen_version
from salesops.web.api.views import ApiView, ListView, RecordView

VERB = "role.change"


class RoleSerializer(StrictSerializer):
    """`scope` is what it is granted over unless a grant says otherwise; a retired one is granted to nobody."""

    key = serializers.CharField()
    name = serializers.CharField()
    preset = serializers.BooleanField()
    scope = serializers.CharField()
    home = serializers.CharField()
    second_factor = serializers.BooleanField()
    retired_at = serializers.DateTimeField(allow_null=True)
    verbs = serializers.SerializerMethodField()

    def get_verbs(self, role: Role) -> list[str]:
        return sorted(row.verb for row in role.verbs.all())


class WrittenRoleSerializer(StrictSerializer):
    name = serializers.CharField(max_length=80)
    verbs = serializers.ListField(child=serializers.CharField(max_length=60), max_length=200)
    scope = serializers.ChoiceField(RoleGrant.Scope.choices, default=RoleGrant.Scope.OWN)
    home = serializers.ChoiceField(Role.Home.choices, default=Role.Home.OTHER)
    second_factor = serializers.BooleanField(default=False)


class EditedRoleSerializer(WrittenRoleSerializer):
    """`reason` is needed for more rights in a role of one's own."""

    reason = serializers.CharField(max_length=300, required=False)


class AskedEffectSerializer(StrictSerializer):
    verbs = serializers.ListField(child=serializers.CharField(max_length=60), max_length=200)


class RoleEffectSerializer(StrictSerializer):
    person = serializers.UUIDField(source="person.uid")
    person_name = serializers.CharField(source="person.name")
    gains = serializers.ListField(child=serializers.CharField(), source="effect.gains")
    loses = serializers.ListField(child=serializers.CharField(), source="effect.loses")


class RetireSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class RoleList(ListView):
    serializer_class = RoleSerializer
    orderings = {"key": "key", "name": "name"}
    default_ordering = ("key",)

    def rows(self, moments: Moments) -> QuerySet[Role]:
        return visible_roles(asker(self)).prefetch_related("verbs")

    @extend_schema(request=WrittenRoleSerializer, responses={201: RoleSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, VERB)
        require_fresh(request)
        role = create_role(**read(WrittenRoleSerializer, request), by=request.user)
        return Response(RoleSerializer(role).data, status=201, headers={"ETag": etag_of(role.row_version)})


class RoleRecord(RecordView):
    serializer_class = RoleSerializer

    def record(self, moments: Moments) -> Role:
        return role_for(asker(self), self.kwargs["key"])

    @extend_schema(request=EditedRoleSerializer, responses=RoleSerializer)
    def patch(self, request: Any, key: str) -> Response:
        """Sessions of who holds it end when its verbs change."""
        role = role_for(request.user, key, VERB)
        require_fresh(request)
        asked = read(EditedRoleSerializer, request, partial=True)
        reason = asked.pop("reason", "")
        kept = edit_role(role, changes=asked, by=request.user, seen=seen_version(request), reason=reason)
        keep_own(request._request, request.user)
        return self.written(kept)


class RoleEffect(ApiView):
    @extend_schema(request=AskedEffectSerializer, responses=RoleEffectSerializer(many=True))
    def post(self, request: Any, key: str) -> Response:
        """Who would gain and lose what, did the role carry these verbs. Nothing is written."""
        role = role_for(request.user, key, VERB)
        verbs = frozenset(read(AskedEffectSerializer, request)["verbs"])
        found = affected(role, frozenset(said(role)["verbs"]), verbs)
        return Response(RoleEffectSerializer(found, many=True).data)


class RoleRetire(ApiView):
    @extend_schema(request=RetireSerializer, responses=RoleSerializer)
    def post(self, request: Any, key: str) -> Response:
        """Every grant ends today; nobody is given it any more."""
        role = role_for(request.user, key, VERB)
        require_fresh(request)
        kept = retire_role(role, **read(RetireSerializer, request), by=request.user)
        keep_own(request._request, request.user)
        return Response(RoleSerializer(kept).data)
