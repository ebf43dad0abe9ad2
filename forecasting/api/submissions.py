"""Submissions over REST: list, one, its rows; submit."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from forecasting.access import submission_for, visible_submissions
from forecasting.api.questions import cell_asked, money, structure_now, type_and_period, user_of, valid, written_row
from forecasting.models import Submission
from forecasting.operations.submissions import submit_forecast
from forecasting.queries.stored import count_and_hash, stored_rollup, stored_rows
from forecasting.rules.figures import BUCKETS
from forecasting.tables.addresses import CELLS
from salesops.web.api.fields import MoneyField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView
from salesops.web.filters import Filter


class SubmissionSerializer(StrictSerializer):
    """A number somebody signed. `totals` are decimal strings in `currency`."""

    uid = serializers.UUIDField(read_only=True)
    type = serializers.CharField(source="type.key", read_only=True)
    period = serializers.CharField(source="period.key", read_only=True)
    node = serializers.UUIDField(source="node.uid", read_only=True)
    forecaster = serializers.UUIDField(source="forecaster.uid", read_only=True)
    seq = serializers.IntegerField(read_only=True)
    submitted_at = serializers.DateTimeField(read_only=True)
    late = serializers.BooleanField(read_only=True)
    currency = serializers.CharField(read_only=True)
    totals = serializers.JSONField(read_only=True)
    quota = MoneyField(amount="quota", read_only=True)
    note = serializers.CharField(read_only=True)
    row_count = serializers.IntegerField(read_only=True)
    row_hash = serializers.CharField(read_only=True)


class SubmitInput(StrictSerializer):
    """seen_seq: how many submissions of this node there were when you looked, as `rollup` says it; 0 for none."""

    type = serializers.CharField(required=False)
    period = serializers.CharField(required=False)
    seen_seq = serializers.IntegerField(min_value=0)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class Submissions(ListView):
    """GET: submissions in view, latest first. POST: submit one's own forecast."""

    serializer_class = SubmissionSerializer
    filters = (Filter("type", "Type", apply="type__key"), Filter("period", "Period", apply="period__key"))
    orderings: ClassVar[dict[str, Any]] = {"submitted_at": "submitted_at", "seq": "seq"}
    default_ordering = ("-submitted_at",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        user = user_of(self.request)
        require(user, "forecast.see")
        rows = visible_submissions(user, structure_now(self.request, self.asking().zone))
        return rows.select_related("type", "period", "node", "forecaster")

    @extend_schema(request=SubmitInput, responses={201: SubmissionSerializer})
    def post(self, request: Request) -> Response:
        require(user_of(request), "forecast.submit")
        given = valid(self, SubmitInput)
        type_, period = type_and_period(given, self.moments())
        made = submit_forecast(
            type_, period, by=user_of(request), seen_seq=given["seen_seq"], note=given.get("note", "")
        )
        return Response(SubmissionSerializer(made, context={"request": request, "view": self}).data, status=201)


class SubmissionView(ApiView):
    """GET: one submission with its nodes, from nothing but its own rows. `is_whole`: the rows still have their hash."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, uid: UUID) -> Response:
        submission = found(self, request, uid)
        stored = stored_rollup(submission)
        whole = count_and_hash(submission.pk) == (submission.row_count, submission.row_hash)
        nodes = [
            {
                "name": stored.structure.people[node].name,
                "sums": {bucket: money(stored.totals[node][bucket].amount, submission.currency) for bucket in BUCKETS},
                "measures": {
                    name: {
                        "raw": money(lines[node].raw, submission.currency),
                        "rollup": money(lines[node].rollup, submission.currency),
                        "self": money(lines[node].said, submission.currency),
                        "seen": money(lines[node].seen, submission.currency),
                    }
                    for name, lines in stored.lines.items()
                },
            }
            for node in stored.tree.order
        ]
        written = SubmissionSerializer(submission, context={"request": request, "view": self}).data
        return Response(written | {"nodes": nodes, "is_whole": whole})


class StoredRows(ApiView):
    """GET: the deals as they were signed, largest first. `cell` names the number."""

    parameters: ClassVar[tuple[str, ...]] = ("cell",)

    @extend_schema(parameters=[OpenApiParameter("cell", str, enum=list(CELLS))], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, uid: UUID) -> Response:
        submission = found(self, request, uid)
        stored = stored_rollup(submission)
        rows = stored_rows(submission, stored.tree, submission.node_id, cell_asked(request))
        return Response({"results": [written_row(row, submission.currency) for row in rows], "count": len(rows)})


def found(view: ApiView, request: Request, uid: UUID) -> Submission:
    return submission_for(user_of(request), uid, structure_now(request, view.asking().zone))
