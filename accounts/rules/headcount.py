"""Headcount, turnover, retention of a period (accounts-desk.md A-4; docs/algorithms/headcount.md).

The last day of employment counts. Plain days in, exact figures out; nothing is rounded here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DID_NOT_START = "did_not_start"
VOLUNTARY = "voluntary"
YEAR_DAYS = 365
EARLY_DAYS = 180
Days = tuple[date, date | None]
"""Half-open; None is without an end."""


@dataclass(frozen=True)
class Job:
    function: str
    first: date
    end: date | None


@dataclass(frozen=True)
class Employed:
    """One employment with its jobs; `end` and theirs are the first day after. seen: the days in view, None for all."""

    key: int
    person: int
    first: date
    end: date | None = None
    exit_kind: str = ""
    reason: str = ""
    jobs: tuple[Job, ...] = ()
    seen: tuple[tuple[date | None, date | None], ...] | None = None

    @property
    def last_day(self) -> date | None:
        return self.end - timedelta(days=1) if self.end else None

    def is_seen(self, day: date) -> bool:
        """Whether the reader saw this person on the day, employed or not."""
        if self.seen is None:
            return True
        return any((start is None or start <= day) and (end is None or day < end) for start, end in self.seen)

    def works(self, day: date, function: str = "") -> bool:
        return self.first <= day and (self.end is None or day < self.end) and (not function or self.does(day, function))

    def does(self, day: date, function: str) -> bool:
        return any(job.function == function and _holds(job.first, job.end, day) for job in self.jobs)


@dataclass(frozen=True)
class Headcount:
    """A period up to its last day, or so far. separations, transfers, joined: who, by key of the employment, in order.

    person_days: the sum of daily headcounts. opening: employed on the first day; kept: of those, also on the last.
    """

    first_day: date
    last_day: date
    person_days: int
    headcount: int
    hires: tuple[int, ...]
    separations: tuple[int, ...]
    voluntary: tuple[int, ...]
    transfer_out: tuple[int, ...]
    opening: int
    kept: int

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def average(self) -> Decimal:
        """Five all June and two for 12 days each: 174 / 30 = 5.8."""
        return Decimal(self.person_days) / self.days

    def turnover(self, leavers: int | None = None) -> Decimal | None:
        """Leavers / average headcount: 2 / 5.8 = 0.344828. None where nobody was employed."""
        count = len(self.separations) if leavers is None else leavers
        return Decimal(count * self.days) / self.person_days if self.person_days else None

    @property
    def annualised(self) -> Decimal | None:
        """Turnover of less than a year, as if it went on like that: x 365 / days. None for a year or more."""
        rate = self.turnover()
        return rate * YEAR_DAYS / self.days if rate is not None and self.days < YEAR_DAYS else None

    @property
    def retention(self) -> Decimal | None:
        """Employed on the first and the last day / on the first; not 1 - turnover."""
        return Decimal(self.kept) / self.opening if self.opening else None


def headcount_of(
    rows: Iterable[Employed], start: date, end: date, *, as_of: date, function: str = ""
) -> Headcount | None:
    """The period `[start, end)`, up to `as_of` while it runs; None when it has not begun.

    function: who does that job on the day; a leaver to another function is a transfer, never a separation. A person
    kept is one of the first day who is still employed, whatever they do by then.
    """
    last = min(end - timedelta(days=1), as_of)
    if last < start:
        return None
    known = sorted((row for row in rows if row.exit_kind != DID_NOT_START), key=lambda row: (row.first, row.key))
    left = [
        row for row in known if row.last_day and start <= row.last_day <= last and _counts(row, row.last_day, function)
    ]
    opening = {row.person for row in known if _counts(row, start, function)}
    still = {row.person for row in known if row.works(last)}
    return Headcount(
        first_day=start,
        last_day=last,
        person_days=sum(days_in(row, start, last + timedelta(days=1), function) for row in known),
        headcount=len({row.person for row in known if _counts(row, last, function)}),
        hires=tuple(row.key for row in known if start <= row.first <= last and _counts(row, row.first, function)),
        separations=tuple(row.key for row in left),
        voluntary=tuple(row.key for row in left if row.exit_kind == VOLUNTARY),
        transfer_out=tuple(row.key for row in known for _day in _moves_out(row, start, last, function)),
        opening=len(opening),
        kept=len(opening & still),
    )


def days_in(row: Employed, start: date, end: date, function: str = "") -> int:
    """Days of `[start, end)` on which this employment counts."""
    stretches: Sequence[tuple[date | None, date | None]] = row.seen if row.seen is not None else ((None, None),)
    jobs: Sequence[Days] = [(job.first, job.end) for job in row.jobs if job.function == function]
    held: Sequence[Days] = jobs if function else ((row.first, row.end),)
    return sum(
        max((_least(end, row.end, job[1], seen[1]) - max(start, row.first, job[0], seen[0] or start)).days, 0)
        for job in held
        for seen in stretches
    )


@dataclass(frozen=True)
class Early:
    """Of the hires of a period those who left within 180 days, day 180 included. immature: some may still do so."""

    hires: tuple[int, ...]
    left: tuple[int, ...]
    is_immature: bool

    @property
    def rate(self) -> Decimal | None:
        return Decimal(len(self.left)) / len(self.hires) if self.hires else None


def early_attrition(rows: Iterable[Employed], start: date, end: date, *, as_of: date, function: str = "") -> Early:
    last = min(end - timedelta(days=1), as_of)
    hired = [
        row
        for row in sorted(rows, key=lambda row: (row.first, row.key))
        if row.exit_kind != DID_NOT_START and start <= row.first <= last and _counts(row, row.first, function)
    ]
    left = [row for row in hired if row.last_day and row.last_day <= min(as_of, row.first + timedelta(days=EARLY_DAYS))]
    immature = any(as_of <= row.first + timedelta(days=EARLY_DAYS) for row in hired)
    return Early(tuple(row.key for row in hired), tuple(row.key for row in left), immature)


def _counts(row: Employed, day: date, function: str) -> bool:
    return row.works(day, function) and row.is_seen(day)


def _moves_out(row: Employed, start: date, last: date, function: str) -> list[date]:
    """The last days in the function before another job of the same employment; none without a function."""
    ends = [job.end - timedelta(days=1) for job in row.jobs if function and job.function == function and job.end]
    return [
        day
        for day in ends
        if start <= day <= last and row.is_seen(day) and row.works(after := day + timedelta(days=1))
        and not row.does(after, function)
    ]  # fmt: skip


def _holds(first: date, end: date | None, day: date) -> bool:
    return first <= day and (end is None or day < end)


def _least(end: date, *others: date | None) -> date:
    return min([end, *(day for day in others if day is not None)])
