"""The ids that other systems know a customer by."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import customer_for
from accounts.api.fields import asker, read
from accounts.operations.external_ids import KIND, add_external_id, remove_external_id
from salesops.imports.models import ExternalId
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView


class ExternalIdSerializer(StrictSerializer):
    """`source` is the system as its imports are named here, in small letters."""

    source = serializers.CharField(max_length=40)  # type: ignore[assignment]
    external_id = serializers.CharField(max_length=300)


class ExternalIds(ListView):
    """A source may know a customer by several ids; an id of a source means one customer."""

    serializer_class = ExternalIdSerializer
    orderings = {"source": "source"}
    default_ordering = ("source",)

    def rows(self, moments: Moments) -> Any:
        customer = customer_for(asker(self), self.kwargs["uid"])
        return ExternalId.objects.filter(kind=KIND, record_id=customer.pk).mark_scoped(asker(self))

    @extend_schema(request=ExternalIdSerializer, responses={201: ExternalIdSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        customer = customer_for(request.user, uid, "customer.change")
        row = add_external_id(customer, **read(ExternalIdSerializer, request), by=request.user)
        return Response(ExternalIdSerializer(row).data, status=201)


class ExternalIdRemove(ApiView):
    @extend_schema(request=ExternalIdSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        customer = customer_for(request.user, uid, "customer.change")
        remove_external_id(customer, **read(ExternalIdSerializer, request), by=request.user)
        return Response(status=204)
