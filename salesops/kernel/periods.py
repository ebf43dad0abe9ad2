"""Fiscal calendars: which week, month, quarter and year a business day belongs to.

Every level tiles time: each day is in exactly one period of each level. Bounds are half-open dates, `end` is the first
day that no longer belongs. Sources: forecasting.md 4.1, metrics.md G1, G2, G16;
worked years: docs/algorithms/fiscal-periods.md.
"""

from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from salesops.kernel.errors import Refused
from salesops.kernel.moments import start_of_day

WEEK = timedelta(days=7)
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PATTERNS: dict[str, tuple[int, int, int]] = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}
NamedBy = Literal["start", "end"]


class Level(StrEnum):
    """The lengths a calendar knows; `SPAN` is a stretch somebody asked for by its two dates."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True)
class Period:
    """`key` is stable (`2026-Q4`), `label` for people (`FY26 Q4`); `year`, `index` place it in its fiscal year."""

    level: Level
    key: str
    label: str
    start: date
    end: date
    year: int
    index: int

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Half-open instants: the local midnights of `start` and `end`, whatever the clocks did in between."""
        return start_of_day(self.start, zone), start_of_day(self.end, zone)


@dataclass(frozen=True)
class Gregorian:
    """Twelve calendar months from `start_month`. A year is named by the calendar year it starts in, or ends in."""

    start_month: int = 1
    named_by: NamedBy = "start"

    def __post_init__(self) -> None:
        if not 1 <= self.start_month <= 12:
            raise Refused(
                "bad_calendar", "A fiscal year starts in a month from 1 to 12.", fields={"start_month": "1 to 12"}
            )

    @property
    def _name_shift(self) -> int:
        return 1 if self.named_by == "end" and self.start_month > 1 else 0

    def year_start(self, year: int) -> date:
        return date(year - self._name_shift, self.start_month, 1)

    def year_of(self, day: date) -> int:
        return day.year - (day.month < self.start_month) + self._name_shift


@dataclass(frozen=True)
class ConfirmedYear:
    """A year whose start and length somebody confirmed: the rule no longer proposes it."""

    year: int
    start: date
    weeks: int

    @property
    def end(self) -> date:
        return self.start + self.weeks * WEEK


@dataclass(frozen=True)
class WeekBased:
    """Quarters of 13 weeks; the year ends on the `last_weekday` (Monday 0) last in `end_month`, or nearest its end.

    Week 53 lengthens the last period and the last quarter. The name of a year follows the month it nominally starts in,
    not the drifting first day: else two years could both start in one calendar year. `confirmed` years touch their
    neighbours; a year after one has 52 or 53 weeks until the rule is reached again.
    """

    pattern: tuple[int, int, int] = (4, 4, 5)
    end_month: int = 12
    last_weekday: int = 5
    rule: Literal["last", "nearest"] = "nearest"
    named_by: NamedBy = "start"
    confirmed: tuple[ConfirmedYear, ...] = ()

    def __post_init__(self) -> None:
        if self.pattern not in PATTERNS.values() or not 1 <= self.end_month <= 12 or not 0 <= self.last_weekday <= 6:
            raise Refused(
                "bad_calendar", "The pattern, month or weekday of this calendar does not exist.", fields={"pattern": ""}
            )
        for year in self.confirmed:
            _require_touching(self, year)

    def proposed_start(self, year: int) -> date:
        """What the rule alone says: the day after the year before ended."""
        return _rule_year_end(self, year - 1) + timedelta(days=1)

    def year_start(self, year: int) -> date:
        return _week_year_start(self, year)

    def year_of(self, day: date) -> int:
        guess = day.year - 1
        while self.year_start(guess + 1) <= day:
            guess += 1
        return guess

    def weeks_in(self, year: int) -> int:
        """52 or 53."""
        return (self.year_start(year + 1) - self.year_start(year)) // WEEK


Calendar = Gregorian | WeekBased


