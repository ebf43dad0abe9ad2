"""Orders, products in use, usage signals, late re-orders."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import customer_for, require, today, visible_customers
from accounts.api.fields import EndField, ProductField, StartField, asker, customer_field, read
from accounts.customer_access import installed_for, order_for, visible_installed, visible_orders, visible_usage
from accounts.models import InstalledProduct, Order, OrderLine, UsageSignal
from accounts.operations.orders import (
    OrderedLine,
    end_installed,
    record_installed,
    record_order,
    record_usage,
    remove_order,
)
from accounts.queries.orders import overdue_reorders
from accounts.tables import Orders
from salesops.web.api.fields import MoneyField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView
from salesops.web.filters import Filter

CHANGE = "customer.change"


class OrderLineSerializer(StrictSerializer):
    name = serializers.CharField(max_length=300)
    product = ProductField(source="product_uid", allow_null=True, required=False)
    quantity = serializers.DecimalField(max_digits=15, decimal_places=3, default=Decimal(1))
    amount = serializers.DecimalField(max_digits=19, decimal_places=4)


class OrderSerializer(StrictSerializer):
    """An order as its source has it. Lines are in its currency and sum to its amount."""

    id = serializers.UUIDField(source="uid", read_only=True)
    customer = customer_field()
    customer_name = serializers.CharField(source="customer.name", read_only=True)
    source = serializers.CharField(max_length=40, default="api")  # type: ignore[assignment]
    number = serializers.CharField(max_length=80)
    ordered_on = serializers.DateField()
    amount = MoneyField(amount="amount")
    lines = OrderLineSerializer(many=True, required=False)
    recorded_at = serializers.DateTimeField(read_only=True)


class RemoveSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=300)


class InstalledSerializer(StrictSerializer):
    """`competitor` is who made it, empty for ours."""

    id = serializers.UUIDField(source="uid", read_only=True)
    customer = customer_field()
    name = serializers.CharField(max_length=300)
    product = ProductField(source="product_uid", allow_null=True, required=False)
    competitor = serializers.CharField(max_length=200, allow_blank=True, default="")
    start = StartField(source="during", allow_null=True, required=False)
    end = EndField(source="during", allow_null=True, required=False)
    source = serializers.CharField(max_length=40, default="api")  # type: ignore[assignment]


class NewInstalledSerializer(InstalledSerializer):
    start = serializers.DateField(allow_null=True, default=None)  # type: ignore[assignment]
    end = serializers.DateField(allow_null=True, default=None)  # type: ignore[assignment]


class EndInstalledSerializer(StrictSerializer):
    end = serializers.DateField()


class UsageSerializer(StrictSerializer):
    customer = customer_field()
    product = serializers.CharField(max_length=300)
    day = serializers.DateField()
    measure = serializers.CharField(max_length=80)
    value = serializers.DecimalField(max_digits=19, decimal_places=4)
    source = serializers.CharField(max_length=40, default="api")  # type: ignore[assignment]


class ReorderSerializer(StrictSerializer):
    """`gap_days`: the median of the days between its orders; `overdue_days`: past the one expected on `next_on`."""

    customer = serializers.UUIDField(source="customer.uid")
    customer_name = serializers.CharField(source="customer.name")
    orders = serializers.IntegerField(source="frequency.orders")
    last_on = serializers.DateField(source="frequency.last")
    gap_days = serializers.DecimalField(max_digits=9, decimal_places=1, source="frequency.gap")
    next_on = serializers.DateField(source="frequency.next_on")
    overdue_days = serializers.IntegerField(source="days")


class ReordersSerializer(StrictSerializer):
    results = ReorderSerializer(many=True)


def with_lines(user: Any) -> Any:
    lines = OrderLine.objects.order_by("pk").mark_scoped(user)
    return visible_orders(user).prefetch_related(Prefetch("lines", lines))


def line_of(asked: dict[str, Any]) -> OrderedLine:
    return OrderedLine(asked["name"], asked["amount"], asked["quantity"], asked.get("product_uid"))


class OrderList(ListView):
    serializer_class = OrderSerializer
    filters = (*Orders.filters, Filter("customer", "Customer", "person", "customer__uid"))
    orderings = {"ordered_on": "ordered_on", "number": "number", "amount": "amount"}
    default_ordering = ("-ordered_on",)

    def rows(self, moments: Moments) -> QuerySet[Order]:
        return with_lines(asker(self))

    @extend_schema(request=OrderSerializer, responses={201: OrderSerializer})
    def post(self, request: Any) -> Response:
        """The same content under a known source and number is the first order again; other content 409."""
        require(request.user, CHANGE)
        asked = read(OrderSerializer, request)
        customer = customer_for(request.user, asked.pop("customer").uid, CHANGE)
        money = asked.pop("amount")
        lines = [line_of(line) for line in asked.pop("lines", ())]
        made = record_order(
            customer, **asked, amount=money.amount, currency=money.currency, lines=lines, by=request.user
        )
        location = {"Location": f"/api/v1/orders/{made.uid}"}
        body = OrderSerializer(with_lines(request.user).get(pk=made.pk)).data
        return Response(body, status=201, headers=location)


class OrderRecord(ApiView):
    @extend_schema(responses=OrderSerializer)
    def get(self, request: Any, uid: UUID) -> Response:
        order = order_for(request.user, uid)
        return Response(OrderSerializer(with_lines(request.user).get(pk=order.pk)).data)


class OrderRemove(ApiView):
    @extend_schema(request=RemoveSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        """For one that was recorded by mistake."""
        order = order_for(request.user, uid, CHANGE)
        remove_order(order, reason=read(RemoveSerializer, request)["reason"], by=request.user)
        return Response(status=204)


class InstalledList(ListView):
    """Products that customers have in use, ours and others'."""

    serializer_class = InstalledSerializer
    filters = (
        Filter("customer", "Customer", "person", "customer__uid"),
        Filter("name", "Product", "text"),
        Filter("competitor", "Made by", "text"),
    )
    orderings = {"name": "name", "start": "during__startswith"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> QuerySet[InstalledProduct]:
        return visible_installed(asker(self))

    @extend_schema(request=NewInstalledSerializer, responses={201: InstalledSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, CHANGE)
        asked = read(NewInstalledSerializer, request)
        customer = customer_for(request.user, asked.pop("customer").uid, CHANGE)
        return Response(InstalledSerializer(record_installed(customer, **asked, by=request.user)).data, status=201)


class InstalledEnd(ApiView):
    @extend_schema(request=EndInstalledSerializer, responses=InstalledSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        """`end` is the first day without it."""
        installed = installed_for(request.user, uid, CHANGE)
        ended = end_installed(installed, end=read(EndInstalledSerializer, request)["end"], by=request.user)
        return Response(InstalledSerializer(ended).data)


class UsageList(ListView):
    """How much of a product a customer used on a day."""

    serializer_class = UsageSerializer
    filters = (
        Filter("customer", "Customer", "person", "customer__uid"),
        Filter("product", "Product", "text"),
        Filter("day", "Day", "date"),
    )
    orderings = {"day": "day"}
    default_ordering = ("-day",)

    def rows(self, moments: Moments) -> QuerySet[UsageSignal]:
        return visible_usage(asker(self))

    @extend_schema(request=UsageSerializer, responses={201: UsageSerializer})
    def post(self, request: Any) -> Response:
        """Once for a product, day and measure; the same again is the first, another value 409."""
        require(request.user, CHANGE)
        asked = read(UsageSerializer, request)
        customer = customer_for(request.user, asked.pop("customer").uid, CHANGE)
        return Response(UsageSerializer(record_usage(customer, **asked, by=request.user)).data, status=201)


class OverdueReorders(ApiView):
    @extend_schema(responses=ReordersSerializer)
    def get(self, request: Any) -> Response:
        """Customers whose next order is late by their own habit; at most 200, the latest first."""
        require(request.user, "customer.see")
        late = overdue_reorders(visible_customers(request.user), today())
        return Response(ReordersSerializer({"results": late}).data)
