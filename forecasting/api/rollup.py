"""Types, periods, the roll-up and the rows under any of its numbers."""

from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from accounts.models import FiscalPeriod, User
from forecasting.access import period_state_for
from forecasting.api.questions import (
    PARAMETERS,
    Question,
    cell_asked,
    money,
    ratio,
    read_question,
    user_of,
    valid,
    written_row,
)
from forecasting.models import ForecastPeriodState
from forecasting.operations.periods import lock_period, open_period, reopen_period
from forecasting.queries.rollup import cell_of, question_of
from forecasting.queries.rows import read_rows, read_total
from forecasting.queries.types import forecast_types, submissions_made, type_for, version_at
from forecasting.rules.figures import BUCKETS, cumulative
from forecasting.rules.rollup import Call
from forecasting.tables.addresses import CELLS
from salesops.web.api.moments import utc
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import MAX_PAGE_SIZE, PAGE_SIZE, ApiView
from salesops.web.errors import NotUnderstood
from salesops.web.requests import with_parameters

ANSWER = extend_schema(responses=OpenApiTypes.OBJECT)
ASKED = [OpenApiParameter(name, str) for name in PARAMETERS]


class Types(ApiView):
    """GET: what is forecast, each with the rules in force."""

    @ANSWER
    def get(self, request: Request) -> Response:
        require(user_of(request), "forecast.see")
        return Response({"results": [self._type(one) for one in forecast_types()]})

    def _type(self, one: Any) -> dict[str, Any]:
        version = version_at(one, self.request.now)  # type: ignore[attr-defined]
        return {
            "uid": str(one.uid),
            "key": one.key,
            "name": one.name,
            "version": version.number,
            "kinds": version.kinds,
            "policy": version.policy,
            "headline": version.headline,
            "judgement_visible": version.judgement_visible,
            "quota_measure": version.quota_measure,
            "deadline_weekday": version.deadline_weekday,
            "deadline_time": version.deadline_time.isoformat("minutes"),
        }


class OpenSerializer(StrictSerializer):
    type = serializers.CharField()
    period = serializers.CharField()


class ReasonSerializer(StrictSerializer):
    reason = serializers.CharField(allow_blank=True, max_length=300)


