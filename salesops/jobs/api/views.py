"""REST: jobs and exports."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.jobs.access import file_for, job_for, job_to_control, visible_to
from salesops.jobs.api.serializers import ExportSerializer, JobSerializer
from salesops.jobs.exporting import request_export
from salesops.jobs.models import Job
from salesops.jobs.operations import cancel, rerun
from salesops.jobs.tables import FILTERS
from salesops.web.api.moments import Moments
from salesops.web.api.views import ApiView, ListView


class JobList(ListView):
    """One's own jobs; all of them for who may see them."""

    serializer_class = JobSerializer
    filters = FILTERS
    orderings = {"created_at": "created_at", "finished_at": "finished_at", "name": "name"}
    default_ordering = ("-created_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_to(self.request.user).select_related("requested_by")


class JobDetail(ApiView):
    """How far one job got."""

    serializer_class = JobSerializer

    def get(self, request: Request, uid: UUID) -> Response:
        return Response(JobSerializer(job_for(request.user, uid)).data)


class JobCancel(ApiView):
    """Stop a job: a waiting one never starts, a running one stops at its next chunk."""

    serializer_class = JobSerializer

    @extend_schema(request=None, responses=JobSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        return Response(JobSerializer(cancel(job_to_control(request.user, uid), by=request.user)).data)


class JobRerun(ApiView):
    """Run a job again that failed, gave up or was stopped."""

    serializer_class = JobSerializer

    @extend_schema(request=None, responses={202: JobSerializer})
    def post(self, request: Request, uid: UUID) -> Response:
        return accepted(rerun(job_to_control(request.user, uid), by=request.user))


class JobFileView(ApiView):
    """The file that a job wrote, for who asked for it, during seven days."""

    @extend_schema(responses={200: OpenApiResponse(OpenApiTypes.BINARY)})
    def get(self, request: Request, uid: UUID) -> HttpResponseBase:
        file = file_for(request.user, uid)
        content = file.content.open("rb")
        return FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)


class ExportList(ApiView):
    """Write the file of a list, whatever its length: the answer is the job, its file comes from `/jobs/{id}/file`."""

    serializer_class = ExportSerializer

    @extend_schema(request=ExportSerializer, responses={202: JobSerializer})
    def post(self, request: Request) -> Response:
        asked = ExportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return accepted(request_export(asked.validated_data["address"], by=request.user))


def accepted(job: Job) -> Response:
    """202 with where to look."""
    headers = {"Location": reverse("jobs_api:job", args=[job.uid])}
    return Response(JobSerializer(job).data, status=202, headers=headers)
