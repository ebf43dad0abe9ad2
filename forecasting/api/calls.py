"""Calls and adjustments over REST: the same operations and doors as the page."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from accounts.models import User
from forecasting.access import call_for, node_for, visible_calls
from forecasting.api.questions import structure_now, type_and_period, user_of, valid
from forecasting.models import ForecastCall
from forecasting.operations.calls import make_call, withdraw_call
from salesops.kernel.errors import NotFound
from salesops.web.api.fields import MoneyField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView
from salesops.web.filters import Filter


class CallSerializer(StrictSerializer):
    """A call as it was made, and whether it was replaced or withdrawn."""

    uid = serializers.UUIDField(read_only=True)
    type = serializers.CharField(source="type.key", read_only=True)
    period = serializers.CharField(source="period.key", read_only=True)
    node = serializers.UUIDField(source="node.uid", read_only=True)
    forecaster = serializers.UUIDField(source="forecaster.uid", read_only=True)
    measure = serializers.CharField(read_only=True)
    mode = serializers.CharField(read_only=True)
    value = MoneyField(amount="value", read_only=True, negative=True)
    base = MoneyField(amount="base", read_only=True, negative=True)
    note = serializers.CharField(read_only=True)
    made_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)
    superseded_at = serializers.DateTimeField(read_only=True)
    withdrawn_at = serializers.DateTimeField(read_only=True)
    withdrawn_reason = serializers.CharField(read_only=True)


class CallInput(StrictSerializer):
    """value: cumulative, won included. base: the roll-up you saw; a shift needs it."""

    type = serializers.CharField(required=False)
    period = serializers.CharField(required=False)
    node = serializers.UUIDField()
    measure = serializers.CharField(default="commit")
    mode = serializers.CharField(default="replace")
    value = MoneyField(negative=True)
    base = MoneyField(negative=True, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    reason_code = serializers.SlugField(required=False, max_length=40)
    expires_at = serializers.DateTimeField(required=False)


class WithdrawInput(StrictSerializer):
    reason = serializers.CharField(allow_blank=True, max_length=300)


class Calls(ListView):
    """GET: calls in view, latest first, without what somebody above said. POST: call one's own or a report's number."""

    serializer_class = CallSerializer
    filters = (
        Filter("type", "Type", apply="type__key"),
        Filter("period", "Period", apply="period__key"),
        Filter("measure", "Measure"),
    )
    orderings: ClassVar[dict[str, Any]] = {"made_at": "made_at"}
    default_ordering = ("-made_at",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        user = user_of(self.request)
        require(user, "forecast.see")
        rows = visible_calls(user, structure_now(self.request, self.asking().zone))
        return rows.select_related("type", "period", "node", "forecaster")

    @extend_schema(request=CallInput, responses={201: CallSerializer})
    def post(self, request: Request) -> Response:
        user = user_of(request)
        require(user, "forecast.see")
        given = valid(self, CallInput)
        type_, period = type_and_period(given, self.moments())
        node = node_for(user, given["node"], structure_now(request, self.asking().zone))
        person = User.objects.filter(pk=node).first() if node else None
        if person is None:
            raise NotFound()
        optional = {name: given[name] for name in ("note", "reason_code", "expires_at") if name in given}
        call = make_call(
            type_,
            period,
            person,
            value=given["value"].amount,
            currency=given["value"].currency,
            base=given["base"].amount if "base" in given else None,
            measure=given["measure"],
            mode=given["mode"],
            by=user,
            **optional,
        )
        return Response(self._written(call), status=201)

    def _written(self, call: ForecastCall) -> Any:
        return CallSerializer(call, context={"request": self.request, "view": self}).data


class Withdraw(ApiView):
    """POST: take one's own call back, with the reason. The one before it does not revive."""

    @extend_schema(request=WithdrawInput, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, uid: UUID) -> Response:
        user = user_of(request)
        require(user, "forecast.see")
        call = call_for(user, uid, structure_now(request, self.asking().zone))
        withdrawn = withdraw_call(call, by=user, **valid(self, WithdrawInput))
        return Response(CallSerializer(withdrawn, context={"request": request, "view": self}).data)
