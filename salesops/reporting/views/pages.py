"""Home, performance, metrics and the rows behind them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import TeamMembership
from accounts.queries.organisation import organisation
from accounts.start import awaits_start
from salesops.kernel.grain import DIMENSIONS
from salesops.kernel.metrics import MEASURES, Metric
from salesops.kernel.periods import Level
from salesops.kernel.results import Result
from salesops.reporting.access import VERB, metric_for, metrics_for
from salesops.reporting.catalogue import dimension_keys, formula
from salesops.reporting.dashboard import Dashboard
from salesops.reporting.evaluate import total
from salesops.reporting.files import figures_csv, rows_csv
from salesops.reporting.home.record import Home
from salesops.reporting.home.sentences import sentence_of, sentence_of_work
from salesops.reporting.home.strip import strip_of
from salesops.reporting.metric_page import by_person, by_time, kinds_of, periods_of
from salesops.reporting.pickers import period_picker
from salesops.reporting.questions import PARAMETERS, Asked, filter_names, read_question
from salesops.reporting.row_list import RowList
from salesops.reporting.rows import parts_of, rows
from salesops.reporting.words import exact_money, excluded_text, metric_url, rows_url, value_text
from salesops.web.filters import refuse_unknown
from salesops.web.panels import panels_of
from salesops.web.period import as_of_control
from salesops.web.requests import AppRequest, with_parameters


def frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Period picker and as-of control of the top bar."""
    moment = asked.question.moment
    period = asked.period
    moments = ((_("Start of the period"), period.start),) if period else ()
    return {
        "period_picker": period_picker(asked, request.path),
        "as_of_control": as_of_control(request, moment, *moments),
    }


def question_of(request: AppRequest, *more: str, optional: bool = False) -> Asked:
    refuse_unknown(request.GET, [*PARAMETERS, *more, *filter_names()])
    default = None if optional else Level.QUARTER
    return read_question(request.GET, request.user, now=request.now, default=default, optional=optional)  # type: ignore[arg-type]


@require_safe
def home_page(request: AppRequest) -> HttpResponse:
    user = request.user
    if awaits_start(user):
        return HttpResponseRedirect(reverse("imports:start"))
    if not user.may(VERB):  # type: ignore[union-attr]
        return _front(request)
    asked = question_of(request)
    kind = getattr(user, "home", "other")
    home = Home(user, asked, kind if not asked.node else _kind_of_node(asked))  # type: ignore[arg-type]
    context = {
        "home": home,
        "title": _title(request, home),
        "sentence": sentence_of(home),
        "strip": strip_of(home) if home.leads_people or home.kind == "other" else [],
        "user_may_submit": user.may("forecast.submit"),  # type: ignore[union-attr]
    }
    return render(request, "reporting/home.html", context | frame(request, asked))


def _front(request: AppRequest) -> HttpResponse:
    """The home of somebody whose roles open no figures: what they look after instead."""
    has_panels = bool(panels_of("front", request.user, request.user))
    context = {"title": _greeting(request), "has_panels": has_panels}
    context["sentence"] = sentence_of_work(request.user) if has_panels else ""  # type: ignore[arg-type]
    return render(request, "reporting/front.html", context)


def _kind_of_node(asked: Asked) -> str:
    """Somebody who leads nobody is looked at as a rep."""
    focus = asked.question.focus
    people = {person for person, _start, _end in focus.spans} if focus else set()
    return "manager" if len(people) > 1 else "rep"


def _greeting(request: AppRequest) -> str:
    hour = timezone.localtime(request.now).hour
    name = str(request.user).split()[0]
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    return (_("Good afternoon, %(name)s") if hour < 18 else _("Good evening, %(name)s")) % {"name": name}


def _title(request: AppRequest, home: Home) -> str:
    day = date_format(home.today, "l F j")
    if home.asked.node:
        return home.asked.node.name
    if home.kind == "operations":
        return _("Operations, %(day)s") % {"day": day}
    if home.leads_people:
        team = (
            TeamMembership.objects.filter(person=home.user, during__contains=home.today).select_related("team").first()
        )
        name = team.team.name if team else organisation().name or _("Your team")
        return _("%(team)s, %(day)s") % {"team": name, "day": day}
    return _greeting(request)


@require_safe
def performance_page(request: AppRequest) -> HttpResponse:
    asked = question_of(request)
    board = Dashboard(asked)
    context = {"board": board, "strip": board.strip, "node": asked.node}
    return render(request, "reporting/performance.html", context | frame(request, asked))


@require_safe
def metrics_page(request: AppRequest) -> HttpResponse:
    listed = [
        {"metric": metric, "formula": formula(metric).replace("`", ""), "url": metric_url(metric.key, request.GET)}
        for metric in metrics_for(request.user)  # type: ignore[arg-type]
    ]
    return render(request, "reporting/metrics.html", {"metrics": listed})


@require_safe
def metric_page(request: AppRequest, key: str) -> HttpResponseBase:
    metric = metric_for(request.user, key)  # type: ignore[arg-type]
    asked = question_of(request, "format")
    found = total(metric, asked.question, asked.compare)
    if request.GET.get("format") == "csv":
        periods, months = by_time(metric, asked)
        return figures_csv(metric, months, (), [period.key for period in periods])
    context = {
        "metric": metric,
        "formula": formula(metric).replace("`", ""),
        "total": found,
        "value": value_text(found),
        "exact": exact_money(found),
        "excluded": excluded_text(found),
        "parts": _parts(metric, found, asked),
        "kinds": kinds_of(metric, asked),
        "chart": periods_of(metric, asked),
        "people": by_person(metric, asked),
        "dimensions": [DIMENSIONS[one].label for one in dimension_keys(metric)],
        "history": sorted({MEASURES[one].history for one in (metric.numerator, metric.denominator) if one}),
        "csv_url": with_parameters(request.path, request.GET, format="csv"),
    }
    return render(request, "reporting/metric.html", context | frame(request, asked))


PART_WORDS = {
    "num": gettext_lazy("Counted"),
    "den": gettext_lazy("Out of"),
    "excluded": gettext_lazy("Left out"),
    "pending": gettext_lazy("Pending"),
}


def _parts(metric: Metric, total: Result, asked: Asked) -> list[dict[str, str]]:
    """Each part that has rows, as a link."""
    counts = {
        "num": total.n if not metric.denominator else None,
        "excluded": sum(total.excluded.values()),
        "pending": total.pending,
    }
    return [
        {"label": str(PART_WORDS[part]), "url": rows_url(metric.key, asked.params, part)}
        for part in parts_of(metric)
        if counts.get(part, 1) != 0
    ]


@require_safe
def rows_page(request: AppRequest, key: str) -> HttpResponseBase:
    metric = metric_for(request.user, key)  # type: ignore[arg-type]
    optional = metric.period_by == "snapshot" and not any(request.GET.get(name) for name in ("period", "from", "to"))
    asked = question_of(request, "part", "page", "format", optional=optional)
    part = request.GET.get("part", "num")
    behind = rows(metric, part, asked.question)
    if request.GET.get("format") == "csv":
        return rows_csv(metric, part, behind, asked.question.ground.currency)
    listed = RowList(request, metric, part, behind, asked)
    context = {"metric": metric, "rows": listed, "metric_url": metric_url(metric.key, asked.params)}
    return render(request, "reporting/rows.html", context | frame(request, asked))
