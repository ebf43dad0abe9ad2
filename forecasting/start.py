"""What Start proposes of this app: the period that takes forecasts."""

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import FiscalPeriod
from accounts.queries.organisation import organisation
from forecasting.operations.periods import open_period
from forecasting.operations.types import make_forecast_types
from pipeline.start import open_stages
from salesops.imports.start import Proposal, Sheet, StartStep, start_steps
from salesops.kernel.periods import Gregorian, Level, Period, following, period_at, previous
from salesops.web.templatetags.formats import day as day_text

SHOWN = 8


def propose_period(sheet: Sheet) -> Proposal:
    """The quarter most open deals close in; without any the last one with a close, when the file is old."""
    rule = _rule(sheet)
    kinds = open_stages(sheet)
    open_in, closed_in = Counter[date](), Counter[date]()
    for day, stage, n in sheet.columns.dates("close_date", "stage"):
        if day and abs(day.year - sheet.today.year) <= 30:
            start = period_at(day, Level.QUARTER, rule).start
            (open_in if stage in kinds else closed_in)[start] += n
    now = period_at(sheet.today, Level.QUARTER, rule)
    likely = open_in.most_common(1)[0][0] if open_in else max(closed_in, default=now.start)
    chosen = sheet.answers.get("period") or likely.isoformat()
    period = period_at(date.fromisoformat(chosen), Level.QUARTER, rule)
    note = _("%(n)s of %(all)s dated open deals close in it") % {
        "n": f"{open_in[period.start]:,}",
        "all": f"{sum(open_in.values()):,}",
    }
    near = {quarter.start: quarter for quarter in (*_around(period, rule), *_around(now, rule))}
    return Proposal(
        f"{period.label}, {day_text(period.start)} – {day_text(period.last_day)}",
        note,
        sheet.read_from("close_date"),
        tuple((start.isoformat(), near[start].label) for start in sorted(near)),
        period.start.isoformat(),
        _("Proposed"),
    )


def _rule(sheet: Sheet) -> Gregorian:
    of = organisation()
    start = int(sheet.answers.get("fiscal") or of.fiscal_start_month)
    return Gregorian(start_month=start, named_by="end" if of.fiscal_year_named_by == "end" else "start")


def _around(period: Period, rule: Gregorian) -> list[Period]:
    found = [period]
    for _n in range(2):
        found = [previous(found[0], rule), *found, following(found[-1], rule)]
    return found


def prepare_period(sheet: Sheet, chosen: str) -> None:
    period = period_at(date.fromisoformat(chosen), Level.QUARTER, _rule(sheet))
    sheet.batch.options["period"] = {"from": period.start.isoformat(), "to": period.last_day.isoformat()}


def open_it(sheet: Sheet, chosen: str, by: Any) -> None:
    start = date.fromisoformat(sheet.batch.options["period"]["from"])
    period = FiscalPeriod.objects.get(level="quarter", start_date=start)
    for type_ in make_forecast_types(by=by):
        open_period(type_, period, by=by, reason="Start")


def register() -> None:
    step = StartStep(
        "period",
        gettext_lazy("Open period"),
        50,
        propose_period,
        prepare=prepare_period,
        after=open_it,
        opens="forecasting:call",
    )
    start_steps.register(step.key, step)
