"""Figures as people read them, and where their rows are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salesops.kernel.metrics import METRICS, Metric, Unit
from salesops.kernel.results import Result
from salesops.reporting.questions import FILTER
from salesops.web.requests import with_parameters
from salesops.web.templatetags import formats

REASONS = {
    "zero_denominator": gettext_lazy("nothing to divide by in this period"),
    "no_rows": gettext_lazy("nothing happened in this period"),
    "no_quota": gettext_lazy("no quota is set"),
    "null_amount": gettext_lazy("without an amount"),
    "missing_rate": gettext_lazy("without an exchange rate"),
    "overdue": gettext_lazy("close date passed"),
    "undated": gettext_lazy("no close date"),
    "omitted": gettext_lazy("omitted from the forecast"),
    "stage_not_counted": gettext_lazy("in a stage that does not count"),
    "automated": gettext_lazy("captured automatically"),
    "no_start": gettext_lazy("closed before they were created"),
    "pending": gettext_lazy("still open"),
}
MONEY = (Unit.MONEY, Unit.MONEY_PER_DAY)
KEPT = ("period", "from", "to", "node", "as_of", "known_at", "attribution")


def reason_text(reason: str | None) -> str:
    return str(REASONS.get(reason or "", reason or ""))


def value_text(result: Result) -> SafeString | str:
    """`$184K`, `27%`, `71 days`, `412`; null is a dash with its reason."""
    if result.value is None:
        return formats.dash(reason_text(result.reason))
    return amount_text(result.value, result.unit, result.currency)


def exact_money(result: Result) -> str:
    """To the minor unit, to stand beside the short figure; "" for anything but money, and for null."""
    if result.value is None or result.unit not in MONEY:
        return ""
    return formats.money(result.value, result.currency or "")


def amount_text(value: Decimal, unit: Unit, currency: str | None) -> str:
    if unit in MONEY:
        return formats.money_short(value, currency or "")
    if unit is Unit.RATIO:
        return formats.percent(value)
    if unit is Unit.DAYS:
        whole = round(value)
        return ngettext("%(n)s day", "%(n)s days", whole) % {"n": formats.number(whole)}
    if unit is Unit.HEADS:
        return formats.number(value, 1)
    return formats.number(value)


def exact_text(value: Decimal, unit: Unit, currency: str | None) -> str:
    """For rows and their sum: money to the minor unit, everything else as a figure reads."""
    return formats.money(value, currency or "") if unit in MONEY else amount_text(value, unit, currency)


def change_text(result: Result, metric: Metric) -> SafeString | str:
    """Arrow, size and colour of the change against the base; the colour follows what is good. "" without a base."""
    difference = result.difference
    if difference is None:
        return ""
    if not difference:
        return format_html('<span class="delta flat">{}</span>', _("No change"))
    is_good = (difference > 0) == (metric.good == "up")
    tone = "flat" if metric.good == "none" else "up" if is_good else "down"
    return _arrow(difference > 0, tone, _size(abs(difference), result))


def points_change(difference: Decimal) -> SafeString:
    """Of a share that is better when it is higher."""
    if not round(difference * 100, 1):
        return format_html('<span class="delta flat">{}</span>', _("No change"))
    size = _("%(points)s pts") % {"points": formats.number(abs(difference) * 100, 1)}
    return _arrow(difference > 0, "up" if difference > 0 else "down", size)


def _arrow(is_up: bool, tone: str, size: str) -> SafeString:
    arrow, word = ("↑", _("up")) if is_up else ("↓", _("down"))
    return format_html(
        '<span class="delta {}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span> {}</span>',
        *(tone, arrow, word, size),
    )


def _size(value: Decimal, result: Result) -> str:
    if result.unit is Unit.RATIO:
        return _("%(points)s pts") % {"points": formats.number(value * 100, 1)}
    return amount_text(value, result.unit, result.currency)


def rows_url(
    metric: str,
    params: QueryDict,
    part: str = "num",
    group: Mapping[str, str | None] | None = None,
    *,
    changes: Mapping[str, object] | None = None,
) -> str:
    """The page of the rows of a part: the question of `params` without its cut, narrowed to a group."""
    kept = QueryDict(mutable=True)
    for name in params:
        if name in KEPT or name.startswith(FILTER):
            kept.setlist(name, params.getlist(name))
    narrowed = {f"{FILTER}{key}": value or "(none)" for key, value in (group or {}).items()}
    return with_parameters(
        reverse("reporting:rows", kwargs={"key": metric}), kept, **narrowed, **(changes or {}), part=part
    )


def metric_url(metric: str, params: QueryDict) -> str:
    kept = QueryDict(mutable=True)
    for name in params:
        if name in KEPT or name.startswith(FILTER):
            kept.setlist(name, params.getlist(name))
    return with_parameters(reverse("reporting:metric", kwargs={"key": metric}), kept)


def days_of(start: date, end: date) -> dict[str, object]:
    """An address asked for these days, `end` excluded, instead of the period it names."""
    return {"period": None, "from": start.isoformat(), "to": end.isoformat()}


@dataclass(frozen=True)
class Tile:
    """One figure of a strip. `spark` is a Sparkline or None."""

    label: str
    value: SafeString | str
    change: SafeString | str
    foot: SafeString | str
    url: str
    spark: object = None


def tile(result: Result, foot: str, url: str, *, label: str = "", spark: object = None) -> Tile:
    metric = METRICS[result.metric]
    return Tile(label or str(metric.label), value_text(result), change_text(result, metric), foot, url, spark)


def excluded_text(result: Result) -> list[str]:
    """`2 without an exchange rate`, one for each reason."""
    return [f"{formats.number(count)} {reason_text(reason)}" for reason, count in result.excluded.items()]
