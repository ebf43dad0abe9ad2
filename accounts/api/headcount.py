"""Headcount of a period with who is behind it; employments and the jobs inside them."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import employment_for, person_for, reach, require, visible_employments
from accounts.api.fields import EmptySerializer, EndField, StartField, asker, person_field, read
from accounts.forms.headcount import EXITS, PARAMETERS, read_asked, report_for, require_part
from accounts.models import Employment, JobAssignment
from accounts.operations.employment import assign_job, begin_employment, continue_employment, end_employment
from accounts.queries.headcount import Report
from accounts.queries.organisation import zone
from salesops.kernel.metrics import Unit
from salesops.kernel.moments import local_day
from salesops.kernel.results import output
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter


class JobAssignmentSerializer(StrictSerializer):
    """What a person does from `start` up to `end`, exclusive."""

    function = serializers.ChoiceField(JobAssignment.Function.choices)
    job_role = serializers.CharField(max_length=120, allow_blank=True, default="")
    cost_centre = serializers.CharField(max_length=60, allow_blank=True, default="")
    location = serializers.CharField(max_length=120, allow_blank=True, default="")
    start = StartField(source="during", read_only=True)
    end = EndField(source="during", read_only=True, allow_null=True)


class EmploymentSerializer(StrictSerializer):
    """From `start` up to `end`, exclusive. How and why it ended is null to whom exits are not open."""

    id = serializers.UUIDField(source="uid", read_only=True)
    person = serializers.UUIDField(source="person.uid", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True)
    start = StartField(source="during", read_only=True)
    end = EndField(source="during", read_only=True, allow_null=True)
    exit_kind = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    regretted = serializers.SerializerMethodField()
    jobs = serializers.SerializerMethodField()

    @extend_schema_field(JobAssignmentSerializer(many=True))
    def get_jobs(self, row: Employment) -> Any:
        return JobAssignmentSerializer(sorted(row.jobs.all(), key=lambda job: job.during.lower), many=True).data

    def get_exit_kind(self, row: Employment) -> str | None:
        return row.exit_kind if self._is_open(row) else None

    def get_reason(self, row: Employment) -> str | None:
        return row.reason if self._is_open(row) else None

    def get_regretted(self, row: Employment) -> bool | None:
        return row.regretted if self._is_open(row) else None

    def _is_open(self, row: Employment) -> bool:
        return reach(self.context["request"].user, EXITS).covers(row.person_id)


class NewEmploymentSerializer(StrictSerializer):
    person = person_field()
    start = serializers.DateField()
    function = serializers.ChoiceField(JobAssignment.Function.choices)
    job_role = serializers.CharField(max_length=120, allow_blank=True, default="")
    cost_centre = serializers.CharField(max_length=60, allow_blank=True, default="")
    location = serializers.CharField(max_length=120, allow_blank=True, default="")


class ExitSerializer(StrictSerializer):
    last_day = serializers.DateField()
    exit_kind = serializers.ChoiceField(Employment.Exit.choices)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    regretted = serializers.BooleanField(allow_null=True, default=None)


class NewJobAssignmentSerializer(StrictSerializer):
    start = serializers.DateField()
    function = serializers.ChoiceField(JobAssignment.Function.choices, required=False)
    job_role = serializers.CharField(max_length=120, allow_blank=True, required=False)
    cost_centre = serializers.CharField(max_length=60, allow_blank=True, required=False)
    location = serializers.CharField(max_length=120, allow_blank=True, required=False)


class EarlySerializer(StrictSerializer):
    value = serializers.CharField(allow_null=True)
    left = serializers.IntegerField()
    hires = serializers.IntegerField()
    immature = serializers.BooleanField()


class ExitCountSerializer(StrictSerializer):
    """`count` is null where the group is too small to show."""

    kind = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)


class BehindSerializer(StrictSerializer):
    employment = serializers.UUIDField()
    person = serializers.UUIDField()
    name = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField(allow_null=True)
    exit_kind = serializers.CharField(allow_null=True)


class HeadcountSerializer(StrictSerializer):
    """A period up to `last_day`, which is the day asked about while it runs. Rates are null without a base.

    `annualised_turnover_rate` only under a year; `behind` for the asked part alone.
    """

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    days = serializers.IntegerField()
    function = serializers.CharField(allow_blank=True)
    headcount = serializers.IntegerField()
    person_days = serializers.IntegerField()
    average_headcount = serializers.CharField()
    hires = serializers.IntegerField()
    separations = serializers.IntegerField()
    transfer_out = serializers.IntegerField()
    turnover_rate = serializers.CharField(allow_null=True)
    voluntary_turnover_rate = serializers.CharField(allow_null=True)
    annualised_turnover_rate = serializers.CharField(allow_null=True)
    opening = serializers.IntegerField()
    kept = serializers.IntegerField()
    retention_rate = serializers.CharField(allow_null=True)
    early_attrition = EarlySerializer()
    exits = ExitCountSerializer(many=True)
    behind = BehindSerializer(many=True, allow_null=True)
    as_of = serializers.DateTimeField()


class HeadcountView(ApiView):
    """The period by name (`period=2026-Q2`) or `from` and `to` (excluded); `part` adds who is behind one figure."""

    parameters = tuple(name for name in PARAMETERS if name != "as_of")
    history = True

    @extend_schema(
        responses={200: HeadcountSerializer, 204: None}, parameters=[OpenApiParameter(name) for name in PARAMETERS]
    )
    def get(self, request: Any) -> Response:
        """204 for a period that has not begun."""
        asked = read_asked(request.query_params, self.asking().now)
        require_part(request.user, asked.part)
        report = report_for(request.user, asked)
        if report.figures is None:
            return Response(status=204)
        body = written(report, asked.function) | {"behind": behind(report, asked.part) if asked.part else None}
        return Response(body | self.moments().echo())


class EmploymentList(ListView):
    """Employments of people one sees; with `as_of` those of that day."""

    serializer_class = EmploymentSerializer
    filters = (Filter("person", "Person", "person", "person__uid"),)
    orderings = {"start": "during__startswith", "person": "person__name"}
    default_ordering = ("person", "-start")
    history = True

    def rows(self, moments: Moments) -> QuerySet[Employment]:
        rows = visible_employments(asker(self)).prefetch_related("jobs")
        if moments.as_of.is_now:
            return rows
        return rows.filter(during__contains=local_day(moments.as_of.instant, zone()))

    @extend_schema(request=NewEmploymentSerializer, responses={201: EmploymentSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, "people.change")
        asked = read(NewEmploymentSerializer, request)
        person = person_for(request.user, asked.pop("person").uid, "people.change")
        made = begin_employment(person, **asked, by=request.user)
        body = EmploymentSerializer(made, context={"request": request}).data
        return Response(body, status=201, headers={"Location": f"/api/v1/employments/{made.uid}"})


class EmploymentRecord(RecordView):
    serializer_class = EmploymentSerializer

    def record(self, moments: Moments) -> Employment:
        return employment_for(asker(self), self.kwargs["uid"])


class EmploymentEnd(ApiView):
    """How and when it ended; said again, it is corrected."""

    @extend_schema(request=ExitSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        employment = employment_for(request.user, uid, EXITS, "people.change")
        end_employment(employment, **read(ExitSerializer, request), by=request.user)
        return Response(status=204)


class EmploymentContinue(ApiView):
    """The exit is taken back."""

    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        continue_employment(employment_for(request.user, uid, EXITS, "people.change"), by=request.user)
        return Response(status=204)


class EmploymentJobs(ApiView):
    """GET: the jobs of an employment, the first one first. POST: another one from a day on."""

    @extend_schema(responses=JobAssignmentSerializer(many=True))
    def get(self, request: Any, uid: UUID) -> Response:
        jobs = employment_for(request.user, uid).jobs.order_by("during")
        return Response({"results": JobAssignmentSerializer(list(jobs), many=True).data})

    @extend_schema(request=NewJobAssignmentSerializer, responses={201: JobAssignmentSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        employment = employment_for(request.user, uid, "people.change")
        made = assign_job(employment, **read(NewJobAssignmentSerializer, request), by=request.user)
        return Response(JobAssignmentSerializer(made).data, status=201)


def written(report: Report, function: str) -> dict[str, Any]:
    of = report.figures
    assert of is not None  # noqa: S101 - a period that has not begun is answered before
    voluntary = report.voluntary()
    return {
        "first_day": of.first_day.isoformat(),
        "last_day": of.last_day.isoformat(),
        "days": of.days,
        "function": function,
        "headcount": of.headcount,
        "person_days": of.person_days,
        "average_headcount": output(of.average, Unit.HEADS),
        "hires": len(of.hires),
        "separations": len(of.separations),
        "transfer_out": len(of.transfer_out),
        "turnover_rate": _rate(of.turnover()),
        "voluntary_turnover_rate": None if voluntary is None else _rate(of.turnover(voluntary)),
        "annualised_turnover_rate": _rate(of.annualised),
        "opening": of.opening,
        "kept": of.kept,
        "retention_rate": _rate(of.retention),
        "early_attrition": {
            "value": _rate(report.early.rate),
            "left": len(report.early.left),
            "hires": len(report.early.hires),
            "immature": report.early.is_immature,
        },
        "exits": [{"kind": kind, "count": count} for kind, count in report.exits.items()],
    }


def behind(report: Report, part: str) -> list[dict[str, Any]]:
    """Who makes a figure up, by first day."""
    keys = report.behind(part)
    found = Employment.objects.select_related("person").in_bulk(keys)
    return [
        {
            "employment": str(row.uid),
            "person": str(row.person.uid),
            "name": row.person.name,
            "first_day": row.during.lower.isoformat(),
            "last_day": _last_day(report, key),
            "exit_kind": row.exit_kind if report.sees_exits else None,
        }
        for key in keys
        for row in (found[key],)
    ]


def _last_day(report: Report, key: int) -> str | None:
    last = report.rows[key].last_day
    return last.isoformat() if last else None


def _rate(value: Decimal | None) -> Any:
    return output(value, Unit.RATIO)
