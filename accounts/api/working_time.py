"""Working calendars, holidays, leave, and the working time between two instants."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import person_for, require, team_for
from accounts.api.fields import EmptySerializer, asker, read
from accounts.forms.working_time import FIRST, LAST
from accounts.models import WorkCalendar
from accounts.operations.calendars import (
    add_holiday,
    create_calendar,
    edit_calendar,
    make_default,
    prefill_holidays,
    remove_calendar,
    remove_holiday,
    set_person_calendar,
    set_team_calendar,
)
from accounts.planning_access import calendar_for, holiday_for, visible_calendars, visible_holidays
from accounts.queries.working_time import week_of, with_hours
from accounts.rules.hours_text import Unreadable, clock_of, read_hours
from salesops.web.api.fields import RecordField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter

CHANGE = "org.change"
LONGEST_DAYS = 3660


class NearDateField(serializers.DateField):
    """A day of the years people plan in."""

    def to_internal_value(self, value: Any) -> Any:
        day = super().to_internal_value(value)
        if not FIRST <= day <= LAST:
            raise serializers.ValidationError(_("Choose a year from 1990 to 2199."))
        return day


class HoursSerializer(StrictSerializer):
    """`weekday` 1 is Monday. A closing that is not after the opening is on the next day; `24:00` ends the day."""

    weekday = serializers.IntegerField(min_value=1, max_value=7)
    opens = serializers.CharField(max_length=5)
    closes = serializers.CharField(max_length=5)

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            asked["hours"] = read_hours(asked["opens"], asked["closes"])
        except Unreadable as error:
            raise serializers.ValidationError({"opens": _("Write hours such as 09:00 and 17:00.")}) from error
        return asked


@extend_schema_field(HoursSerializer(many=True))
class HoursField(serializers.Field[Any, Any, Any, Any]):
    """The week as a list of opening hours; in Python a mapping by weekday."""

    def to_internal_value(self, data: Any) -> dict[int, tuple[tuple[int, int], ...]]:
        rows = HoursSerializer(data=data, many=True, max_length=100)  # type: ignore[call-arg]
        rows.is_valid(raise_exception=True)
        week: dict[int, tuple[tuple[int, int], ...]] = {}
        for row in rows.validated_data:
            week[row["weekday"]] = (*week.get(row["weekday"], ()), row["hours"])
        return week

    def get_attribute(self, instance: Any) -> Any:
        return week_of(instance)

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        return [
            {"weekday": weekday, "opens": clock_of(opens), "closes": clock_of(closes)}
            for weekday, stretches in value.items()
            for opens, closes in stretches
        ]


class CalendarSerializer(StrictSerializer):
    """`time_zone` empty is the organisation's; `default` marks the organisation's calendar."""

    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(max_length=120)
    time_zone = serializers.CharField(max_length=64, allow_blank=True, required=False)
    hours = HoursField()
    default = serializers.BooleanField(read_only=True)


def calendar_field(**options: Any) -> RecordField:
    return RecordField(rows=visible_calendars, **options)


class HolidaySerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    calendar = calendar_field()
    date = NearDateField()
    name = serializers.CharField(max_length=200)


class FillSerializer(StrictSerializer):
    """`country`: ISO 3166-1, `PT`; `subdivision`: its part, `BY` in `DE`."""

    calendar = calendar_field()
    country = serializers.CharField(max_length=2)
    subdivision = serializers.CharField(max_length=10, allow_blank=True, default="")
    year = serializers.IntegerField(min_value=1990, max_value=2199)


class CalendarChoiceSerializer(StrictSerializer):
    calendar = calendar_field(allow_null=True)
    start = NearDateField()


class CalendarList(ListView):
    serializer_class = CalendarSerializer
    filters = (Filter("name", "Name", "text"),)
    orderings = {"name": "name"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> Any:
        return with_hours(visible_calendars(asker(self)))

    @extend_schema(request=CalendarSerializer, responses={201: CalendarSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, CHANGE)
        made = create_calendar(**read(CalendarSerializer, request), by=request.user)
        headers = {"Location": f"/api/v1/work-calendars/{made.uid}"}
        return Response(CalendarSerializer(made).data, status=201, headers=headers)


class CalendarRecord(RecordView):
    serializer_class = CalendarSerializer

    def record(self, moments: Moments) -> WorkCalendar:
        return calendar_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=CalendarSerializer, responses=CalendarSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        calendar = calendar_for(request.user, uid, CHANGE)
        asked = read(CalendarSerializer, request, partial=True)
        edit_calendar(calendar, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))

    @extend_schema(responses={204: None})
    def delete(self, request: Any, uid: UUID) -> Response:
        remove_calendar(calendar_for(request.user, uid, CHANGE), by=request.user)
        return Response(status=204)


class CalendarDefault(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        make_default(calendar_for(request.user, uid, CHANGE), by=request.user)
        return Response(status=204)


class TeamCalendarChoice(ApiView):
    @extend_schema(request=CalendarChoiceSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        team = team_for(request.user, uid, "team.change")
        set_team_calendar(team, **read(CalendarChoiceSerializer, request), by=request.user)
        return Response(status=204)


class PersonCalendarChoice(ApiView):
    @extend_schema(request=CalendarChoiceSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        person = person_for(request.user, uid, "people.change")
        set_person_calendar(person, **read(CalendarChoiceSerializer, request), by=request.user)
        return Response(status=204)


class HolidayList(ListView):
    serializer_class = HolidaySerializer
    filters = (
        Filter("calendar", "Calendar", "person", "calendar__uid"),
        Filter("date", "Day", "date"),
        Filter("name", "Name", "text"),
    )
    orderings = {"date": "date", "name": "name"}
    default_ordering = ("date",)

    def rows(self, moments: Moments) -> Any:
        return visible_holidays(asker(self))

    @extend_schema(request=HolidaySerializer, responses={201: HolidaySerializer})
    def post(self, request: Any) -> Response:
        require(request.user, CHANGE)
        made = add_holiday(**read(HolidaySerializer, request), by=request.user)
        return Response(HolidaySerializer(made).data, status=201)


class HolidayFill(ApiView):
    @extend_schema(request=FillSerializer, responses={201: HolidaySerializer(many=True)})
    def post(self, request: Any) -> Response:
        """Fill in the public holidays of a country's year; days that are there stay as they are."""
        require(request.user, CHANGE)
        made = prefill_holidays(**read(FillSerializer, request), by=request.user)
        return Response(HolidaySerializer(made, many=True).data, status=201)


class HolidayRecord(ApiView):
    @extend_schema(responses=HolidaySerializer)
    def get(self, request: Any, uid: UUID) -> Response:
        return Response(HolidaySerializer(holiday_for(request.user, uid)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Any, uid: UUID) -> Response:
        remove_holiday(holiday_for(request.user, uid, CHANGE), by=request.user)
        return Response(status=204)
