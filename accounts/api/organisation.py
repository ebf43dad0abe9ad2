"""The organisation: settings, dated rates, fiscal periods."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import require, visible_periods, visible_rates, visible_settings_changes
from accounts.api.fields import EndField, StartField, asker, read
from accounts.models import FiscalPeriod, FxRate, Organisation, SettingsChange
from accounts.operations.organisation import (
    changed_settings,
    edit_organisation,
    effects_of,
    open_fiscal_years,
    set_rate,
)
from accounts.queries.organisation import organisation, zone
from salesops.kernel.moments import local_day
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter


class OrganisationSerializer(StrictSerializer):
    """`category_labels` holds the own words by key; a key that is missing has the shipped word."""

    name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    time_zone = serializers.CharField(max_length=64, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    fiscal_start_month = serializers.IntegerField(min_value=1, max_value=12, required=False)
    fiscal_pattern = serializers.CharField(max_length=10, required=False)
    fiscal_year_named_by = serializers.CharField(max_length=5, required=False)
    won_follows = serializers.CharField(max_length=6, required=False)
    capture_bodies = serializers.BooleanField(required=False)
    category_labels = serializers.DictField(child=serializers.CharField(max_length=40), required=False)
    areas = serializers.ListField(child=serializers.CharField(max_length=40), required=False)


class RateSerializer(StrictSerializer):
    """Units of `to_currency` for one of `from_currency` from `start` up to `end`, exclusive."""

    id = serializers.UUIDField(source="uid", read_only=True)
    from_currency = serializers.CharField(max_length=3)
    to_currency = serializers.CharField(max_length=3)
    kind = serializers.CharField(max_length=4)
    rate = serializers.DecimalField(max_digits=20, decimal_places=10)
    start = StartField(source="valid", allow_null=True)
    end = EndField(source="valid", allow_null=True)
    recorded_at = serializers.DateTimeField(read_only=True)


class NewRateSerializer(StrictSerializer):
    from_currency = serializers.CharField(max_length=3)
    to_currency = serializers.CharField(max_length=3)
    kind = serializers.ChoiceField(FxRate.Kind.choices, default=FxRate.Kind.SPOT)
    rate = serializers.DecimalField(max_digits=20, decimal_places=10)
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True, default=None)


class PeriodSerializer(StrictSerializer):
    """`end_date` is the last day; `starts_at` and `ends_at` are half-open instants."""

    id = serializers.UUIDField(source="uid")
    level = serializers.CharField()
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    fiscal_year = serializers.IntegerField()
    index = serializers.IntegerField()
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class NewYearsSerializer(StrictSerializer):
    years = serializers.ListField(
        child=serializers.IntegerField(min_value=1990, max_value=2200), min_length=1, max_length=20
    )


class OrganisationRecord(RecordView):
    """Everybody may read the words and the calendar of the organisation they work in."""

    serializer_class = OrganisationSerializer

    def record(self, moments: Moments) -> Organisation:
        return organisation()

    @extend_schema(request=OrganisationSerializer, responses=OrganisationSerializer)
    def patch(self, request: Any) -> Response:
        require(request.user, "org.change")
        asked = read(OrganisationSerializer, request, partial=True)
        return self.written(edit_organisation(changes=asked, by=request.user, seen=seen_version(request)))


class SettingsChangeSerializer(StrictSerializer):
    """The settings from `valid_from` on; `names` are those that changed then."""

    id = serializers.UUIDField(source="uid")
    valid_from = serializers.DateTimeField()
    by_name = serializers.CharField(source="by.name", allow_null=True, default=None)
    names = serializers.ListField(child=serializers.CharField())
    values = serializers.JSONField()


class SettingEffectSerializer(StrictSerializer):
    what = serializers.CharField()
    whose = serializers.CharField()
    now = serializers.CharField()
    then = serializers.CharField()


class SettingsPreviewSerializer(StrictSerializer):
    changed = serializers.ListField(child=serializers.CharField())
    effects = SettingEffectSerializer(many=True)

    class Meta:
        list_serializer_class = serializers.ListSerializer


class SettingsChangeList(ListView):
    """Since when which settings hold, newest first."""

    serializer_class = SettingsChangeSerializer
    orderings = {"valid_from": "valid_from"}
    default_ordering = ("-valid_from",)

    def rows(self, moments: Moments) -> QuerySet[SettingsChange]:
        require(asker(self), "org.change")
        return visible_settings_changes(asker(self)).select_related("by")


class OrganisationPreview(ApiView):
    @extend_schema(request=OrganisationSerializer, responses=SettingsPreviewSerializer)
    def post(self, request: Any) -> Response:
        """What would be otherwise, and which figures that one sees would read otherwise. Nothing is written."""
        require(request.user, "org.change")
        asked = read(OrganisationSerializer, request, partial=True)
        found = {"changed": sorted(changed_settings(asked)), "effects": effects_of(asked, by=request.user)}
        return Response(SettingsPreviewSerializer(found).data)


class RateList(ListView):
    """Rates as now known; with `known_at` as they were known, with `as_of` those that hold on that day."""

    serializer_class = RateSerializer
    filters = (
        Filter("from_currency", "From", "text"),
        Filter("to_currency", "To", "text"),
        Filter("kind", "Kind", "choice", choices=FxRate.Kind.choices),
    )
    orderings = {"start": "valid__startswith", "from_currency": "from_currency", "to_currency": "to_currency"}
    default_ordering = ("from_currency", "to_currency")
    history = True
    keeps_versions = True

    def rows(self, moments: Moments) -> QuerySet[FxRate]:
        rows = visible_rates(asker(self))
        if not moments.known_at.is_now:
            known = moments.known_at.instant
            rows = FxRate.objects.filter(recorded_at__lte=known, superseded_at__gt=known)
            rows = rows.mark_scoped(asker(self))  # type: ignore[attr-defined]
        if moments.as_of.is_now:
            return rows
        return rows.filter(valid__contains=local_day(moments.as_of.instant, zone()))

    @extend_schema(request=NewRateSerializer, responses={201: RateSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, "rate.change")
        rate = set_rate(**read(NewRateSerializer, request), by=request.user)
        return Response(RateSerializer(rate).data, status=201)


class PeriodList(ListView):
    serializer_class = PeriodSerializer
    filters = (
        Filter("level", "Level", "choice", choices=FiscalPeriod.Level.choices),
        Filter("fiscal_year", "Fiscal year", "number"),
    )
    orderings = {"start_date": "start_date", "key": "key"}
    default_ordering = ("start_date",)

    def rows(self, moments: Moments) -> QuerySet[FiscalPeriod]:
        return visible_periods(asker(self))

    @extend_schema(request=NewYearsSerializer, responses={201: PeriodSerializer(many=True)})
    def post(self, request: Any) -> Response:
        """Open fiscal years; those that are open stay as they are."""
        require(request.user, "period.change")
        made = open_fiscal_years(read(NewYearsSerializer, request)["years"], by=request.user)
        return Response(PeriodSerializer(made, many=True).data, status=201)
