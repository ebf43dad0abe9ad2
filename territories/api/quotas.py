"""Quotas over REST: the rows of the current plan; set one or a sheet of them; prefill."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import FiscalPeriod, User
from salesops.kernel.errors import NotFound, Refused
from salesops.web.api.fields import RecordField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView
from salesops.web.filters import Filter
from territories.access import visible_quotas, visible_seats
from territories.models import QuotaMeasure
from territories.operations.quotas import Entry, prefill_quotas, set_quotas

MOST = 1000


def settable_seats(user: User) -> QuerySet[Any]:
    return visible_seats(user, "quota.change")


class QuotaSerializer(StrictSerializer):
    """A quota of the current plan. `amount` is money in `currency`, or a count where that is null."""

    uid = serializers.UUIDField(read_only=True)
    seat = serializers.UUIDField(source="seat.uid", read_only=True)
    seat_name = serializers.CharField(read_only=True)
    period = serializers.CharField(source="period.key", read_only=True)
    measure = serializers.CharField(read_only=True)
    amount = serializers.DecimalField(max_digits=19, decimal_places=4, read_only=True)
    currency = serializers.CharField(read_only=True)
    method = serializers.CharField(read_only=True)
    recorded_at = serializers.DateTimeField(read_only=True)


class SeatField(RecordField):
    """One of the seats that the sheet names, which were all found by one question."""

    def to_internal_value(self, data: Any) -> Any:
        found = self.context["seats"].get(read_uid(data))
        if found is None:
            self.fail("record_unknown")
        return found


class EntrySerializer(StrictSerializer):
    """amount null takes the quota away."""

    seat = SeatField(rows=settable_seats)
    period = serializers.CharField()
    amount = serializers.DecimalField(max_digits=19, decimal_places=4, allow_null=True)
    currency = serializers.CharField(required=False, allow_null=True, max_length=3)


class SheetInput(StrictSerializer):
    """entries: up to 1,000, set together or not at all."""

    measure = serializers.ChoiceField(choices=QuotaMeasure.choices, default=QuotaMeasure.BOOKINGS.value)
    entries = EntrySerializer(many=True)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)

    def to_internal_value(self, data: Any) -> Any:
        """Raises Refused `too_many_entries`."""
        stated = data.get("entries") if isinstance(data, dict) else None
        entries = stated if isinstance(stated, list) else []
        if len(entries) > MOST:
            sentence = _("At most %(n)s entries at once.") % {"n": MOST}
            raise Refused("too_many_entries", sentence, fields={"entries": sentence})
        uids = {read_uid(entry.get("seat")) for entry in entries if isinstance(entry, dict)} - {None}
        seats = settable_seats(self.context["request"].user).filter(uid__in=uids)
        cast(dict[str, Any], self.context)["seats"] = {seat.uid: seat for seat in seats}
        return super().to_internal_value(data)


class PrefillInput(StrictSerializer):
    """periods: keys, such as 2027-Q1."""

    periods = serializers.ListField(child=serializers.CharField(), max_length=60)


class Quotas(ListView):
    """GET: quotas in view. POST: set quotas, all or none."""

    serializer_class = QuotaSerializer
    filters = (
        Filter("period", "Period", apply="period__key"),
        Filter("measure", "Measure"),
        Filter("seat", "Seat", kind="person", apply="seat__uid"),
    )
    orderings: ClassVar[dict[str, Any]] = {"period": "period__start_date", "seat": "seat__name"}
    default_ordering = ("period",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        return visible_quotas(self.request.user).select_related("seat", "period")  # type: ignore[arg-type]

    @extend_schema(request=SheetInput, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        settable_seats(request.user)  # type: ignore[arg-type]
        given = SheetInput(data=request.data, context={"request": request, "view": self})
        given.is_valid(raise_exception=True)
        found = given.validated_data
        _refuse_twice(found["entries"])
        periods = periods_by_key(entry["period"] for entry in found["entries"])
        entries = [
            Entry(entry["seat"], periods[entry["period"]], entry["amount"], entry.get("currency"))
            for entry in found["entries"]
        ]
        changed = set_quotas(
            entries,
            by=request.user,  # type: ignore[arg-type]
            measure=found["measure"],
            reason=found.get("reason", ""),
        )
        return Response({"changed": changed})


class Prefill(ApiView):
    """POST: last year's bookings + 20 % where a seat has no quota for the period."""

    @extend_schema(request=PrefillInput, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        seats = settable_seats(request.user)  # type: ignore[arg-type]
        given = PrefillInput(data=request.data, context={"request": request, "view": self})
        given.is_valid(raise_exception=True)
        periods = periods_by_key(given.validated_data["periods"])
        changed = prefill_quotas(periods.values(), by=request.user, among=seats)  # type: ignore[arg-type]
        return Response({"changed": changed})


def read_uid(data: Any) -> UUID | None:
    try:
        return UUID(data) if isinstance(data, str) else None
    except ValueError:
        return None


def _refuse_twice(entries: list[dict[str, Any]]) -> None:
    """Of two amounts for one seat and period neither is dropped in silence."""
    known = [(entry["seat"].pk, entry["period"]) for entry in entries]
    if len(set(known)) < len(known):
        sentence = _("A seat has one quota in a period. Name each seat and period once.")
        raise Refused("entry_twice", sentence, fields={"entries": sentence})


def periods_by_key(keys: Any) -> dict[str, FiscalPeriod]:
    """Raises NotFound when one of them is no period."""
    asked = set(keys)
    found = {period.key: period for period in FiscalPeriod.objects.filter(key__in=asked)}
    if asked - found.keys():
        raise NotFound()
    return found
