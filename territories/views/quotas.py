"""The quota sheet: seats by periods, typed, prefilled, taken home as a file."""

import csv
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import FiscalPeriod, Seat
from accounts.queries.organisation import organisation
from salesops.kernel.errors import NotFound, Refused
from salesops.web.context import toast
from salesops.web.errors import Problem, status_of
from salesops.web.export import csv_value
from salesops.web.period import Choice, PeriodPicker, Year
from territories.access import visible_quotas, visible_seats
from territories.forms import read_sheet
from territories.models import QuotaMeasure
from territories.operations.quotas import prefill_quotas, set_quotas
from territories.queries.quotas import current_plan, worth_of
from territories.tables import sheet_of
from territories.views.people import user_of

PAGE = 50
LEVELS = ("quarter", "month", "year")


@dataclass(frozen=True)
class Asked:
    """A fiscal year cut into quarters, months or itself, for one measure."""

    year: int
    level: str
    measure: str
    page: int
    periods: tuple[FiscalPeriod, ...]

    def url(self, name: str = "quotas", **more: Any) -> str:
        pairs = {"year": self.year, "level": self.level, "measure": self.measure, "page": self.page} | more
        kept = {key: value for key, value in pairs.items() if (key, value) != ("page", 1)}
        return f"{reverse(f'territories:{name}')}?{urlencode(kept)}"


def read_asked(params: QueryDict) -> Asked:
    """Raises NotFound for a year, level or measure that is not there; unnamed: this year's quarters of bookings."""
    level, measure = params.get("level", "quarter"), params.get("measure", QuotaMeasure.BOOKINGS.value)
    page, year = params.get("page", "1"), params.get("year", "")
    if level not in LEVELS or measure not in QuotaMeasure or not page.isdecimal() or not int(page[:6]) >= 1:
        raise NotFound()
    if not year:
        now = timezone.now()
        year = str(_year_at(now) or now.year)
    if not year.isdecimal():
        raise NotFound()
    periods = FiscalPeriod.objects.filter(level=level, fiscal_year=int(year[:4])).order_by("start_date")
    return Asked(int(year[:4]), level, measure, int(page[:6]), tuple(periods))


def _year_at(now: Any) -> int | None:
    rows = FiscalPeriod.objects.filter(level="year", starts_at__lte=now, ends_at__gt=now)
    return rows.values_list("fiscal_year", flat=True).first()


@require_safe
def sheet_page(request: HttpRequest) -> HttpResponse:
    return _answer(request, read_asked(request.GET))


def _answer(
    request: HttpRequest,
    asked: Asked,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    problem: Problem | None = None,
) -> HttpResponse:
    seats, has_more = _seats(request, asked)
    found = visible_quotas(user_of(request)).select_related("period")
    quotas = list(found.filter(measure=asked.measure, period__in=asked.periods, seat__in=[seat.pk for seat in seats]))
    of, plan = organisation(), current_plan()
    sheet = sheet_of(
        seats,
        asked.periods,
        quotas,
        worth=worth_of(quotas, of.currency),
        currency=of.currency,
        measure=asked.measure,
        typed=typed,
        errors=errors,
    )
    may_change = bool(user_of(request).may("quota.change"))
    levels = {"quarter": _("Quarters"), "month": _("Months"), "year": _("Year")}
    context = {
        "sheet": sheet,
        "asked": asked,
        "plan": plan,
        "may_change": may_change,
        "levels": [(label, asked.url(level=key, page=1), key == asked.level) for key, label in levels.items()],
        "measures": [
            (str(one.label), asked.url(measure=one.value, page=1), one == asked.measure) for one in QuotaMeasure
        ],
        "measure_label": QuotaMeasure(asked.measure).label,
        "hidden": [("year", asked.year), ("level", asked.level), ("measure", asked.measure), ("page", asked.page)],
        "file_url": asked.url("quota_file"),
        "import_url": _import_url() if may_change else "",
        "next_url": asked.url(page=asked.page + 1) if has_more else "",
        "previous_url": asked.url(page=asked.page - 1) if asked.page > 1 else "",
        "period_picker": _picker(asked),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "error_count": len(errors or {}),
    }
    status = problem.status if problem else 422 if errors else 200
    return render(request, "territories/quotas.html", context, status=status)


def _seats(request: HttpRequest, asked: Asked) -> tuple[list[Seat], bool]:
    rows = visible_seats(user_of(request)).select_related("person")
    start = (asked.page - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def _import_url() -> str:
    try:
        return reverse("imports:batches")
    except NoReverseMatch:
        return ""


def _picker(asked: Asked) -> PeriodPicker:
    years = FiscalPeriod.objects.filter(level="year").order_by("start_date").values_list("fiscal_year", flat=True)
    known = list(years)
    choices = tuple(
        Choice(f"FY{year % 100:02}", "", asked.url(year=year, page=1), year == asked.year) for year in known
    )
    return PeriodPicker(
        f"FY{asked.year % 100:02}",
        "",
        (Year("", choices),),
        previous_url=asked.url(year=asked.year - 1, page=1) if asked.year - 1 in known else "",
        next_url=asked.url(year=asked.year + 1, page=1) if asked.year + 1 in known else "",
    )


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """The whole sheet at once; one cell that is no amount keeps everything as it was typed."""
    asked = read_asked(request.POST)
    shown, _has_more = _seats(request, asked)
    settable = visible_seats(user_of(request), "quota.change").filter(pk__in=[seat.pk for seat in shown])
    seats = list(settable.select_related("person"))
    typed = {name: str(value) for name, value in request.POST.items() if name.startswith("q-")}
    read = read_sheet(typed, seats, asked.periods)
    if read.errors:
        return _answer(request, asked, typed=typed, errors=dict(read.errors))
    try:
        changed = set_quotas(
            read.entries,
            by=user_of(request),
            measure=asked.measure,
            reason=request.POST.get("reason", ""),
        )
    except Refused as error:
        problem = Problem(status_of(error), error.code, error.message, error.fields)
        return _answer(request, asked, typed=typed, problem=problem)
    toast(request, _("%(n)s quotas changed") % {"n": changed})
    return HttpResponseRedirect(asked.url())


@require_POST
def prefill(request: HttpRequest) -> HttpResponse:
    """Last year's bookings + 20 % where a cell is blank."""
    asked = read_asked(request.POST)
    seats = visible_seats(user_of(request), "quota.change")
    filled = prefill_quotas(asked.periods, by=user_of(request), among=seats)
    toast(request, _("%(n)s quotas filled from last year’s bookings + 20%%") % {"n": filled})
    return HttpResponseRedirect(asked.url(measure=QuotaMeasure.BOOKINGS.value))


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The year's quotas as the import reads them back."""
    asked = read_asked(request.GET)
    rows = visible_quotas(user_of(request)).filter(measure=asked.measure, period__in=asked.periods)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="quotas-{asked.year}.csv"'
    writer = csv.writer(answer)
    writer.writerow(("Person or seat", "Period", "Measure", "Quota", "Currency"))
    for row in rows.select_related("seat", "period").order_by("seat__name", "period__start_date"):
        cells = (row.seat.name, row.period.key, row.measure, row.amount, row.currency or "")
        writer.writerow([csv_value(value) for value in cells])
    return answer
