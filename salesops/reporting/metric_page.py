"""A metric by time and by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from pipeline.models.opportunities import Kind
from salesops.kernel.metrics import MEASURES, Metric, Unit
from salesops.kernel.periods import Level, Period
from salesops.kernel.results import Result
from salesops.reporting.catalogue import dimension_keys
from salesops.reporting.dashboard import NEW_BUSINESS, OF_NEW_BUSINESS
from salesops.reporting.evaluate import labels_of, parts, series
from salesops.reporting.pickers import ending_with, touching
from salesops.reporting.questions import FILTER, Asked
from salesops.reporting.words import amount_text, metric_url, rows_url, value_text
from salesops.web.charts.figures import Column, Columns, Mark

SHOWN = 12
WHOLE: dict[str, object] = {"period": None, "from": None, "to": None}


def by_time(metric: Metric, asked: Asked) -> tuple[list[Period], list[Result]]:
    """The last twelve months up to the end of the asked period."""
    period, on = asked.question.period, asked.question.ground
    assert period is not None  # noqa: S101 - the page always has one
    last = touching(period, Level.MONTH, on)[-1]
    periods = ending_with(last, SHOWN, on)
    return periods, series(metric, asked.question, periods)


def periods_of(metric: Metric, asked: Asked) -> Columns:
    periods, found = by_time(metric, asked)
    unit = asked.question.ground.currency if metric.unit is Unit.MONEY else "%" if metric.unit is Unit.RATIO else ""
    columns = tuple(_column(metric, asked, one, result) for one, result in zip(periods, found, strict=True))
    known = [result for result in found if result.value is not None]
    return Columns(
        title=str(metric.label),
        unit=unit,
        base=_("by month"),
        sentence=_range(known) if known else _("No month has a value yet."),
        columns=columns,
    )


def _column(metric: Metric, asked: Asked, period: Period, result: Result) -> Column:
    value = result.value if result.value is not None else Decimal(0)
    text = amount_text(value, result.unit, result.currency)
    mark = Mark(period.label, max(value, Decimal(0)), text, _url(metric, asked, period), "commit")
    return Column(period.label[:3], (mark,))


def _url(metric: Metric, asked: Asked, period: Period) -> str:
    """A snapshot's month is what was open when it ended."""
    if any(MEASURES[key].additivity == "snapshot" for key in (metric.numerator, metric.denominator) if key):
        ended = min(period.last_day, asked.question.ground.now.date())
        return rows_url(metric.key, asked.params, changes=WHOLE | {"as_of": ended.isoformat()})
    return rows_url(metric.key, asked.params, changes=WHOLE | {"period": period.key})


def _range(known: Sequence[Result]) -> str:
    low = min(known, key=lambda one: one.value or Decimal(0))
    high = max(known, key=lambda one: one.value or Decimal(0))
    return _("Between %(low)s and %(high)s.") % {
        "low": amount_text(low.value or Decimal(0), low.unit, low.currency),
        "high": amount_text(high.value or Decimal(0), high.unit, high.currency),
    }


def by_person(metric: Metric, asked: Asked) -> list[dict[str, object]]:
    """Everybody with rows, largest first."""
    found = parts(metric, asked.question, "owner")
    words = labels_of(("owner",), found)[0]
    return [
        {
            "name": words.get(part.group[0] or "", _("Nobody")),
            "text": value_text(part),
            "n": part.n,
            "url": rows_url(metric.key, asked.params, group={"owner": part.group[0]}),
        }
        for part in found
    ]


@dataclass(frozen=True)
class Kinds:
    """Which kinds of deals a page counts, and where the other reading is; empty where nothing shows another."""

    words: str
    other: str = ""
    other_url: str = ""


def kinds_of(metric: Metric, asked: Asked) -> Kinds | None:
    """Every kind unless filtered (metrics.md 3). None for what has no kinds.

    Tiles count new business alone: the page of such a metric offers their reading, and from there its own.
    """
    kind = NEW_BUSINESS.dimension
    if kind not in dimension_keys(metric):
        return None
    chosen = [value for part in asked.question.filters if part.dimension == kind for value in part.values]
    labels = dict(Kind.choices)
    words = _(" and ").join(str(labels.get(one, one)).lower() for one in chosen) or _("every kind")
    if chosen:
        return Kinds(words, _("Every kind"), _of_kinds(metric, asked, ()))
    if metric.key not in OF_NEW_BUSINESS:
        return Kinds(words)
    return Kinds(words, _("New and expansion"), _of_kinds(metric, asked, NEW_BUSINESS.values))


def _of_kinds(metric: Metric, asked: Asked, kinds: Sequence[str]) -> str:
    params = asked.params.copy()
    params.pop(f"{FILTER}kind", None)
    params.setlist(f"{FILTER}kind", list(kinds))
    return metric_url(metric.key, params)
