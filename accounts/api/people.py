"""People, the reporting line, teams, roles and their grants."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import (
    grant_for,
    person_for,
    require,
    team_for,
    today,
    visible_grants,
    visible_lines,
    visible_people,
    visible_teams,
)
from accounts.api.fields import EmptySerializer, EndField, StartField, asker, person_field, read, team_field
from accounts.models import ReportingLine, RoleGrant, Team, User
from accounts.operations.deactivating import deactivate_without_books
from accounts.operations.people import create_person, edit_person, grant_role, set_manager, undo_line_change
from accounts.operations.roles import end_grant
from accounts.operations.sign_ins import activate_person, suspend_person
from accounts.operations.teams import create_team, edit_team, put_in_team
from accounts.queries.organisation import zone
from accounts.queries.people import with_places
from accounts.sessions import keep_own, require_fresh
from accounts.tables import People
from salesops.kernel.moments import local_day
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter


class PlacedPersonSerializer(StrictSerializer):
    """A person, with team, manager and roles of today."""

    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(max_length=300)
    email = serializers.EmailField(allow_null=True, required=False)
    title = serializers.CharField(max_length=120, allow_blank=True, required=False)
    state = serializers.CharField(read_only=True)
    team_name = serializers.CharField(read_only=True, allow_null=True)
    manager = serializers.UUIDField(source="manager_uid", read_only=True, allow_null=True)
    manager_name = serializers.CharField(read_only=True, allow_null=True)
    role_names = serializers.ListField(child=serializers.CharField(), read_only=True)


class ActivateSerializer(StrictSerializer):
    email = serializers.EmailField()


class PasswordOnceSerializer(StrictSerializer):
    """The generated password: shown in this answer and kept nowhere."""

    password = serializers.CharField()


class TeamOfPersonSerializer(StrictSerializer):
    team = team_field(allow_null=True)
    start = serializers.DateField()


class LineSerializer(StrictSerializer):
    """Who reports to whom from `start` up to `end`, exclusive."""

    id = serializers.UUIDField(source="uid", read_only=True)
    person = serializers.UUIDField(source="person.uid", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True)
    manager = serializers.UUIDField(source="manager.uid", read_only=True)
    manager_name = serializers.CharField(source="manager.name", read_only=True)
    start = StartField(source="during", read_only=True, allow_null=True)
    end = EndField(source="during", read_only=True, allow_null=True)


class NewLineSerializer(StrictSerializer):
    person = person_field()
    manager = person_field(allow_null=True)
    start = serializers.DateField()


class PersonOnlySerializer(StrictSerializer):
    person = person_field()


class TeamSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(max_length=120)
    kind = serializers.CharField(max_length=40, allow_blank=True, required=False)


class GrantSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    person = serializers.UUIDField(source="user.uid", read_only=True)
    person_name = serializers.CharField(source="user.name", read_only=True)
    role = serializers.CharField(source="role.key", read_only=True)
    scope = serializers.CharField(read_only=True)
    start = StartField(source="during", read_only=True, allow_null=True)
    end = EndField(source="during", read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True)


class NewGrantSerializer(StrictSerializer):
    person = person_field()
    role = serializers.SlugField(max_length=40)
    scope = serializers.ChoiceField(RoleGrant.Scope.choices, allow_null=True, default=None)
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True, default=None)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class EndGrantSerializer(StrictSerializer):
    end = serializers.DateField()
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


def placed(user: User) -> Any:
    return with_places(visible_people(user), today())


class PersonList(ListView):
    serializer_class = PlacedPersonSerializer
    filters = People.filters
    orderings = {"name": "name", "state": "state"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> QuerySet[User]:
        return placed(asker(self))

    @extend_schema(request=PlacedPersonSerializer, responses={201: PlacedPersonSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, "people.change")
        made = create_person(**read(PlacedPersonSerializer, request), by=request.user)
        body = PlacedPersonSerializer(placed(request.user).get(pk=made.pk)).data
        return Response(body, status=201, headers={"Location": f"/api/v1/people/{made.uid}"})


class PersonRecord(RecordView):
    serializer_class = PlacedPersonSerializer

    def record(self, moments: Moments) -> Any:
        return placed(asker(self)).get(pk=person_for(asker(self), self.kwargs["uid"]).pk)

    @extend_schema(request=PlacedPersonSerializer, responses=PlacedPersonSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        person = person_for(request.user, uid, "people.change")
        asked = read(PlacedPersonSerializer, request, partial=True)
        edit_person(person, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))


class PersonActivate(ApiView):
    @extend_schema(request=ActivateSerializer, responses=PasswordOnceSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        person = person_for(request.user, uid, "people.change")
        _person, password = activate_person(person, email=read(ActivateSerializer, request)["email"], by=request.user)
        return Response({"password": password}, headers={"Cache-Control": "no-store"})


class PersonSuspend(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        suspend_person(person_for(request.user, uid, "people.change"), by=request.user)
        return Response(status=204)


class PersonDeactivate(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        deactivate_without_books(person_for(request.user, uid, "people.change"), by=request.user)
        return Response(status=204)


class PersonTeam(ApiView):
    @extend_schema(request=TeamOfPersonSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        person = person_for(request.user, uid, "team.change")
        put_in_team(person, **read(TeamOfPersonSerializer, request), by=request.user)
        return Response(status=204)


class LineList(ListView):
    """The reporting line; with `as_of` only the stretches that hold on that day."""

    serializer_class = LineSerializer
    filters = (
        Filter("person", "Person", "person", "person__uid"),
        Filter("manager", "Manager", "person", "manager__uid"),
    )
    orderings = {"start": "during__startswith", "person": "person__name"}
    default_ordering = ("person", "-start")
    history = True

    def rows(self, moments: Moments) -> QuerySet[ReportingLine]:
        rows = visible_lines(asker(self))
        if moments.as_of.is_now:
            return rows
        return rows.filter(during__contains=local_day(moments.as_of.instant, zone()))

    @extend_schema(request=NewLineSerializer, responses={204: None})
    def post(self, request: Any) -> Response:
        require(request.user, "line.change")
        asked = read(NewLineSerializer, request)
        person = person_for(request.user, asked["person"].uid, "line.change")
        set_manager(person, asked["manager"], start=asked["start"], by=request.user)
        return Response(status=204)


class LineUndo(ApiView):
    @extend_schema(request=PersonOnlySerializer, responses={204: None})
    def post(self, request: Any) -> Response:
        require(request.user, "line.change")
        person = read(PersonOnlySerializer, request)["person"]
        undo_line_change(person_for(request.user, person.uid, "line.change"), by=request.user)
        return Response(status=204)


class TeamList(ListView):
    serializer_class = TeamSerializer
    filters = (Filter("name", "Name", "text"),)
    orderings = {"name": "name"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> QuerySet[Team]:
        return visible_teams(asker(self))

    @extend_schema(request=TeamSerializer, responses={201: TeamSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, "team.change")
        team = create_team(**read(TeamSerializer, request), by=request.user)
        body = TeamSerializer(team).data
        return Response(body, status=201, headers={"Location": f"/api/v1/teams/{team.uid}"})


class TeamRecord(RecordView):
    serializer_class = TeamSerializer

    def record(self, moments: Moments) -> Team:
        return team_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=TeamSerializer, responses=TeamSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        team = team_for(request.user, uid, "team.change")
        asked = read(TeamSerializer, request, partial=True)
        return self.written(edit_team(team, changes=asked, by=request.user, seen=seen_version(request)))


class GrantList(ListView):
    """Roles of people; with `as_of` only the grants that hold on that day."""

    serializer_class = GrantSerializer
    filters = (Filter("person", "Person", "person", "user__uid"), Filter("role", "Role", "text", "role__key"))
    orderings = {"start": "during__startswith", "person": "user__name"}
    default_ordering = ("person", "-start")
    history = True

    def rows(self, moments: Moments) -> QuerySet[RoleGrant]:
        rows = visible_grants(asker(self))
        if moments.as_of.is_now:
            return rows
        return rows.filter(during__contains=local_day(moments.as_of.instant, zone()))

    @extend_schema(request=NewGrantSerializer, responses={201: GrantSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, "role.change")
        require_fresh(request)
        asked = read(NewGrantSerializer, request)
        person = person_for(request.user, asked.pop("person").uid, "role.change")
        grant = grant_role(person, asked.pop("role"), **asked, by=request.user)
        keep_own(request._request, person)
        return Response(GrantSerializer(grant).data, status=201)


class GrantEnd(ApiView):
    @extend_schema(request=EndGrantSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        grant = grant_for(request.user, uid, "role.change")
        require_fresh(request)
        end_grant(grant, **read(EndGrantSerializer, request), by=request.user)
        keep_own(request._request, grant.user)
        return Response(status=204)
