"""Products over REST."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from pipeline.access import product_for, visible_products
from pipeline.api.ground import Asked, body_of, both_values, by_api, money
from pipeline.models import Product
from pipeline.operations.products import create_product, edit_product, retire_product
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import etag_of, seen_version
from salesops.web.api.views import ListView, RecordView
from salesops.web.filters import Filter


class ProductInput(StrictSerializer):
    name = serializers.CharField(max_length=200)
    code = serializers.CharField(max_length=60, allow_blank=True, required=False)
    family = serializers.CharField(max_length=80, allow_blank=True, required=False)
    list_price = money(amount="list_price", allow_null=True, required=False)
    problem = serializers.CharField(max_length=20_000, allow_blank=True, required=False)
    value = serializers.CharField(max_length=20_000, allow_blank=True, required=False)
    how_it_works = serializers.CharField(max_length=20_000, allow_blank=True, required=False)


class ProductSerializer(ProductInput):
    id = serializers.UUIDField(source="uid", read_only=True)
    version = serializers.IntegerField(source="row_version", read_only=True)
    retired_at = serializers.DateTimeField(read_only=True)


class RetireInput(StrictSerializer):
    retired = serializers.BooleanField(required=False, default=True)


def as_changes(data: dict[str, Any]) -> dict[str, Any]:
    """A price is two columns; taking it away leaves the currency as it was."""
    if "list_price" not in data:
        return data
    price = data.pop("list_price")
    return data | ({"list_price": None} if price is None else {"list_price": price.amount, "currency": price.currency})


def shown(view: Any, product: Product, *, status: int = 200, **headers: str) -> Response:
    data = ProductSerializer(product, context={"request": view.request, "view": view}).data
    return Response(data, status=status, headers={"ETag": etag_of(product.row_version), **headers})


class ProductList(Asked, ListView):
    """What we sell."""

    serializer_class = ProductSerializer
    filters = (
        Filter("name", _("Name"), "text"),
        Filter("family", _("Family"), "text"),
        Filter("list_price", _("List price"), "money", may_be_empty=True),
        Filter("retired", _("Retired"), "moment", "retired_at", may_be_empty=True),
    )
    orderings = {"name": "name", "list_price": "list_price", "family": "family"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        return visible_products(self.asker)

    @extend_schema(request=ProductInput, responses={201: ProductSerializer})
    def post(self, request: Request) -> Response:
        require(self.asker, "product.change")
        data = as_changes(body_of(self, ProductInput))
        with by_api(request):
            product = create_product(by=self.asker, **data)
        return shown(self, product, status=201, Location=f"/api/v1/products/{product.uid}")


class ProductRecord(Asked, RecordView):
    """One product."""

    serializer_class = ProductSerializer

    def record(self, moments: Moments) -> Product:
        return product_for(self.asker, self.kwargs["uid"])

    @extend_schema(request=ProductInput, responses=ProductSerializer)
    def patch(self, request: Request, uid: UUID) -> Response:
        """A changed list price alters no deal."""
        product = product_for(self.asker, uid, "product.change")
        seen = seen_version(request)
        changes = as_changes(body_of(self, ProductInput, partial=True))
        with by_api(request):
            product = edit_product(product, changes=changes, by=self.asker, seen=seen)
        return shown(self, product)

    def conflict_facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        product = self.record(self.moments())
        data = ProductSerializer(product, context={"request": self.request, "view": self}).data
        return both_values(product, data, self.wanted)


class RetireProduct(Asked):
    """No longer offered for new deals, or offered again."""

    @extend_schema(request=RetireInput, responses=ProductSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        product = product_for(self.asker, uid, "product.change")
        retired = body_of(self, RetireInput)["retired"]
        with by_api(request):
            product = retire_product(product, retired=retired, by=self.asker)
        return shown(self, product)