class Periods(ApiView):
    """GET: the periods that were opened, with their state. POST: open one."""

    @ANSWER
    def get(self, request: Request) -> Response:
        require(user_of(request), "forecast.see")
        rows = ForecastPeriodState.objects.filter(node=None).select_related("type", "period")
        return Response({"results": [written_state(row) for row in rows]})

    @extend_schema(request=OpenSerializer, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        require(user_of(request), "period.change")
        given = valid(self, OpenSerializer)
        period = FiscalPeriod.objects.one(key=given["period"])
        state = open_period(type_for(given["type"]), period, by=user_of(request))
        return Response(written_state(state), status=201)


class Lock(ApiView):
    """POST: no more calls, with the reason."""

    @extend_schema(request=ReasonSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, uid: UUID) -> Response:
        state = period_state_for(user_of(request), uid)
        return Response(written_state(lock_period(state, by=user_of(request), **valid(self, ReasonSerializer))))


class Reopen(ApiView):
    """POST: calls again, with the reason."""

    @extend_schema(request=ReasonSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, uid: UUID) -> Response:
        state = period_state_for(user_of(request), uid)
        return Response(written_state(reopen_period(state, by=user_of(request), **valid(self, ReasonSerializer))))


def _seen_seq(question: Question, user: User) -> int | None:
    if question.node != user.pk:
        return None
    return submissions_made(question.type, question.period, user.pk)


def written_state(state: ForecastPeriodState) -> dict[str, Any]:
    instants = {name: getattr(state, name) for name in ("opened_at", "due_at", "locked_at")}
    return {
        "uid": str(state.uid),
        "type": state.type.key,
        "period": state.period.key,
        "state": state.state,
        **{name: utc(value) if value else None for name, value in instants.items()},
    }


class RollupView(ApiView):
    """GET: every node at and below the one asked for: its sums, its number with and without calls, and its quota.

    `seen_seq` of one's own node is what a submission of it sends; null for any other.
    """

    parameters: ClassVar[tuple[str, ...]] = PARAMETERS
    history = keeps_versions = True

    @extend_schema(parameters=ASKED, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        moments = self.moments()
        question = read_question(request, moments)
        rollup = question.rollup
        below = rollup.tree.below(question.node)
        return Response(
            {
                "type": question.type.key,
                "period": question.period.key,
                "currency": rollup.organisation.currency,
                "won_follows": rollup.organisation.won_follows,
                "policy": rollup.version.policy,
                "excluded": {"missing_rate": rollup.missing(question.node)},
                "results": [self._node(question, node) for node in below],
                "seen_seq": _seen_seq(question, user_of(request)),
                "bridge": [_step(question, step) for step in rollup.bridge(question.node)],
                **moments.echo(),
            }
        )

    def _node(self, question: Question, node: int) -> dict[str, Any]:
        rollup, code = question.rollup, question.rollup.organisation.currency
        sums = {bucket: found.amount for bucket, found in rollup.totals[node].items()}
        person, parent = rollup.structure.people[node], rollup.tree.parent.get(node)
        beside = rollup.against_quota(node)
        is_asked = node == question.node
        return {
            "node": str(person.uid) if person.uid else "company",
            "name": person.name,
            "parent": None if is_asked or parent is None else _uid(question, parent),
            "sums": {
                bucket: money(sums[bucket], code) | {"n": rollup.totals[node][bucket].count}  # type: ignore[operator]
                for bucket in BUCKETS
            },
            "cumulative": {name: money(amount, code) for name, amount in cumulative(sums).items()},
            "moved": money(rollup.moved[node].amount if node in rollup.moved else Decimal(0), code),
            "measures": {name: self._measure(question, name, node, is_asked) for name in rollup.lines},
            "quota": money(beside.quota, code),
            "handed_out": money(rollup.handed_out[node], code),
            "gap": money(beside.gap, code),
            "attainment": ratio(beside.attainment),
            "coverage": ratio(beside.coverage),
            "reason": beside.coverage_reason or None,
            "rows_url": self._rows_url(question, node),
        }

    def _measure(self, question: Question, measure: str, node: int, is_asked: bool) -> dict[str, Any]:
        """`seen` is what counts one level up; for the node asked about that is nobody's answer but the level's own."""
        line, code = question.rollup.lines[measure][node], question.rollup.organisation.currency
        seen = {} if is_asked else {"seen": money(line.seen, code), "judgement": _call(question, line.judgement)}
        return {
            "raw": money(line.raw, code),
            "rollup": money(line.rollup, code),
            "self": money(line.said, code),
            "call": _call(question, line.call),
            **seen,
        }

    def _rows_url(self, question: Question, node: int) -> str:
        person = question.rollup.structure.people[node]
        path = self.request._request.path.replace("/rollup", "/rows").rstrip("/")
        changes = {"type": question.type.key, "period": question.period.key, "cell": "all"}
        query = with_parameters(path, self.request._request.GET, node=person.uid or "company", **changes)
        return self.request.build_absolute_uri(query)


def _uid(question: Question, node: int) -> str:
    found = question.rollup.structure.people[node].uid
    return str(found) if found else "company"


def _call(question: Question, call: Call | None) -> dict[str, Any] | None:
    """Null where there is none, and where it is by somebody above the reader (FCST-11)."""
    record, code = question.rollup.records.get(call.key) if call else None, question.rollup.organisation.currency
    if call is None or record is None:
        return None
    stale = question.rollup.stale(call)
    return {
        "uid": str(record.uid),
        "mode": call.mode,
        "value": money(call.value, code),
        "base": money(call.base, code),
        "note": record.note,
        "stale": stale is not None,
        "moved": money(stale, code),
    }


def _step(question: Question, step: Any) -> dict[str, Any]:
    code = question.rollup.organisation.currency
    return {
        "node": _uid(question, step.call.node),
        "kind": "judgement" if step.call.is_judgement else "call",
        "change": money(step.change, code),
    }


class Rows(ApiView):
    """GET: the deals in one number, largest first, with what they add up to. `cell` names the number."""

    parameters: ClassVar[tuple[str, ...]] = (*PARAMETERS, "cell", "page", "page_size")
    history = keeps_versions = True

    @extend_schema(
        parameters=[*ASKED, OpenApiParameter("cell", str, enum=list(CELLS)), OpenApiParameter("page", int)],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        moments = self.moments()
        question = read_question(request, moments)
        cell = cell_asked(request)
        size = _whole(request, "page_size", PAGE_SIZE, MAX_PAGE_SIZE)
        page = _whole(request, "page", 1, 1_000_000)
        asked = question_of(question.rollup.frame, question.rollup.version, question.rollup.organisation)
        chosen = cell_of(question.rollup, question.node, cell)
        rows, total = read_rows(asked, chosen, limit=size, offset=(page - 1) * size), read_total(asked, chosen)
        code = question.rollup.organisation.currency
        return Response(
            {
                "results": [written_row(row, code) for row in rows],
                "count": total.count,
                "total": money(total.amount, code),
                "excluded": {"missing_rate": total.missing, "null_amount": total.unpriced},
                **moments.echo(),
            }
        )


def _whole(request: Request, name: str, default: int, largest: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 8 or not 1 <= int(text) <= largest:
        sentence = _("%(name)s is 1 to %(largest)s.") % {"name": name, "largest": largest}
        raise NotUnderstood("bad_page_size", sentence, fields={name: sentence})
    return int(text)