def confirm_year(rule: WeekBased, year: int, *, start: date, weeks: int) -> WeekBased:
    """The calendar with that year fixed. Raises Refused `year_gap` when it would not touch the years around it."""
    kept = tuple(known for known in rule.confirmed if known.year != year)
    years = tuple(sorted((*kept, ConfirmedYear(year, start, weeks)), key=lambda known: known.year))
    return WeekBased(rule.pattern, rule.end_month, rule.last_weekday, rule.rule, rule.named_by, years)


def periods_of_year(rule: Calendar, year: int, level: Level) -> tuple[Period, ...]:
    """The periods of one level in one fiscal year, in order. Its ISO weeks are those whose Thursday is in it."""
    return _periods(rule, year, level)


def period_at(day: date, level: Level, rule: Calendar) -> Period:
    """The one period of `level` that holds the day."""
    anchor = _thursday(day) if level is Level.WEEK and isinstance(rule, Gregorian) else day
    periods = _periods(rule, rule.year_of(anchor), level)
    return periods[bisect_right([period.start for period in periods], day) - 1]


def previous(period: Period, rule: Calendar) -> Period:
    """The period just before; for a span the same number of days just before it."""
    if period.level is Level.SPAN:
        return span(period.start - timedelta(days=period.days), period.start)
    return period_at(period.start - timedelta(days=1), period.level, rule)


def following(period: Period, rule: Calendar) -> Period:
    """The period just after; for a span the same number of days just after it."""
    if period.level is Level.SPAN:
        return span(period.end, period.end + timedelta(days=period.days))
    return period_at(period.end, period.level, rule)


def same_last_year(period: Period, rule: Calendar) -> Period | None:
    """The period of the same number a year before: week n with week n. None for a week 53 that the year before lacked.

    A span compares the same days of the year before, 29 Feb with 28 Feb (metrics.md G16).
    """
    if period.level is Level.SPAN:
        return span(year_before(period.start), year_before(period.last_day) + timedelta(days=1))
    before = _periods(rule, period.year - 1, period.level)
    return next((candidate for candidate in before if candidate.index == period.index), None)


def comparable(period: Period, other: Period | None, rule: Calendar) -> bool:
    """False where a growth figure must be flagged `not_comparable`: week 53 on one side only."""
    return other is not None and (isinstance(rule, Gregorian) or period.days == other.days)


def span(start: date, end: date) -> Period:
    """Dates somebody asked for, `end` excluded. Raises Refused `bad_period` unless it is after `start`."""
    if end <= start:
        raise Refused(
            "bad_period", "The period ends before it starts.", fields={"to": "Choose a day after the first one."}
        )
    return Period(Level.SPAN, f"{start}..{end}", f"{start} to {end - timedelta(days=1)}", start, end, start.year, 1)


