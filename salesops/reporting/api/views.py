"""Figures, their series and their rows (metrics.md 11)."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.http import HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.kernel.grain import DIMENSIONS
from salesops.kernel.metrics import Metric
from salesops.kernel.periods import Level
from salesops.kernel.results import plain
from salesops.reporting.access import metric_for, metrics_for
from salesops.reporting.catalogue import dimension_keys, formula
from salesops.reporting.evaluate import answer, labels_of, series, total
from salesops.reporting.files import figures_csv, rows_csv
from salesops.reporting.models import MetricDefinition
from salesops.reporting.pickers import buckets
from salesops.reporting.questions import (
    FILTER,
    MAX_METRICS,
    PARAMETERS,
    Asked,
    as_params,
    filter_names,
    read_question,
    too_wide,
)
from salesops.reporting.rows import parts_of, rows
from salesops.reporting.sources import Shown, shown
from salesops.web.api.moments import utc
from salesops.web.api.views import MAX_PAGE_SIZE, PAGE_SIZE, ApiView
from salesops.web.errors import NotUnderstood
from salesops.web.requests import with_parameters

ANSWER = extend_schema(responses=OpenApiTypes.OBJECT)


class FigureView(ApiView):
    """Takes a question in its address."""

    more: ClassVar[tuple[str, ...]] = ()

    def known_parameters(self, request: Request) -> Iterable[str]:
        return [*PARAMETERS, *self.more, *filter_names()]

    def asked(self, metric: Metric) -> Asked:
        snapshot = metric.period_by == "snapshot"
        params = self.request._request.GET
        return read_question(params, self.request.user, now=self.asking().now, optional=snapshot)  # type: ignore[arg-type]


class Metrics(ApiView):
    """GET: every metric that can be asked for."""

    @extend_schema(operation_id="metrics_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response({"results": [definition(metric) for metric in metrics_for(request.user)]})  # type: ignore[arg-type]


class Definition(ApiView):
    """GET: what a metric means, with every version that was in force."""

    @ANSWER
    def get(self, request: Request, key: str) -> Response:
        metric = metric_for(request.user, key)  # type: ignore[arg-type]
        versions = MetricDefinition.objects.filter(key=key).values("version", "hash", "valid_from", "change_note")
        written = [{**row, "valid_from": utc(row["valid_from"])} for row in versions]
        return Response(definition(metric) | {"versions": written})


class Value(FigureView):
    """GET: one figure, or with `dims` the total and its parts."""

    @ANSWER
    def get(self, request: Request, key: str) -> Response:
        metric = metric_for(request.user, key)  # type: ignore[arg-type]
        return Response(figure(metric, self.asked(metric)))


class Series(FigureView):
    """GET: a figure for each week, month, quarter or year of the period; `format=csv` as a file."""

    more = ("by", "format")

    @ANSWER
    def get(self, request: Request, key: str) -> HttpResponseBase:
        metric = metric_for(request.user, key)  # type: ignore[arg-type]
        snapshot = metric.period_by == "snapshot"
        params = request._request.GET
        level = Level.YEAR if snapshot else None
        asked = read_question(params, request.user, now=self.asking().now, default=level)  # type: ignore[arg-type]
        periods = buckets(asked, params.get("by", "month"))
        found = series(metric, asked.question, periods)
        if is_csv(params):
            return figures_csv(metric, found, (), [period.key for period in periods])
        results = [
            {"period": period.key, "label": period.label, "from": period.start, "to": period.end, **result.as_text()}
            for period, result in zip(periods, found, strict=True)
        ]
        return Response({"results": results})


class RowsBehind(FigureView):
    """GET: the rows of a part, newest first; `format=csv` as a file with all of them."""

    more = ("part", "page", "page_size", "format")

    @ANSWER
    def get(self, request: Request, key: str) -> HttpResponseBase:
        metric = metric_for(request.user, key)  # type: ignore[arg-type]
        params = request._request.GET
        asked = self.asked(metric)
        part = params.get("part", "num")
        behind = rows(metric, part, asked.question)
        if is_csv(params):
            return rows_csv(metric, part, behind, asked.question.ground.currency)
        page, size = number(params, "page", 1, 1_000_000), number(params, "page_size", PAGE_SIZE, MAX_PAGE_SIZE)
        found = behind.page((page - 1) * size, size + 1)
        more = with_parameters(request.path, params, page=page + 1) if len(found) > size else None
        return Response(
            {
                "part": part,
                "count": behind.count(),
                "sum": plain(behind.total()),
                "results": [written(one) for one in shown(found[:size])],
                "next": request.build_absolute_uri(more) if more else None,
            }
        )


class Query(ApiView):
    """POST: up to eight metrics by up to four dimensions in one question; nothing is saved."""

    @extend_schema(request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        body = request.data
        if not isinstance(body, Mapping):
            raise NotUnderstood("bad_choice", _("Send an object with metrics and a period."))
        keys = body.get("metrics", [])
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise NotUnderstood("bad_choice", _("The metrics are a list of their keys."), fields={"metrics": ""})
        if not 1 <= len(keys) <= MAX_METRICS:
            raise too_wide("metrics", _("Ask for one to eight metrics at once."))
        params = as_params({name: value for name, value in body.items() if name != "metrics"})
        unknown = set(params) - {*PARAMETERS, *filter_names()}
        if unknown:
            sentence = _("Not known here: %(names)s.") % {"names": ", ".join(sorted(unknown))[:200]}
            raise NotUnderstood("unknown_parameter", sentence)
        metrics = [metric_for(request.user, key) for key in keys]  # type: ignore[arg-type]
        snapshot = all(metric.period_by == "snapshot" for metric in metrics)
        asked = read_question(params, request.user, now=self.asking().now, optional=snapshot)  # type: ignore[arg-type]
        return Response({"results": [figure(metric, asked) for metric in metrics]})


def definition(metric: Metric) -> dict[str, Any]:
    return {
        "key": metric.key,
        "version": metric.version,
        "label": str(metric.label),
        "question": str(metric.question),
        "plain_words": str(metric.plain_words),
        "note": str(metric.note),
        "formula": formula(metric).replace("`", ""),
        "unit": metric.unit.value,
        "good": metric.good,
        "kind": metric.kind,
        "period_by": metric.period_by,
        "owner": metric.owner,
        "status": metric.status,
        "articles": list(metric.articles),
        "dimensions": [{"key": key, "label": str(DIMENSIONS[key].label)} for key in dimension_keys(metric)],
        "parts": list(parts_of(metric)),
    }


def figure(metric: Metric, asked: Asked) -> dict[str, Any]:
    """G5 with links; with dimensions the total, and each part with its words."""
    whole = total(metric, asked.question, asked.compare).as_text() | {"links": links(metric, asked.params)}
    if not asked.question.dims:
        return whole
    found = answer(metric, asked.question, asked.compare)
    assert isinstance(found, list)  # noqa: S101 - a question with dimensions has a list of answers
    dims = asked.question.dims
    words = labels_of(dims, found)
    cut = [
        result.as_text()
        | {
            "group": [
                {"dimension": key, "key": part, "label": words[place].get(part or "")}
                for place, (key, part) in enumerate(zip(dims, result.group, strict=True))
            ],
            "links": links(metric, asked.params, dict(zip(dims, result.group, strict=True))),
        }
        for result in found
    ]
    return whole | {"dims": list(dims), "parts": cut}


def links(metric: Metric, params: QueryDict, group: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Where the rows of each part are: the predicate alone, never a right to see them."""
    changes: dict[str, object] = {"dims": None, "compare": None}
    changes |= {f"{FILTER}{key}": value or "(none)" for key, value in (group or {}).items()}
    return {
        part: with_parameters(f"/api/v1/metrics/{metric.key}/rows", params, **changes, part=part)
        for part in parts_of(metric)
    }


def written(one: Shown) -> dict[str, Any]:
    row, record = one.row, one.record
    return {
        "record": record.kind,
        "id": record.uid,
        "name": record.name,
        "about": record.about,
        "owner": {"id": one.owner_uid, "name": one.owner} if one.owner_uid else None,
        "day": row.day.isoformat(),
        "at": utc(row.event_at) if row.event_at else None,
        "value": plain(row.value),
        "reason": row.reason,
    }


def is_csv(params: QueryDict) -> bool:
    """Raises NotUnderstood `unknown_format` for anything but csv."""
    if params.get("format", "csv") != "csv":
        raise NotUnderstood("unknown_format", _("Figures are exported as csv."), fields={"format": "csv"})
    return "format" in params


def number(params: QueryDict, name: str, default: int, largest: int) -> int:
    text = params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= largest:
        sentence = _("%(name)s is 1 to %(largest)s.") % {"name": name, "largest": largest}
        raise NotUnderstood("bad_page_size", sentence, fields={name: sentence})
    return int(text)
