"""Requests about personal data, their steps, preview and access file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import erasure_request_for, require, visible_erasure_requests
from accounts.api.fields import EmptySerializer, asker, read
from accounts.forms.erasure import subject_of
from accounts.models import ErasureRequest
from accounts.operations.erasure_requests import (
    APPROVE,
    approve_request,
    ask_export,
    ask_preview,
    finish_request,
    receive_request,
    refuse_request,
    verify_request,
)
from accounts.queries.privacy import with_subject
from accounts.sessions import require_fresh
from accounts.tables import ErasureRequests
from salesops.jobs.models import Job
from salesops.kernel.errors import Refused
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView, RecordView

HANDLE = "erasure.preview"


class ErasureRequestSerializer(StrictSerializer):
    """`subject` is the id of a person, contact or lead, as `subject_kind` says; `preview` counts what would go."""

    id = serializers.UUIDField(source="uid")
    kind = serializers.CharField()
    subject_kind = serializers.CharField()
    subject = serializers.UUIDField(source="subject_uid")
    subject_name = serializers.CharField()
    state = serializers.CharField()
    received_on = serializers.DateField()
    due = serializers.DateField()
    note = serializers.CharField()
    verified_how = serializers.CharField()
    preview = serializers.JSONField(allow_null=True)
    sole_approver = serializers.BooleanField()
    approval_reason = serializers.CharField()
    refused_reason = serializers.CharField()
    outcome = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    job = serializers.UUIDField(source="job_uid", allow_null=True)


class NewErasureRequestSerializer(StrictSerializer):
    kind = serializers.ChoiceField(ErasureRequest.Kind.choices)
    subject_kind = serializers.CharField(max_length=20)
    subject = serializers.UUIDField()
    received_on = serializers.DateField()
    note = serializers.CharField(max_length=4000, allow_blank=True, default="")


class ErasureStepSerializer(StrictSerializer):
    """`text`: how the identity was verified, why it is refused or approved alone, what came of it."""

    to = serializers.ChoiceField(["verified", "approved", "done", "refused"])
    text = serializers.CharField(max_length=300, allow_blank=True, default="")


class RequestList(ListView):
    serializer_class = ErasureRequestSerializer
    filters = ErasureRequests.filters
    orderings = {"due": "due", "received_on": "received_on"}
    default_ordering = ("due",)

    def rows(self, moments: Moments) -> QuerySet[ErasureRequest]:
        require(asker(self), "erasure.see")
        found: QuerySet[ErasureRequest] = with_subject(visible_erasure_requests(asker(self)))
        return found

    @extend_schema(request=NewErasureRequestSerializer, responses={201: ErasureRequestSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, HANDLE)
        asked = read(NewErasureRequestSerializer, request)
        subject = subject_of(request.user, f"{asked.pop('subject_kind')}:{asked.pop('subject')}")
        if subject is None:
            sentence = _("There is nobody of this kind with this id.")
            raise Refused("not_found", sentence, fields={"subject": sentence})
        made = receive_request(subject_kind=subject[0], subject_uid=subject[1], **asked, by=request.user)
        return Response(_written(request, made), status=201)


class RequestRecord(RecordView):
    serializer_class = ErasureRequestSerializer

    def record(self, moments: Moments) -> ErasureRequest:
        found = erasure_request_for(asker(self), self.kwargs["uid"])
        shown: ErasureRequest = with_subject(ErasureRequest.objects.filter(pk=found.pk)).get()
        return shown


class RequestTransition(ApiView):
    @extend_schema(request=ErasureStepSerializer, responses=ErasureRequestSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        """One step. Approving needs a second person and a second factor of the last 15 minutes, and starts the job."""
        asked = read(ErasureStepSerializer, request)
        to, text, by = asked["to"], asked["text"], request.user
        one = erasure_request_for(by, uid, APPROVE if to == "approved" else HANDLE)
        if to == "approved":
            require_fresh(request)
            approve_request(one, by=by, reason=text)
        elif to == "verified":
            verify_request(one, by=by, how=text)
        elif to == "done":
            finish_request(one, by=by, outcome=text)
        else:
            refuse_request(one, by=by, reason=text)
        return Response(_written(request, one))


class RequestPreview(ApiView):
    @extend_schema(request=EmptySerializer, responses={202: dict})
    def post(self, request: Any, uid: UUID) -> Response:
        """202 with the job that counts."""
        one = erasure_request_for(request.user, uid, HANDLE)
        read(EmptySerializer, request)
        return _accepted(ask_preview(one, by=request.user))


class RequestExport(ApiView):
    @extend_schema(request=EmptySerializer, responses={202: dict})
    def post(self, request: Any, uid: UUID) -> Response:
        """202 with the job whose file holds everything, as JSON and CSV; only who asked opens it, for seven days."""
        one = erasure_request_for(request.user, uid, HANDLE)
        read(EmptySerializer, request)
        return _accepted(ask_export(one, by=request.user))


def _written(request: Any, one: ErasureRequest) -> Any:
    shown = with_subject(ErasureRequest.objects.filter(pk=one.pk)).get()
    return ErasureRequestSerializer(shown, context={"request": request}).data


def _accepted(job: Job) -> Response:
    return Response({"job": str(job.uid)}, status=202, headers={"Location": f"/api/v1/jobs/{job.uid}"})
