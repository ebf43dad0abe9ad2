"""Leave, and the working time between two instants."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import person_for
from accounts.api.fields import EndField, StartField, asker, person_field, read
from accounts.api.working_time import NearDateField
from accounts.forms.working_time import FIRST, LAST
from accounts.models import Leave
from accounts.operations.leaves import edit_leave, plan_leave, remove_leave
from accounts.planning_access import away_person_for, calendar_for, covers_leave, leave_for, visible_leaves
from accounts.queries.working_time import organisation_time, time_of, week_hours
from accounts.rules.working_time import WorkingTime, next_opening, working_minutes
from salesops.kernel.errors import Refused
from salesops.kernel.moments import parse_as_of
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.errors import NotUnderstood
from salesops.web.filters import Filter

LONGEST_DAYS = 3660


class LeaveSerializer(StrictSerializer):
    """Away from `start` up to `end`, exclusive. `kind` and `note` are null for who may not see the reasons."""

    id = serializers.UUIDField(source="uid", read_only=True)
    person = serializers.UUIDField(source="person.uid", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True)
    kind = serializers.ChoiceField(Leave.Kind.choices)
    start = StartField(source="during", read_only=True)
    end = EndField(source="during", read_only=True)
    minutes = serializers.IntegerField(min_value=1, max_value=1439, allow_null=True, required=False)
    note = serializers.CharField(max_length=300, allow_blank=True, required=False)

    def to_representation(self, leave: Any) -> Any:
        shown = super().to_representation(leave)
        if not covers_leave(self.context["request"].user, leave.person_id):
            shown |= {name: None for name in ("kind", "note") if name in shown}
        return shown


class LeaveChangesSerializer(StrictSerializer):
    kind = serializers.ChoiceField(Leave.Kind.choices, required=False)
    start = NearDateField(required=False)
    end = NearDateField(required=False)
    minutes = serializers.IntegerField(min_value=1, max_value=1439, allow_null=True, required=False)
    note = serializers.CharField(max_length=300, allow_blank=True, required=False)


class NewLeaveSerializer(LeaveChangesSerializer):
    person = person_field()
    kind = serializers.ChoiceField(Leave.Kind.choices)
    start = NearDateField()
    end = NearDateField()


class WorkingTimeSerializer(StrictSerializer):
    """`minutes`: elapsed inside the opening hours. `opens_at`: the start, or when it opens next; null: it does not."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    opens_at = serializers.DateTimeField(allow_null=True)


class LeaveList(ListView):
    """When the people one sees are away."""

    serializer_class = LeaveSerializer
    filters = (
        Filter("person", "Person", "person", "person__uid"),
        Filter("start", "First day", "date", "during__startswith"),
        Filter("end", "End", "date", "during__endswith"),
    )
    orderings = {"start": "during__startswith", "person": "person__name"}
    default_ordering = ("-start",)

    def rows(self, moments: Moments) -> Any:
        return visible_leaves(asker(self))

    @extend_schema(request=NewLeaveSerializer, responses={201: LeaveSerializer})
    def post(self, request: Any) -> Response:
        asked = read(NewLeaveSerializer, request)
        person = away_person_for(request.user, asked.pop("person").uid)
        made = plan_leave(person, **asked, by=request.user)
        body = LeaveSerializer(made, context={"request": request}).data
        return Response(body, status=201, headers={"Location": f"/api/v1/leaves/{made.uid}"})


class LeaveRecord(RecordView):
    serializer_class = LeaveSerializer

    def record(self, moments: Moments) -> Leave:
        return leave_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=LeaveChangesSerializer, responses=LeaveSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        leave = leave_for(request.user, uid, "leave.change")
        asked = read(LeaveChangesSerializer, request, partial=True)
        edit_leave(leave, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))

    @extend_schema(responses={204: None})
    def delete(self, request: Any, uid: UUID) -> Response:
        remove_leave(leave_for(request.user, uid, "leave.change"), by=request.user)
        return Response(status=204)


class WorkingTimeView(ApiView):
    """Working minutes from `from` to `to`: by `calendar`, by that of a `person`, else by the organisation's."""

    parameters = ("from", "to", "calendar", "person")

    @extend_schema(
        parameters=[
            OpenApiParameter("from", OpenApiTypes.STR, required=True, description="An instant with offset."),
            OpenApiParameter("to", OpenApiTypes.STR, required=True, description="An instant with offset."),
            OpenApiParameter("calendar", OpenApiTypes.UUID),
            OpenApiParameter("person", OpenApiTypes.UUID),
        ],
        responses=WorkingTimeSerializer,
    )
    def get(self, request: Any) -> Response:
        start, end = self.instant("from"), self.instant("to")
        if (end - start).days > LONGEST_DAYS:
            raise misread("to", _("Ask for at most ten years."))
        time = self.time()
        found = {"start": start, "end": end, "minutes": working_minutes(time, start, end)}
        return Response(WorkingTimeSerializer(found | {"opens_at": next_opening(time, start)}).data)

    def instant(self, name: str) -> Any:
        text = self.request.query_params.get(name, "")
        try:
            if len(text) <= 10:
                raise ValueError("no moment")
            instant = parse_as_of(text, now=self.asking().now, zone=self.asking().zone).instant
            if not FIRST <= instant.date() <= LAST:
                raise ValueError("far away")
        except (Refused, ValueError) as error:
            raise misread(name, _("Write a moment with its offset, such as 2026-05-06T15:20:00Z.")) from error
        return instant

    def time(self) -> WorkingTime:
        user = asker(self)
        calendar, person = (self.uid(name) for name in ("calendar", "person"))
        if calendar is not None:
            return week_hours(calendar_for(user, calendar))
        return time_of(person_for(user, person)) if person else organisation_time()

    def uid(self, name: str) -> UUID | None:
        text = self.request.query_params.get(name)
        try:
            return UUID(text) if text else None
        except ValueError as error:
            raise misread(name, _("This is no id.")) from error


def misread(name: str, sentence: str) -> NotUnderstood:
    return NotUnderstood("bad_choice", sentence, fields={name: sentence})