def year_before(day: date) -> date:
    """The same day a year earlier; 29 Feb becomes 28 Feb."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


@dataclass(frozen=True)
class WeekOf:
    """Where a day stands in a longer period: week `index` of `count`, half-open days of that week."""

    index: int
    count: int
    start: date
    end: date

    @property
    def label(self) -> str:
        return f"w{self.index} of {self.count}"


def week_of(period: Period, day: date) -> WeekOf:
    """Week w = days 7w-6 to 7w of the period; a week-based period starts on its weekday, so these are its fiscal weeks.

    The one to three days a calendar quarter, month or year has beyond whole weeks belong to its last week, so every
    quarter has 13. A day outside the period is an error of the caller: ValueError.
    """
    if day not in period:
        raise ValueError(f"{day} is not in {period.key}")
    count = max(1, round(period.days / 7))
    index = min((day - period.start) // WEEK + 1, count)
    start = period.start + (index - 1) * WEEK
    return WeekOf(index, count, start, period.end if index == count else start + WEEK)


def _thursday(day: date) -> date:
    """ISO 8601: a week belongs to the year that holds its Thursday."""
    return day + timedelta(days=3 - day.weekday())


def _nominal_end(rule: WeekBased, year: int) -> date:
    """The last day of `end_month` that the year called `year` ends at."""
    starts_next_january = rule.end_month == 12
    calendar_year = year if starts_next_january or rule.named_by == "end" else year + 1
    return date(calendar_year, rule.end_month, monthrange(calendar_year, rule.end_month)[1])


def _rule_year_end(rule: WeekBased, year: int) -> date:
    nominal = _nominal_end(rule, year)
    last = nominal - timedelta(days=(nominal.weekday() - rule.last_weekday) % 7)
    if rule.rule == "nearest" and (nominal - last).days > 3:
        return last + WEEK
    return last


@lru_cache(maxsize=4096)
def _week_year_start(rule: WeekBased, year: int) -> date:
    exact = next((known.start for known in rule.confirmed if known.year == year), None)
    if exact:
        return exact
    earlier = [known for known in rule.confirmed if known.year < year]
    if not earlier:
        return rule.proposed_start(year)
    start = earlier[-1].end
    for running in range(earlier[-1].year + 1, year):
        weeks = (rule.proposed_start(running + 1) - start) // WEEK
        start += min(53, max(52, weeks)) * WEEK
    return start


def _require_touching(rule: WeekBased, year: ConfirmedYear) -> None:
    before, after = rule.year_start(year.year - 1), rule.year_start(year.year + 1)
    lengths = {(year.start - before).days / 7, (after - year.start).days / 7}
    if year.weeks not in (52, 53) or not lengths <= {52, 53} or after != year.end:
        raise Refused(
            "year_gap",
            f"FY{year.year % 100:02} would leave a gap or an overlap beside its neighbours.",
            fields={"start": "A year has 52 or 53 weeks and starts where the year before ends."},
        )


@lru_cache(maxsize=1024)
def _periods(rule: Calendar, year: int, level: Level) -> tuple[Period, ...]:
    if level is Level.YEAR:
        name = f"FY{year % 100:02}"
        return (Period(level, str(year), name, rule.year_start(year), rule.year_start(year + 1), year, 1),)
    starts = _gregorian_starts(rule, year, level) if isinstance(rule, Gregorian) else _week_starts(rule, year, level)
    pairs = pairwise(starts)
    return tuple(_named(rule, year, level, index, start, end) for index, (start, end) in enumerate(pairs, 1))


def _gregorian_starts(rule: Gregorian, year: int, level: Level) -> list[date]:
    """First days of the periods of a year, and the first day after it."""
    first, after = rule.year_start(year), rule.year_start(year + 1)
    if level is Level.WEEK:
        monday, last = _first_monday(first), _first_monday(after)
        return [monday + index * WEEK for index in range((last - monday) // WEEK + 1)]
    step = 1 if level is Level.MONTH else 3
    months = range(first.month - 1, first.month + 12, step)
    return [date(first.year + month // 12, month % 12 + 1, 1) for month in months]


def _first_monday(year_start: date) -> date:
    """Monday of the first ISO week whose Thursday is not before the day."""
    monday = year_start - timedelta(days=year_start.weekday())
    return monday if _thursday(monday) >= year_start else monday + WEEK


def _week_starts(rule: WeekBased, year: int, level: Level) -> list[date]:
    weeks = rule.weeks_in(year)
    lengths = {Level.WEEK: (1,) * weeks, Level.MONTH: rule.pattern * 4, Level.QUARTER: (13,) * 4}[level]
    starts = [rule.year_start(year)]
    for length in lengths:
        starts.append(starts[-1] + length * WEEK)
    starts[-1] = rule.year_start(year + 1)
    return starts


def _named(rule: Calendar, year: int, level: Level, index: int, start: date, end: date) -> Period:
    short = f"FY{year % 100:02}"
    if level is Level.QUARTER:
        return Period(level, f"{year}-Q{index}", f"{short} Q{index}", start, end, year, index)
    if isinstance(rule, WeekBased):
        letter = "W" if level is Level.WEEK else "P"
        return Period(level, f"{year}-{letter}{index:02}", f"{short} {letter}{index:02}", start, end, year, index)
    if level is Level.MONTH:
        label = f"{MONTH_NAMES[start.month - 1]} {start.year}"
        return Period(level, f"{start.year}-{start.month:02}", label, start, end, year, index)
    iso_year, iso_week, _ = start.isocalendar()
    key = f"{iso_year}-W{iso_week:02}"
    return Period(level, key, key, start, end, year, index)
