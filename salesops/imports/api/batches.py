"""Imports over REST: the same operations as the wizard's buttons."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.db.operation import operation
from salesops.imports.access import CHECK, RUN, UNDO, batch_for, file_for, require, visible_to
from salesops.imports.error_file import error_file
from salesops.imports.models import ImportBatch, ImportFile, Problem
from salesops.imports.operations.check import request_check
from salesops.imports.operations.commit import request_commit
from salesops.imports.operations.mapping import change_mapping, leave_out, map_value, tick_rule
from salesops.imports.operations.presets import take_in
from salesops.imports.operations.undo import request_undo
from salesops.imports.operations.upload import lock_changeable
from salesops.imports.rules.reasons import sentence
from salesops.jobs.models import Job
from salesops.kernel.errors import Refused
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import ScopedModelSerializer, StrictSerializer
from salesops.web.api.versions import etag_of, refuse_stale, seen_version
from salesops.web.api.views import ApiView, ListView, RecordView


class FileSerializer(ScopedModelSerializer):
    columns = serializers.SerializerMethodField()

    class Meta(ScopedModelSerializer.Meta):
        model = ImportFile
        fields = ("uid", "object_key", "name", "rows", "encoding", "encoding_guessed", "header", "columns")
        read_only_fields = fields

    def get_columns(self, file: ImportFile) -> dict[str, Any]:
        return dict(file.mapping.get("columns", {}))


class BatchSerializer(ScopedModelSerializer):
    files = serializers.SerializerMethodField()

    class Meta(ScopedModelSerializer.Meta):
        model = ImportBatch
        fields = (
            *("uid", "source", "state", "mode", "options", "counts", "history_from", "files"),
            *("created_at", "checked_at", "committed_at", "undone_at"),
        )
        read_only_fields = fields

    def get_files(self, batch: ImportBatch) -> list[dict[str, Any]]:
        return [FileSerializer(file).data for file in batch.files.all()]


class NewBatch(StrictSerializer):
    """`file` once or several times; `object` says what its rows are where the header does not."""

    file = serializers.ListField(child=serializers.FileField(), min_length=1)
    source = serializers.SlugField(default="file")  # type: ignore[assignment]
    object = serializers.CharField(default="", allow_blank=True)
    mode = serializers.ChoiceField(choices=ImportBatch.Mode.choices, default=ImportBatch.Mode.ALL)
    history_from = serializers.DateTimeField(required=False)
    snapshot_day = serializers.DateField(required=False)


class ChangedMapping(StrictSerializer):
    """columns: field to column number, null for none. values: field to {value: what it means}."""

    columns = serializers.DictField(child=serializers.IntegerField(allow_null=True), required=False)
    values = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True)), required=False
    )
    skip = serializers.ListField(child=serializers.IntegerField(), required=False)
    rules = serializers.DictField(child=serializers.BooleanField(), required=False)


class UndoInput(StrictSerializer):
    reason = serializers.CharField(default="", allow_blank=True, max_length=300)


class ProblemSerializer(ScopedModelSerializer):
    file = serializers.UUIDField(source="file.uid", read_only=True)
    sentence = serializers.SerializerMethodField()

    class Meta(ScopedModelSerializer.Meta):
        model = Problem
        fields = ("file", "row_number", "column", "code", "value", "suggestion", "blocking", "sentence")
        read_only_fields = fields

    def get_sentence(self, problem: Problem) -> str:
        return sentence(problem.code, column=problem.column, value=problem.value, suggestion=problem.suggestion)


@extend_schema(responses=BatchSerializer)
class Batches(ListView):
    """The imports, newest first; POST uploads files as a new one and checks it: 202 with the job for many rows."""

    serializer_class = BatchSerializer
    parser_classes = (MultiPartParser,)
    key_required: ClassVar[bool] = True
    orderings: ClassVar[dict[str, str]] = {"created_at": "created_at"}
    default_ordering = ("-created_at",)

    def rows(self, moments: Moments) -> Any:
        require(self.request.user, "import.see")
        return visible_to(self.request.user)

    @extend_schema(request=NewBatch, responses={201: BatchSerializer, 202: dict})
    def post(self, request: Request) -> Response:
        require(request.user, CHECK)
        body = NewBatch(data=_multipart(request))
        body.is_valid(raise_exception=True)
        said = body.validated_data
        day = said.get("snapshot_day")
        batch, job = take_in(
            said["file"],
            by=request.user,
            source=said["source"],
            object_key=said["object"],
            mode=said["mode"],
            history_from=said.get("history_from"),
            snapshot_day=day.isoformat() if day else "",
        )
        where = {"Location": reverse("imports_api:batch", args=[batch.uid])}
        return _later(batch, job, **where) if job else _shown(batch, status=201, **where)


def _multipart(request: Request) -> dict[str, Any]:
    """Form fields and files; a field that stands twice is a list only for `file`."""
    fields = {name: request.POST.get(name) for name in request.POST if name != "file"}
    return {**fields, "file": request.FILES.getlist("file")}


@extend_schema(responses=BatchSerializer)
class BatchView(RecordView):
    serializer_class = BatchSerializer

    def record(self, moments: Moments) -> ImportBatch:
        return batch_for(self.request.user, self.kwargs["uid"])


class FileView(ApiView):
    """Change where columns go, what values mean, which rows stay out; then the batch is checked again."""

    @extend_schema(request=ChangedMapping, responses={200: BatchSerializer, 202: dict})
    def patch(self, request: Request, uid: UUID, file_uid: UUID) -> Response:
        file = file_for(request.user, uid, file_uid)
        seen = seen_version(request)
        body = ChangedMapping(data=request.data)
        body.is_valid(raise_exception=True)
        with operation(by=request.user):
            lock_changeable(file.batch)
            refuse_stale(seen, file.batch.row_version)
            _apply(file, body.validated_data, request.user)
        return _checked(file.batch, request.user)


def _apply(file: ImportFile, said: dict[str, Any], by: Any) -> None:
    if "columns" in said:
        change_mapping(file, columns=said["columns"], by=by)
    for field, values in said.get("values", {}).items():
        for value, becomes in values.items():
            map_value(file, field, value, becomes, by=by)
    if "skip" in said:
        leave_out(file, said["skip"], by=by)
    for rule, ticked in said.get("rules", {}).items():
        tick_rule(file, rule, by=by, value=ticked)


class Check(ApiView):
    """200 with what was found; for many rows 202 with the job that checks them."""

    @extend_schema(request=None, responses={200: BatchSerializer, 202: dict})
    def post(self, request: Request, uid: UUID) -> Response:
        return _checked(batch_for(request.user, uid, CHECK), request.user)


class Commit(ApiView):
    """202 with the job that writes it; 409 while rows are blocked in an all-or-nothing import."""

    key_required: ClassVar[bool] = True

    @extend_schema(request=None, responses={202: dict})
    def post(self, request: Request, uid: UUID) -> Response:
        batch = batch_for(request.user, uid, RUN)
        blocked = batch.counts.get("blocked", 0)
        if batch.mode == ImportBatch.Mode.ALL and blocked:
            raise Refused("rows_blocked", _("%(count)s rows need you before anything is written.") % {"count": blocked})
        return _later(batch, request_commit(batch, by=request.user))


class Undo(ApiView):
    """202 with the job that undoes it; its result, and `options.undone` of the import, say what was kept and why."""

    key_required: ClassVar[bool] = True

    @extend_schema(request=UndoInput, responses={202: dict})
    def post(self, request: Request, uid: UUID) -> Response:
        body = UndoInput(data=request.data)
        body.is_valid(raise_exception=True)
        batch = batch_for(request.user, uid, UNDO)
        return _later(batch, request_undo(batch, by=request.user, reason=body.validated_data["reason"]))


@extend_schema(responses=ProblemSerializer)
class Problems(ListView):
    """Every problem with its row and column."""

    serializer_class = ProblemSerializer
    orderings: ClassVar[dict[str, str]] = {"row_number": "row_number"}
    default_ordering = ("row_number",)

    def rows(self, moments: Moments) -> Any:
        batch = batch_for(self.request.user, self.kwargs["uid"])
        return Problem.objects.filter(file__batch=batch).select_related("file").mark_scoped(self.request.user)


class Errors(ApiView):
    """The rows that need somebody as CSV: the original columns and the reason."""

    @extend_schema(responses={(200, "text/csv"): str})
    def get(self, request: Request, uid: UUID) -> StreamingHttpResponse:
        return error_file(batch_for(request.user, uid))


def _checked(batch: ImportBatch, by: Any) -> Response:
    job = request_check(batch, by=by)
    return _later(batch, job) if job else _shown(batch)


def _later(batch: ImportBatch, job: Job, **headers: str) -> Response:
    body = {"job": str(job.uid), "state": job.state, "import": str(batch.uid)}
    return Response(body, status=202, headers=headers)


def _shown(batch: ImportBatch, *, status: int = 200, **headers: str) -> Response:
    return Response(BatchSerializer(batch).data, status=status, headers={"ETag": etag_of(batch.row_version), **headers})
