"""The one function that makes every number: page, API, export and panel ask the same question of it (metrics.md 5).

`evaluate` runs the measures' own SELECTs over base tables, `rows` lists what is behind a part by the same SELECT, so a
figure and its rows cannot disagree. Nothing is stored (docs/decisions/0401-figures-are-never-stored.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from accounts.queries.organisation import calendar, organisation, won_follows_at
from salesops.kernel.grain import DIMENSIONS, Ask, Filter
from salesops.kernel.metrics import MEASURES, METRICS, Metric, Select, Unit
from salesops.kernel.moments import AsOf, local_day
from salesops.kernel.periods import (
    Calendar,
    Gregorian,
    Level,
    Period,
    previous,
    same_last_year,
    span,
    year_before,
)
from salesops.kernel.results import Result, ratio
from salesops.kernel.scope import Scope

NUMERATOR, DENOMINATOR = 0, 1
PENDING, MISSING_RATE = "pending", "missing_rate"
ALL_TIME = (date(1900, 1, 1), date(2200, 1, 1))
STATISTICS = {
    "p50": "percentile_cont(0.5) WITHIN GROUP (ORDER BY value) FILTER (WHERE part = 'counted')",
    "p90": "percentile_cont(0.9) WITHIN GROUP (ORDER BY value) FILTER (WHERE part = 'counted')",
}
Compare = Literal["previous", "last_year"]


@dataclass(frozen=True)
class Ground:
    """What every question of one request stands on: read once, so that its figures agree among themselves."""

    now: datetime
    zone: ZoneInfo
    currency: str
    won_follows: Literal["team", "person"]
    calendar: Calendar


def ground(now: datetime | None = None) -> Ground:
    of = organisation()
    follows: Literal["team", "person"] = "person" if of.won_follows == "person" else "team"
    return Ground(now or timezone.now(), of.zone, of.currency, follows, calendar(of))


@dataclass(frozen=True)
class Question:
    """Everything a figure depends on but the metric. `period` None: all of time, and all that is open.

    focus: the node or person asked about, inside the asker's scope.
    """

    scope: Scope
    period: Period | None
    ground: Ground
    dims: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    as_of: AsOf | None = None
    known_at: datetime | None = None
    attribution: Literal["event", "current"] = "event"
    focus: Scope | None = None
    buckets: tuple[Period, ...] = field(default=())

    @property
    def moment(self) -> AsOf:
        return self.as_of or AsOf(self.ground.now)

    @property
    def won_follows(self) -> Literal["team", "person"]:
        """The setting as it held at the instant asked about (A-14)."""
        if self.as_of is None or self.as_of.is_now:
            return self.ground.won_follows
        return "person" if won_follows_at(self.as_of.instant) == "person" else "team"

    def ask(self) -> Ask:
        start, end = (self.period.start, self.period.end) if self.period else ALL_TIME
        return Ask(
            scope=self.scope,
            start=start,
            end=end,
            as_of=self.moment,
            zone=self.ground.zone,
            currency=self.ground.currency,
            known_at=self.known_at,
            focus=self.focus,
            dims=self.dims,
            filters=self.filters,
            attribution=self.attribution,
            won_follows=self.won_follows,
            options={} if self.period else {"whole": True},
        )


def evaluate(
    metric: str | Metric,
    *,
    scope: Scope,
    period: Period | None,
    dims: tuple[str, ...] = (),
    filters: Sequence[Filter] = (),
    as_of: AsOf | None = None,
    known_at: datetime | None = None,
    attribution: Literal["event", "current"] = "event",
    compare: Compare | None = None,
    focus: Scope | None = None,
    ground_: Ground | None = None,
) -> Result | list[Result]:
    """One figure, or with `dims` one for each combination that has rows.

    Raises Refused `bad_dimension` and `no_history`. compare: `base` is the period before, or the same a year before,
    up to the same day while the period runs.
    """
    question = Question(
        scope, period, ground_ or ground(), tuple(dims), tuple(filters), as_of, known_at, attribution, focus
    )
    return answer(metric, question, compare)


def answer(metric: str | Metric, question: Question, compare: Compare | None = None) -> Result | list[Result]:
    """`evaluate` for a question that is already put together."""
    found = _compared(_metric(metric), question, compare)
    return found if question.dims else found[0]


def total(metric: str | Metric, question: Question, compare: Compare | None = None) -> Result:
    """The one figure of a question, whatever its dimensions."""
    return _compared(_metric(metric), replace(question, dims=()), compare)[0]


def parts(metric: str | Metric, question: Question, *dims: str) -> list[Result]:
    """A figure for each combination of `dims` that has rows, largest first."""
    return _results(_metric(metric), replace(question, dims=dims))


def series(metric: str | Metric, question: Question, periods: Sequence[Period]) -> list[Result]:
    """A figure for each period, in order; `window` names it. A snapshot is read at the end of each, or now."""
    of = _metric(metric)
    if not periods:
        return []
    if of.period_by == "snapshot":
        return [total(of, _at_end_of(question, period)) for period in periods]
    if any(MEASURES[key].additivity == "snapshot" for key in _measures(of)):
        return [total(of, replace(question, period=period)) for period in periods]
    whole = replace(periods[0], start=min(p.start for p in periods), end=max(p.end for p in periods))
    tallies = _tallies(of, replace(question, period=whole, dims=(), buckets=tuple(periods)))
    return [
        _result(of, replace(question, period=period, dims=()), tallies.get((period.key,), Tally()))
        for period in periods
    ]


def series_parts(
    metric: str | Metric, question: Question, periods: Sequence[Period]
) -> dict[tuple[str | None, ...], Result]:
    """Parts over time in one query: by (period key, dimension keys), those that have rows. Not for snapshots."""
    of = _metric(metric)
    whole = replace(periods[0], start=min(p.start for p in periods), end=max(p.end for p in periods))
    tallies = _tallies(of, replace(question, period=whole, buckets=tuple(periods)))
    named = {period.key: period for period in periods}
    return {
        key: _result(of, replace(question, period=named[str(key[0])]), tally, key[1:]) for key, tally in tallies.items()
    }


def _at_end_of(question: Question, period: Period) -> Question:
    """A snapshot of a past period is what was open when it ended, whatever its close date."""
    ends = period.bounds(question.ground.zone)[1] - timedelta(microseconds=1)
    instant = min(ends, question.moment.instant)
    return replace(question, period=None, dims=(), as_of=AsOf(instant, period.key))


def _compared(metric: Metric, question: Question, compare: Compare | None) -> list[Result]:
    found = _results(metric, question)
    base = _base_period(question, compare)
    if base is None:
        return found
    before = {result.group: result for result in _results(metric, replace(question, period=base))}
    return [replace(result, base=before.get(result.group)) for result in found]


def _base_period(question: Question, compare: Compare | None) -> Period | None:
    """A period that is still running is compared with as many days of the one before (metrics.md G16)."""
    if compare is None or question.period is None:
        return None
    period, rule = question.period, question.ground.calendar
    base = previous(period, rule) if compare == "previous" else same_last_year(period, rule)
    today = local_day(question.moment.instant, question.ground.zone)
    if base is None or today not in period or today == period.last_day:
        return base
    last = base.start + (today - period.start)
    # The same date, not the same number of days: a 29 February lies between the two. Weeks compare by the week.
    if compare == "last_year" and isinstance(rule, Gregorian) and period.level is not Level.WEEK:
        last = year_before(today)
    return span(base.start, min(base.end, last + timedelta(days=1)))


def _results(metric: Metric, question: Question) -> list[Result]:
    """In the order of value, largest first, so that a list of parts reads by itself."""
    tallies = _tallies(metric, question)
    if not question.dims:
        return [_result(metric, question, tallies.get((), Tally()))]
    found = [_result(metric, question, tally, group) for group, tally in tallies.items()]
    return sorted(found, key=lambda one: (one.value is None, -(one.value or 0), one.group != (), str(one.group)))


@dataclass
class Tally:
    """What the SELECT of one group said. Sides: numerator 0, denominator 1."""

    n: dict[int, int] = field(default_factory=lambda: {NUMERATOR: 0, DENOMINATOR: 0})
    total: dict[int, Decimal] = field(default_factory=lambda: {NUMERATOR: Decimal(0), DENOMINATOR: Decimal(0)})
    excluded: dict[int, dict[str, int]] = field(default_factory=lambda: {NUMERATOR: {}, DENOMINATOR: {}})
    pending: int = 0
    statistic: Decimal | None = None
    last_day: date | None = None

    def excluded_rows(self, metric: Metric) -> dict[str, int]:
        """A row left out of both sides is one row; sides of two sources have no row in common."""
        above, below = self.excluded[NUMERATOR], self.excluded[DENOMINATOR]
        one_source = len({MEASURES[key].source for key in _measures(metric)}) == 1
        joined = max if one_source else lambda first, second: first + second
        return {reason: joined(above.get(reason, 0), below.get(reason, 0)) for reason in sorted({*above, *below})}


def _tallies(metric: Metric, question: Question) -> dict[tuple[str | None, ...], Tally]:
    """One statement for both sides of a metric."""
    select = tally_sql(metric, question)
    found: dict[tuple[str | None, ...], Tally] = {}
    with connection.cursor() as cursor:
        cursor.execute(select.sql, select.params)
        for side, part, reason, n, total, statistic, last_day, *group in cursor.fetchall():
            tally = found.setdefault(tuple(group), Tally())
            _add(tally, side, part, reason, n, total or Decimal(0), last_day)
            if statistic is not None:
                tally.statistic = Decimal(str(statistic))
    return found


def _add(tally: Tally, side: int, part: str, reason: str | None, n: int, total: Decimal, last_day: date | None) -> None:
    if reason == PENDING or part == PENDING:
        tally.pending += n
    elif reason is not None:
        tally.excluded[side][reason] = tally.excluded[side].get(reason, 0) + n
    if part == "counted":
        tally.n[side] += n
        tally.total[side] += total
        tally.last_day = max(filter(None, (tally.last_day, last_day)), default=None)


def tally_sql(metric: Metric, question: Question) -> Select:
    """Counts and sums of both sides, by group, part and reason."""
    both = sides_sql(metric, question)
    keys = [f"dim_{key}" for key in question.dims]
    join, params = "", dict(both.params)
    if question.buckets:
        keys = ["bucket.key", *keys]
        join = (
            " JOIN unnest(%(bucket_key)s::text[], %(bucket_from)s::date[], %(bucket_to)s::date[])"
            " AS bucket(key, from_day, to_day) ON r.day >= bucket.from_day AND r.day < bucket.to_day"
        )
        params |= {
            "bucket_key": [period.key for period in question.buckets],
            "bucket_from": [period.start for period in question.buckets],
            "bucket_to": [period.end for period in question.buckets],
        }
    statistic = STATISTICS.get(metric.statistic, "NULL::numeric")
    named = "".join(f", ({key})::text" for key in keys)
    group = "".join(f", {key}" for key in keys)
    # Materialized: a row finds its stretch of time once it is known to count, not while it is looked for.
    sql = (
        f"WITH r AS MATERIALIZED ({both.sql})"
        f" SELECT side, part, reason, count(*), sum(value), {statistic}, max(day){named}"
        f" FROM r{join} GROUP BY side, part, reason{group}"
    )
    return Select(sql, params)


def sides_sql(metric: Metric, question: Question) -> Select:
    """The rows of numerator and denominator under each other."""
    ask = question.ask()
    parts = []
    params: dict[str, Any] = {}
    for side, key in enumerate(_measures(metric)):
        select = MEASURES[key].rows(ask).named(f"side{side}_")
        source = MEASURES[key].source
        parts.append(f"SELECT {side} AS side, '{source}'::text AS source, part{side}.* FROM ({select.sql}) part{side}")
        params |= select.params
    return Select(" UNION ALL ".join(parts), params)


def _measures(metric: Metric) -> list[str]:
    return [key for key in (metric.numerator, metric.denominator) if key]


def _metric(metric: str | Metric) -> Metric:
    return metric if isinstance(metric, Metric) else METRICS[metric]


def _result(metric: Metric, question: Question, tally: Tally, group: tuple[str | None, ...] = ()) -> Result:
    value, numerator, denominator, n = _formula(metric, tally)
    period = question.period
    return Result(
        metric=metric.key,
        definition_version=metric.version,
        unit=metric.unit,
        value=value,
        numerator=numerator,
        denominator=denominator,
        n=n,
        as_of=question.moment.instant,
        fresh_as_of=question.ground.now,
        currency=question.ground.currency if metric.unit is Unit.MONEY else None,
        window=period.key if period else "",
        reason=_reason(metric, value),
        excluded=tally.excluded_rows(metric),
        pending=tally.pending,
        flags=tuple(_flags(metric, question, tally)),
        group=group,
    )


def _formula(metric: Metric, tally: Tally) -> tuple[Decimal | None, Decimal | None, Decimal | None, int]:
    """Value, numerator, denominator, n."""
    total, n = tally.total[NUMERATOR], tally.n[NUMERATOR]
    if metric.denominator:
        below = tally.total[DENOMINATOR]
        return ratio(total, below), total, below, tally.n[DENOMINATOR]
    if metric.statistic == "mean":
        return ratio(total, Decimal(n)), total, Decimal(n), n
    if metric.statistic in STATISTICS:
        return tally.statistic, None, None, n
    return total, total, None, n


def _reason(metric: Metric, value: Decimal | None) -> str | None:
    if value is not None:
        return None
    return metric.empty_reason if metric.denominator else "no_rows"


def _flags(metric: Metric, question: Question, tally: Tally) -> Iterable[str]:
    if question.moment.future:
        yield "future"
    if MISSING_RATE in tally.excluded_rows(metric):
        yield "incomplete"
    today = question.ask().as_of_day
    if metric.grace_days and tally.last_day and today <= tally.last_day + timedelta(days=metric.grace_days):
        yield "immature"


def labels_of(dims: Sequence[str], results: Iterable[Result]) -> list[Mapping[str, str]]:
    """For each dimension the words of the keys that occur: one query each at most."""
    found: list[Mapping[str, str]] = []
    rows = list(results)
    for number, key in enumerate(dims):
        keys = sorted({part for row in rows if row.group and (part := row.group[number]) is not None})
        labels = DIMENSIONS[key].labels
        found.append(labels(keys) if labels and keys else {one: one for one in keys})
    return found
