"""The files and obligations of contracts."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from accounts.access import require
from accounts.api.contracts import CHANGE, contract_rows
from accounts.api.fields import EmptySerializer, asker, person_field, read
from accounts.contract_access import contract_file_for, contract_for, obligation_for, visible_contracts
from accounts.models import Obligation
from accounts.operations.contract_files import attach_file, content_of, remove_file
from accounts.operations.obligations import add_obligation, edit_obligation, finish_obligation, reopen_obligation
from salesops.web.api.fields import RecordField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter


class ObligationSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    contract = serializers.UUIDField(source="contract.uid", read_only=True)
    name = serializers.CharField(max_length=300)
    due = serializers.DateField()
    owner = person_field(allow_null=True, required=False)
    recurrence = serializers.ChoiceField(Obligation.Recurrence.choices, allow_blank=True, required=False)
    done_at = serializers.DateTimeField(read_only=True, allow_null=True)


class NewObligationSerializer(ObligationSerializer):
    contract = RecordField(rows=lambda user: contract_rows(user, CHANGE))  # type: ignore[assignment]


class ContractFileSerializer(StrictSerializer):
    """A file of a contract; `digest` is its SHA-256.

    One with `blocked_at` names somebody who was erased: nobody opens it, and from `kept_until` on it goes.
    """

    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()
    version = serializers.IntegerField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    digest = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
    blocked_at = serializers.DateTimeField(allow_null=True)
    kept_until = serializers.DateField(allow_null=True)


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField()


class ContractFiles(ListView):
    """Files of one contract; POST takes `multipart/form-data` with one `file`."""

    serializer_class = ContractFileSerializer
    orderings = {"name": "name", "uploaded_at": "uploaded_at"}
    default_ordering = ("-uploaded_at",)
    parser_classes = (MultiPartParser,)

    def rows(self, moments: Moments) -> Any:
        contract = contract_for(asker(self), self.kwargs["uid"])
        return contract.files.all().mark_scoped(asker(self))  # type: ignore[attr-defined]

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses={201: ContractFileSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        contract = contract_for(request.user, uid, CHANGE)
        body = UploadSerializer(data=request.FILES)
        body.is_valid(raise_exception=True)
        file = attach_file(contract, body.validated_data["file"], by=request.user)
        return Response(ContractFileSerializer(file).data, status=201)


class ContractFileRecord(ApiView):
    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Any, uid: UUID) -> HttpResponseBase:
        file = contract_file_for(request.user, uid)
        return FileResponse(content_of(file), as_attachment=True, filename=file.name, content_type=file.content_type)

    @extend_schema(responses={204: None})
    def delete(self, request: Any, uid: UUID) -> Response:
        remove_file(contract_file_for(request.user, uid, CHANGE), by=request.user)
        return Response(status=204)


class ObligationList(ListView):
    serializer_class = ObligationSerializer
    filters = (
        Filter("contract", _("Contract"), "person", "contract__uid"),
        Filter("owner", _("Owner"), "person", "owner__uid"),
        Filter("due", _("Due"), "date"),
        Filter("done_at", _("Done"), "moment", may_be_empty=True),
    )
    orderings = {"due": "due", "name": "name"}
    default_ordering = ("due",)

    def rows(self, moments: Moments) -> Any:
        user = asker(self)
        rows = Obligation.objects.filter(contract__in=visible_contracts(user).values("pk"))
        return rows.select_related("contract", "owner").mark_scoped(user)

    @extend_schema(request=NewObligationSerializer, responses={201: ObligationSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, CHANGE)
        made = add_obligation(**read(NewObligationSerializer, request), by=request.user)
        headers = {"Location": f"/api/v1/obligations/{made.uid}"}
        return Response(ObligationSerializer(made).data, status=201, headers=headers)


class ObligationRecord(RecordView):
    serializer_class = ObligationSerializer

    def record(self, moments: Moments) -> Obligation:
        return obligation_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=ObligationSerializer, responses=ObligationSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        one = obligation_for(request.user, uid, CHANGE)
        asked = read(ObligationSerializer, request, partial=True)
        edit_obligation(one, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))


class ObligationDone(ApiView):
    @extend_schema(request=EmptySerializer, responses=ObligationSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        finish_obligation(obligation_for(request.user, uid, CHANGE), by=request.user)
        return Response(ObligationSerializer(obligation_for(request.user, uid)).data)


class ObligationReopen(ApiView):
    @extend_schema(request=EmptySerializer, responses=ObligationSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        reopen_obligation(obligation_for(request.user, uid, CHANGE), by=request.user)
        return Response(ObligationSerializer(obligation_for(request.user, uid)).data)
