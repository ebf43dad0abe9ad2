"""A job as the API writes it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from salesops.jobs.models import Job
from salesops.web.api.serializers import StrictSerializer


class RequesterSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()


class ProgressSerializer(StrictSerializer):
    """`total` is null while nobody knows how much there is."""

    done = serializers.IntegerField(source="progress")
    total = serializers.IntegerField(source="progress_total", allow_null=True)
    text = serializers.CharField(source="progress_text")


class JobErrorSerializer(StrictSerializer):
    code = serializers.CharField(source="error_code")
    detail = serializers.CharField(source="error")


class JobSerializer(StrictSerializer):
    """State, progress, result, error of one piece of work."""

    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(read_only=True)
    title = serializers.CharField(source="label", read_only=True)
    state = serializers.ChoiceField(choices=Job.State.values, read_only=True)
    progress = ProgressSerializer(source="*", read_only=True)
    result = serializers.JSONField(read_only=True, allow_null=True)
    error = serializers.SerializerMethodField()
    attempt = serializers.IntegerField(read_only=True)
    requested_by = RequesterSerializer(read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    started_at = serializers.DateTimeField(read_only=True, allow_null=True)
    finished_at = serializers.DateTimeField(read_only=True, allow_null=True)

    @extend_schema_field(JobErrorSerializer(allow_null=True))
    def get_error(self, job: Job) -> dict[str, Any] | None:
        return dict(JobErrorSerializer(job).data) if job.error_code else None


class ExportSerializer(StrictSerializer):
    address = serializers.CharField(
        max_length=4_000, help_text="of a list's page with its `format=`: /deals?stage=won&format=csv"
    )
