"""Periods: operations open, lock and re-open them, each time saying why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.models import FiscalPeriod
from forecasting.access import period_state_for, require_periods
from forecasting.models import ForecastPeriodEvent, ForecastPeriodState
from forecasting.operations.periods import TAKES_CALLS, lock_period, open_period, reopen_period
from forecasting.operations.types import make_forecast_types
from forecasting.queries.types import forecast_types, type_for
from forecasting.views.asked import now_of
from forecasting.views.people import user_of
from salesops.kernel.errors import Refused, SalesOpsError
from salesops.web.context import toast
from salesops.web.errors import Problem, status_of

AROUND = 4


@require_safe
def periods_page(request: HttpRequest) -> HttpResponse:
    require_periods(user_of(request))
    return _answer(request)


def _answer(
    request: HttpRequest, error: SalesOpsError | None = None, refused: ForecastPeriodState | None = None
) -> HttpResponse:
    """refused: the period whose reason was wrong; what was typed stays in its row."""
    states = ForecastPeriodState.objects.select_related("type", "period").order_by("-period__start_date", "type")
    may_change = user_of(request).may("period.change")
    rows = [(state, state.state in TAKES_CALLS, state.state == "locked") for state in states.filter(node=None)]
    events = ForecastPeriodEvent.objects.filter(state__node=None).select_related("state__type", "state__period", "by")
    context = {
        "rows": rows,
        "events": events[:30],
        "may_change": may_change,
        "sees_forecasts": user_of(request).may("forecast.see"),
        "choices": _choices(request) if may_change else [],
        "types": forecast_types(),
        "refused": refused,
        "typed": request.POST.get("reason", ""),
    }
    if error is not None:
        context["problem"] = Problem(status_of(error), error.code, error.message, error.fields)
    return render(request, "forecasting/periods.html", context, status=status_of(error) if error else 200)


def _choices(request: HttpRequest) -> list[FiscalPeriod]:
    """The quarters and months around today, those that can still be opened for something."""
    now = now_of(request)
    rows = FiscalPeriod.objects.filter(level__in=("quarter", "month"), ends_at__gt=now).order_by("start_date", "level")
    return list(rows[: AROUND * 4])


@require_POST
def open_(request: HttpRequest) -> HttpResponse:
    require(user_of(request), "period.change")
    if not forecast_types():
        make_forecast_types(by=user_of(request))
    period = FiscalPeriod.objects.one(key=request.POST.get("period", ""))
    try:
        open_period(type_for(request.POST.get("type")), period, by=user_of(request))
    except Refused as error:
        return _answer(request, error)
    toast(request, _("%(period)s takes forecasts") % {"period": period.label})
    return HttpResponseRedirect(reverse("forecasting:periods"))


@require_POST
def lock(request: HttpRequest, uid: UUID) -> HttpResponse:
    state = period_state_for(user_of(request), uid)
    try:
        lock_period(state, by=user_of(request), reason=request.POST.get("reason", ""))
    except Refused as error:
        return _answer(request, error, state)
    toast(request, _("%(period)s is locked") % {"period": state.period.label})
    return HttpResponseRedirect(reverse("forecasting:periods"))


@require_POST
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    state = period_state_for(user_of(request), uid)
    try:
        reopen_period(state, by=user_of(request), reason=request.POST.get("reason", ""))
    except Refused as error:
        return _answer(request, error, state)
    toast(request, _("%(period)s takes forecasts again") % {"period": state.period.label})
    return HttpResponseRedirect(reverse("forecasting:periods"))
