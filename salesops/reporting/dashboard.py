"""The performance dashboard: the same number of questions whatever the history (metrics.md 9, 13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pipeline.models import Stage
from salesops.kernel.grain import Filter
from salesops.kernel.metrics import METRICS, Unit
from salesops.kernel.moments import local_day
from salesops.kernel.money import minor_units, round_half_up
from salesops.kernel.periods import Level, Period, period_at
from salesops.kernel.results import Result
from salesops.reporting.evaluate import Question, labels_of, parts, series, series_parts, total
from salesops.reporting.pickers import ending_with, touching
from salesops.reporting.questions import FILTER, Asked
from salesops.reporting.words import Tile, days_of, rows_url, tile, value_text
from salesops.web.charts.figures import Bullet, Column, Columns, Funnel, Histogram, Mark, Sparkline
from salesops.web.requests import with_parameters
from salesops.web.templatetags.formats import day, money_short, number, percent
from territories.models import Quota, QuotaPlan
from territories.queries.quotas import stood

NEW_BUSINESS = Filter("kind", ("new", "expansion"))
STRIP = ("win_rate", "average_sales_price", "sales_cycle", "bookings", "pipeline_created")
SPEED = ("sales_cycle", "sales_cycle_median", "sales_cycle_p90")
OF_NEW_BUSINESS = ("win_rate", "average_sales_price", "stage_conversion", *SPEED)
TREND = 8
CLASSES: tuple[Any, ...] = (-1_000_000, 25, 50, 75, 100, 125, None)
TONES = {"new": "won", "expansion": "commit", "renewal": "upside"}


@dataclass
class Dashboard:
    """One question, drawn from several sides. Tiles of rates and prices count new business and say so."""

    asked: Asked

    @property
    def question(self) -> Question:
        return self.asked.question

    @cached_property
    def period(self) -> Period:
        period = self.question.period
        assert period is not None  # noqa: S101 - the page always has one
        return period

    @property
    def currency(self) -> str:
        return self.question.ground.currency

    @cached_property
    def today(self) -> date:
        return local_day(self.question.moment.instant, self.question.ground.zone)

    def put(self, metric: str) -> tuple[Question, QueryDict]:
        """The question as a shipped tile asks it, with the parameters its links carry."""
        if metric not in OF_NEW_BUSINESS or any(part.dimension == "kind" for part in self.question.filters):
            return self.question, self.asked.params
        params = self.asked.params.copy()
        params.setlist(f"{FILTER}kind", list(NEW_BUSINESS.values))
        return replace(self.question, filters=(*self.question.filters, NEW_BUSINESS)), params

    @cached_property
    def spans(self) -> list[tuple[str, str, bool]]:
        """The quarter, its fiscal year, and the four quarters that end with it: label, address, whether it is shown."""
        on = self.question.ground
        within = self.today if self.today in self.period else self.period.last_day
        quarter, year = (period_at(within, level, on.calendar) for level in (Level.QUARTER, Level.YEAR))
        four = days_of(ending_with(quarter, 4, on)[0].start, quarter.end)
        asked = (self.period.start, self.period.end)
        named: list[tuple[str, dict[str, object], tuple[date, date]]] = [
            (_("Quarter"), {"period": quarter.key, "from": None, "to": None}, (quarter.start, quarter.end)),
            (_("Year"), {"period": year.key, "from": None, "to": None}, (year.start, year.end)),
            (_("Trailing 4"), four, (ending_with(quarter, 4, on)[0].start, quarter.end)),
        ]
        return [
            (label, with_parameters("", self.asked.params, **changes), asked == days) for label, changes, days in named
        ]

    @cached_property
    def strip(self) -> list[Tile]:
        return [self._tile(metric) for metric in STRIP]

    def _tile(self, metric: str) -> Tile:
        question, params = self.put(metric)
        found = total(metric, question, self.asked.compare or "previous")
        trend = series(metric, question, ending_with(self.period, TREND, self.question.ground))
        return tile(found, _foot(found), rows_url(metric, params), spark=_spark(metric, trend))

    @cached_property
    def bookings(self) -> Columns:
        """By month of the fiscal year, kinds stacked, with the quota of each month as a tick."""
        question = replace(self.question, dims=("kind",))
        months = touching(self._year, Level.MONTH, question.ground)
        cells = series_parts("bookings", question, months)
        level, plan = self._plan
        planned = _("Plan") if level is Level.MONTH else _("Even share of the quota")
        keys = _largest(cells)
        words = _words("kind", cells)
        columns = tuple(
            Column(
                month.label[:3],
                self._marks("bookings", cells, month, "kind", keys, words),
                quota or None,
                f"{planned} {money_short(quota, self.currency)}" if quota else "",
            )
            for month, quota in zip(months, plan, strict=True)
        )
        booked = sum((cell.value or Decimal(0) for cell in cells.values()), Decimal(0))
        return Columns(
            title=_("Bookings by month"),
            unit=self.currency,
            base=self._year.label,
            sentence=self._booked(booked),
            columns=columns,
            legend=tuple((words.get(key or "", "–"), TONES.get(key or "", "pipeline")) for key in keys),
            plan=planned if any(plan) else "",
        )

    @cached_property
    def _plan(self) -> tuple[Level, list[Decimal]]:
        """The quota of each month: its own where months have one, else an even share, by days, of a longer one.

        90,000 for Oct-Dec: 31/92 of it, 30,326.09, in October.
        """
        months = touching(self._year, Level.MONTH, self.question.ground)
        level = next((one for one in (Level.MONTH, Level.QUARTER) if self._has_quotas(one, months)), Level.YEAR)
        wholes = touching(self._year, level, self.question.ground)
        quotas = [one.denominator or Decimal(0) for one in series("quota_attainment", self.question, wholes)]
        digits = minor_units(self.currency)
        shares = {
            month.key: round_half_up(quota * month.days / whole.days, digits)
            for whole, quota in zip(wholes, quotas, strict=True)
            for month in months
            if month.start in whole
        }
        return level, [shares.get(month.key, Decimal(0)) for month in months]

    def _has_quotas(self, level: Level, months: Sequence[Period]) -> bool:
        stands = stood(self.question.moment.instant, self.question.known_at)
        current = Quota.objects.filter(stands, plan__state=QuotaPlan.State.CURRENT)
        inside = {"period__start_date__gte": months[0].start, "period__end_date__lt": months[-1].end}
        return current.filter(period__level=level, **inside).exists()

    def _booked(self, booked: Decimal) -> str:
        quota = total("quota_attainment", replace(self.question, period=self._year)).denominator
        words = {"money": money_short(booked, self.currency), "year": self._year.label}
        if not quota:
            return _("%(money)s booked in %(year)s.") % words
        words["quota"] = money_short(quota, self.currency)
        return _("%(money)s booked of %(quota)s quota in %(year)s.") % words

    @cached_property
    def _year(self) -> Period:
        return touching(self.period, Level.YEAR, self.question.ground)[0]

    @cached_property
    def created(self) -> Columns:
        """By week of the period and who sourced it."""
        question = replace(self.question, dims=("sourced_by",))
        weeks = [self._inside(week) for week in touching(self.period, Level.WEEK, question.ground)]
        cells = series_parts("pipeline_created", question, weeks)
        keys, words = _largest(cells), _words("sourced_by", cells)
        columns = tuple(
            Column(
                day(week.start),
                self._marks("pipeline_created", cells, week, "sourced_by", keys, words),
            )
            for week in weeks
        )
        money = sum((cell.value or Decimal(0) for cell in cells.values()), Decimal(0))
        count = sum(cell.n for cell in cells.values())
        return Columns(
            title=_("Pipeline created by week"),
            unit=self.currency,
            base=_("by who sourced it, weeks from Monday"),
            sentence=_("%(money)s from %(count)s deals.")
            % {"money": money_short(money, self.currency), "count": number(count)},
            columns=columns,
            legend=tuple((words.get(key or "", _("Not stated")), str(place)) for place, key in enumerate(keys, 1)),
        )

    def _inside(self, week: Period) -> Period:
        """The days of a week that are in the period, so that the weeks add up to its figure."""
        return replace(week, start=max(week.start, self.period.start), end=min(week.end, self.period.end))

    def _marks(
        self,
        metric: str,
        cells: Mapping[tuple[str | None, ...], Result],
        period: Period,
        dimension: str,
        keys: Sequence[str | None],
        words: Mapping[str, str],
    ) -> tuple[Mark, ...]:
        marks = []
        for place, key in enumerate(keys, 1):
            part = cells.get((period.key, key))
            value = part.value if part and part.value else Decimal(0)
            url = rows_url(
                metric,
                self.asked.params,
                group={dimension: key},
                changes=days_of(period.start, period.end),
            )
            tone = TONES.get(key or "", str(place)) if dimension == "kind" else str(place)
            marks.append(
                Mark(words.get(key or "", _("Not stated")), value, money_short(value, self.currency), url, tone)
            )
        return tuple(marks)

    @cached_property
    def conversion(self) -> Funnel:
        question, params = self.put("stage_conversion")
        steps = {result.group[0]: result for result in parts("stage_conversion", question, "stage")}
        stages = list(Stage.objects.filter(uid__in=[key for key in steps if key]).order_by("process", "position"))
        marks = [self._stage(stage, steps[str(stage.uid)], params) for stage in stages]
        rate = total("win_rate", question)
        closed = int(rate.denominator or 0)
        if marks:
            won = rate.numerator or Decimal(0)
            marks.append(Mark(_("Won"), won, number(won), rows_url("win_rate", params), "won", percent(rate.value)))
        return Funnel(
            title=_("Stage conversion"),
            unit="",
            base=_("deals decided in the period, new and expansion"),
            sentence=_("%(n)s deals decided; the stages multiply to the win rate.") % {"n": number(closed)},
            marks=tuple(marks),
            enough=closed >= 10,
        )

    def _stage(self, stage: Stage, part: Result, params: QueryDict) -> Mark:
        reached = part.denominator or Decimal(0)
        url = rows_url("stage_conversion", params, "den", {"stage": str(stage.uid)})
        passed = _("%(share)s pass") % {"share": percent(part.value)} if part.value is not None else ""
        return Mark(stage.name, reached, number(reached), url, "commit", passed)

    @cached_property
    def speed(self) -> list[tuple[str, str, str]]:
        """Mean, median and nine of ten of the sales cycle, each with its page."""
        found = []
        for metric in SPEED:
            question, params = self.put(metric)
            text = value_text(total(metric, question))
            found.append((str(METRICS[metric].label), text, rows_url(metric, params)))
        return found

    @cached_property
    def attainment(self) -> list[dict[str, Any]]:
        """By person, the highest first; those without a quota last."""
        found = parts("quota_attainment", self.question, "owner")
        words = labels_of(("owner",), found)[0]
        return [self._person(part, words.get(part.group[0] or "", _("Nobody"))) for part in found]

    @cached_property
    def spread(self) -> Histogram | None:
        """How many carry a quota and stand where; None while nobody has one."""
        carriers = [person["result"] for person in self.attainment if person["quota"]]
        if not carriers:
            return None
        reached = sum(1 for part in carriers if (part.value or 0) >= 1)
        words = {"reached": number(reached), "all": number(len(carriers))}
        return Histogram(
            title=_("Attainment spread"),
            unit="",
            base=ngettext(
                "%(n)s quota carrier, renewals included", "%(n)s quota carriers, renewals included", len(carriers)
            )
            % {"n": number(len(carriers))},
            sentence=_("%(reached)s of %(all)s at or above quota.") % words,
            marks=tuple(self._class(carriers, low, high) for low, high in pairwise(CLASSES)),
            enough=len(carriers) >= 5,
            threshold=CLASSES.index(100),
            threshold_text=_("%(reached)s of %(all)s") % words,
        )

    def _class(self, carriers: Sequence[Result], low: int, high: int | None) -> Mark:
        """Half-open: who stands at 75% is in 75–100."""
        inside = [
            part
            for part in carriers
            if (part.value or 0) * 100 >= low and (high is None or (part.value or 0) * 100 < high)
        ]
        if high is None:
            label = _("over %(low)s%%") % {"low": low}
        else:
            label = _("under %(high)s%%") % {"high": high} if low == CLASSES[0] else f"{low}–{high}"
        people = {f"{FILTER}owner": [part.group[0] for part in inside]}
        url = rows_url("quota_attainment", self.asked.params, "den", changes=people) if inside else ""
        tone = "won" if low >= 100 else "upside"
        return Mark(label, Decimal(len(inside)), number(len(inside)), url, tone)

    def _person(self, part: Result, name: str) -> dict[str, Any]:
        won, quota = part.numerator or Decimal(0), part.denominator or Decimal(0)
        group = {"owner": part.group[0]}
        said = f"{name} {percent(part.value)}" if part.value is not None else name
        mark = Mark(
            name, won, money_short(won, self.currency), rows_url("bookings", self.asked.params, group=group), "won"
        )
        return {
            "name": name,
            "result": part,
            "text": value_text(part),
            "won": won,
            "quota": quota or None,
            "won_url": rows_url("bookings", self.asked.params, group=group),
            "quota_url": rows_url("quota_attainment", self.asked.params, "den", group),
            "bullet": Bullet(_("Attainment"), self.currency, "", said, (mark,), True, quota, "") if quota else None,
        }


def _foot(result: Result) -> str:
    """Over what; the sentence of the page says that rates and prices count new business."""
    if result.unit is Unit.RATIO:
        words = {"num": number(result.numerator or 0), "den": number(result.denominator or 0)}
        return _("%(num)s of %(den)s") % words
    return _("%(n)s deals") % {"n": number(result.n)}


def _spark(metric: str, trend: Sequence[Result]) -> Sparkline | None:
    values = [result.value for result in trend if result.value is not None]
    if len(values) < 2:
        return None
    marks = tuple(Mark(result.window, result.value, "") for result in trend if result.value is not None)
    said = _("The last %(n)s periods") % {"n": len(values)}
    return Sparkline(str(METRICS[metric].label), "", "", said, marks)


def _largest(parts: Mapping[tuple[str | None, ...], Result]) -> list[str | None]:
    """The keys of the stacked dimension, largest first, those without one last."""
    sums: dict[str | None, Decimal] = {}
    for key, part in parts.items():
        sums[key[1]] = sums.get(key[1], Decimal(0)) + (part.value or Decimal(0))
    return sorted(sums, key=lambda key: (key is None, -sums[key]))


def _words(dimension: str, parts: Mapping[tuple[str | None, ...], Result]) -> Mapping[str, str]:
    return labels_of((dimension,), parts.values())[0]
