"""Re-organisations: drafts with their moves, what they would change, scheduling and taking back."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import require
from accounts.api.fields import EmptySerializer, asker, person_field, read, team_field
from accounts.api.working_time import NearDateField
from accounts.models import Reorganisation
from accounts.operations.reorganisations import (
    cancel_reorganisation,
    draft_reorganisation,
    edit_reorganisation,
    move_person,
    move_team,
    preview_reorganisation,
    remove_reorganisation,
    schedule_reorganisation,
    take_move_out,
)
from accounts.planning_access import move_for, reorganisation_for, visible_reorganisations
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter

CHANGE = "line.change"


class ReorganisationSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(max_length=120)
    effective = NearDateField()
    state = serializers.CharField(read_only=True)


class ReorganisationMoveSerializer(StrictSerializer):
    """One move of a draft. Of a person `manager` or `team`, of a team `parent`; null is the top, or none."""

    person = person_field(required=False)
    manager = person_field(allow_null=True, required=False)
    team = team_field(allow_null=True, required=False)
    parent = team_field(allow_null=True, required=False)  # type: ignore[assignment]

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        of_team = "person" not in asked
        if of_team and ("parent" not in asked or not asked.get("team") or "manager" in asked):
            raise serializers.ValidationError({"person": "Name a person with manager or team, or a team with parent."})
        if not of_team and "parent" in asked:
            raise serializers.ValidationError({"parent": "A person has no parent."})
        return asked


class MadeMoveSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid")


class PlacingSerializer(StrictSerializer):
    what = serializers.CharField()
    manager_before = serializers.CharField()
    manager_after = serializers.CharField()
    team_before = serializers.CharField()
    team_after = serializers.CharField()


class SightSerializer(StrictSerializer):
    """A leader whose people change on the day."""

    leader = serializers.UUIDField(source="leader.uid")
    leader_name = serializers.CharField(source="leader.name")
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    gained = serializers.ListField(child=serializers.CharField())
    lost = serializers.ListField(child=serializers.CharField())


class ConflictSerializer(StrictSerializer):
    code = serializers.CharField()
    sentence = serializers.CharField()


class PlanPreviewSerializer(StrictSerializer):
    day = serializers.DateField()
    people = PlacingSerializer(many=True)
    teams = PlacingSerializer(many=True)
    sights = SightSerializer(many=True)
    conflicts = ConflictSerializer(many=True)


class PlanList(ListView):
    serializer_class = ReorganisationSerializer
    filters = (Filter("state", "State", "choice", choices=Reorganisation.State.choices),)
    orderings = {"effective": "effective", "name": "name"}
    default_ordering = ("-effective",)

    def rows(self, moments: Moments) -> Any:
        return visible_reorganisations(asker(self))

    @extend_schema(request=ReorganisationSerializer, responses={201: ReorganisationSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, CHANGE)
        plan = draft_reorganisation(**read(ReorganisationSerializer, request), by=request.user)
        headers = {"Location": f"/api/v1/reorganisations/{plan.uid}"}
        return Response(ReorganisationSerializer(plan).data, status=201, headers=headers)


class PlanRecord(RecordView):
    serializer_class = ReorganisationSerializer

    def record(self, moments: Moments) -> Reorganisation:
        return reorganisation_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=ReorganisationSerializer, responses=ReorganisationSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        plan = reorganisation_for(request.user, uid)
        asked = read(ReorganisationSerializer, request, partial=True)
        return self.written(edit_reorganisation(plan, changes=asked, by=request.user, seen=seen_version(request)))

    @extend_schema(responses={204: None})
    def delete(self, request: Any, uid: UUID) -> Response:
        remove_reorganisation(reorganisation_for(request.user, uid), by=request.user)
        return Response(status=204)


class PlanMoves(ApiView):
    @extend_schema(request=ReorganisationMoveSerializer, responses={201: MadeMoveSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        plan, asked = reorganisation_for(request.user, uid), read(ReorganisationMoveSerializer, request)
        if "person" in asked:
            made: Any = move_person(plan, asked.pop("person"), **asked, by=request.user)
        else:
            made = move_team(plan, asked["team"], parent=asked["parent"], by=request.user)
        return Response(MadeMoveSerializer(made).data, status=201)


class PlanMove(ApiView):
    @extend_schema(responses={204: None})
    def delete(self, request: Any, uid: UUID) -> Response:
        take_move_out(move_for(request.user, uid), by=request.user)
        return Response(status=204)


class PlanPreview(ApiView):
    @extend_schema(responses=PlanPreviewSerializer)
    def get(self, request: Any, uid: UUID) -> Response:
        preview = preview_reorganisation(reorganisation_for(request.user, uid), by=request.user)
        return Response(PlanPreviewSerializer(preview).data)


class PlanSchedule(ApiView):
    @extend_schema(request=EmptySerializer, responses=ReorganisationSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        plan = schedule_reorganisation(reorganisation_for(request.user, uid), by=request.user)
        return Response(ReorganisationSerializer(plan).data)


class PlanCancel(ApiView):
    @extend_schema(request=EmptySerializer, responses=ReorganisationSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        plan = cancel_reorganisation(reorganisation_for(request.user, uid), by=request.user)
        return Response(ReorganisationSerializer(plan).data)
