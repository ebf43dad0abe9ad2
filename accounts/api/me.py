"""Who asks: themselves, their rights, and where they are signed in."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import session_for, visible_sessions
from accounts.api.fields import EmptySerializer, asker, read
from accounts.models import PersonSession, User
from accounts.operations.sessions import end_session
from accounts.operations.sign_ins import edit_profile
from accounts.queries.signing_in import has_factor, live_sessions, must_have_factor
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView


class MeSerializer(StrictSerializer):
    """`verbs`: what the roles of today allow; over which records is decided record by record."""

    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(read_only=True)
    email = serializers.EmailField(read_only=True)
    title = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    roles = serializers.SerializerMethodField()
    verbs = serializers.SerializerMethodField()
    second_factor = serializers.SerializerMethodField()
    theme = serializers.CharField(max_length=6, required=False)
    language = serializers.CharField(max_length=12, required=False)
    time_zone = serializers.CharField(max_length=64, allow_blank=True, required=False)
    single_keys = serializers.BooleanField(required=False)

    def get_roles(self, person: User) -> list[str]:
        return sorted({grant.role.key for grant in person.grants_now})

    def get_verbs(self, person: User) -> list[str]:
        return sorted(person.verbs)

    def get_second_factor(self, person: User) -> dict[str, bool]:
        return {"required": must_have_factor(person), "enrolled": has_factor(person)}


class SessionSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid")
    device = serializers.CharField()
    ip = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()


class Me(RecordView):
    serializer_class = MeSerializer

    def record(self, moments: Moments) -> User:
        return asker(self)

    @extend_schema(request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Any) -> Response:
        asked = read(MeSerializer, request, partial=True)
        return self.written(edit_profile(request.user, changes=asked, by=request.user, seen=seen_version(request)))


class SessionList(ListView):
    """One's own that still open the door."""

    serializer_class = SessionSerializer
    orderings = {"seen_at": "seen_at", "since": "since"}
    default_ordering = ("-seen_at",)

    def rows(self, moments: Moments) -> QuerySet[PersonSession]:
        return live_sessions(visible_sessions(asker(self)), self.asking().now)


class SessionEnd(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        end_session(session_for(request.user, uid), by=request.user)
        return Response(status=204)
