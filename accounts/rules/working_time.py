"""Working time: which days are worked, which instants are inside the opening hours (accounts-desk.md A-3).

Hours are minutes of the local day on which they open, half-open `[opens, closes)`; past 1,440 they run into the next
day, and still belong to the day they opened on. They hold whenever the clock on the wall shows them, so the change to
summer time takes an hour out of a night and the change back adds one. Working minutes are elapsed (UTC) minutes inside
them. docs/algorithms/working-time.md has the tables.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
DAY_MINUTES = 1440
# Beyond this many days without an opening there is none: a year's leave is shorter.
HORIZON = 800

Hours = tuple[int, int]
Stretch = tuple[datetime, datetime]


class WorkingTime(Protocol):
    """What clocks and calendars ask: of one calendar, or of a person whose calendar changes."""

    def is_working(self, day: date) -> bool: ...

    def openings(self, day: date) -> Sequence[Stretch]:
        """The open stretches of the hours that open on this day: UTC, half-open, in order."""

    def local_day(self, instant: datetime) -> date: ...


@dataclass(frozen=True)
class WeekHours:
    """One calendar. `week`: the hours by ISO weekday, 1 is Monday; a weekday that is missing is closed."""

    zone: ZoneInfo
    week: Mapping[int, tuple[Hours, ...]]
    holidays: frozenset[date] = frozenset()

    def hours(self, day: date) -> tuple[Hours, ...]:
        return () if day in self.holidays else self.week.get(day.isoweekday(), ())

    def is_working(self, day: date) -> bool:
        return bool(self.hours(day))

    def openings(self, day: date) -> list[Stretch]:
        found = [stretch for hours in self.hours(day) for stretch in on_the_wall(self.zone, day, hours)]
        return sorted(found)

    def local_day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()


@dataclass(frozen=True)
class PersonTime:
    """A person's: the calendar of each day, less their leave.

    calendars: by first day, each until the next one; the first holds before as well. away: whole days of leave.
    short: days with that many minutes off, which are the last ones open.
    """

    starts: tuple[date, ...]
    calendars: tuple[WeekHours, ...]
    away: frozenset[date] = frozenset()
    short: Mapping[date, int] = field(default_factory=dict)

    def calendar(self, day: date) -> WeekHours:
        return self.calendars[max(bisect_right(self.starts, day) - 1, 0)]

    def is_working(self, day: date) -> bool:
        return day not in self.away and self.calendar(day).is_working(day)

    def openings(self, day: date) -> list[Stretch]:
        if day in self.away:
            return []
        return without_end(self.calendar(day).openings(day), self.short.get(day, 0) * MINUTE)

    def local_day(self, instant: datetime) -> date:
        """By the calendar of about that day; openings of a day either side are looked at anyway."""
        return self.calendar(instant.date()).local_day(instant)


def worked(time: WorkingTime, start: datetime, end: datetime) -> timedelta:
    """Time elapsed inside the opening hours from `start` to `end`; zero when `end` is not after `start`."""
    found = timedelta()
    for opens, closes in openings_between(time, start, end):
        found += max(min(closes, end) - max(opens, start), timedelta())
    return found


def working_minutes(time: WorkingTime, start: datetime, end: datetime) -> int:
    """Whole minutes of `worked`. Hours 08:00-12:00 and 13:00-16:00, 15:20 to 08:50 two days on, the day between a
    holiday: 40 + 50 = 90."""
    return worked(time, start, end) // MINUTE


def next_opening(time: WorkingTime, instant: datetime) -> datetime | None:
    """The instant itself while it is open, else when it opens next; None when it does not within two years."""
    for opens, closes in openings_from(time, instant):
        if instant < closes:
            return max(opens, instant)
    return None


def add_working_minutes(time: WorkingTime, start: datetime, minutes: int) -> datetime | None:
    """The first instant by which so many working minutes have passed: Friday 16:00 with one hour left of the day is
    17:00, the closing itself, not Monday. None when the calendar does not open for so long."""
    left = minutes * MINUTE
    if left <= timedelta():
        return start
    for opens, closes in openings_from(time, start):
        begun = max(opens, start)
        if closes - begun >= left:
            return begun + left
        left -= max(closes - begun, timedelta())
    return None


def working_day_by(time: WorkingTime, day: date) -> date:
    """The day itself, or the last working day before it; the day itself where none is near."""
    return next((one for one in days_from(day, -DAY) if time.is_working(one)), day)


def working_day_from(time: WorkingTime, day: date) -> date:
    """The day itself, or the first working day after it; the day itself where none is near."""
    return next((one for one in days_from(day, DAY) if time.is_working(one)), day)


def working_day_before(time: WorkingTime, day: date) -> date:
    return working_day_by(time, day - DAY)


def working_day_after(time: WorkingTime, day: date) -> date:
    return working_day_from(time, day + DAY)


def working_days(time: WorkingTime, start: date, end: date) -> int:
    """How many working days from `start` up to `end`, exclusive."""
    return sum(time.is_working(start + number * DAY) for number in range((end - start).days))


def days_from(day: date, step: timedelta) -> Iterator[date]:
    return (day + number * step for number in range(HORIZON))


def openings_between(time: WorkingTime, start: datetime, end: datetime) -> Iterator[Stretch]:
    """Those that may meet `[start, end)`: hours of the day before may still run."""
    if end <= start:
        return
    day, last = time.local_day(start) - 2 * DAY, time.local_day(end) + DAY
    while day <= last:
        yield from time.openings(day)
        day += DAY


def openings_from(time: WorkingTime, instant: datetime) -> Iterator[Stretch]:
    """Each that is not over at the instant, as long as the next one comes within the horizon."""
    day, silent = time.local_day(instant) - 2 * DAY, 0
    while silent < HORIZON:
        found = [stretch for stretch in time.openings(day) if stretch[1] > instant]
        yield from found
        silent = 0 if found else silent + 1
        day += DAY


def without_end(stretches: Sequence[Stretch], off: timedelta) -> list[Stretch]:
    """The stretches less the last `off` of them together."""
    kept: list[Stretch] = []
    for opens, closes in reversed(stretches):
        cut = min(off, closes - opens)
        off -= cut
        if closes - cut > opens:
            kept.append((opens, closes - cut))
    return kept[::-1]


def on_the_wall(zone: ZoneInfo, day: date, hours: Hours) -> list[Stretch]:
    """When the clock on the wall shows `hours` of the day: one stretch, or two where it is set back inside them."""
    opens, closes = (datetime.combine(day, clock.min) + minutes * MINUTE for minutes in hours)
    found: list[Stretch] = []
    for start, end, offset in offsets(zone, day):
        begin, stop = max(opens - offset, start), min(closes - offset, end)
        if begin < stop:
            found.append((begin.replace(tzinfo=UTC), stop.replace(tzinfo=UTC)))
    return joined(found)


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches that touch as one."""
    found: list[Stretch] = []
    for opens, closes in sorted(stretches):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        else:
            found.append((opens, closes))
    return found


@lru_cache(maxsize=4096)
def offsets(zone: ZoneInfo, day: date) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """How far the zone is from UTC from a day before the date to two after: (from, to, offset), naive UTC.

    One change at most in that time: no zone has had two within four days since 1970.
    """
    start = datetime.combine(day, clock.min) - DAY
    end = start + 4 * DAY
    first, last = offset_at(zone, start), offset_at(zone, end)
    if first == last:
        return ((start, end, first),)
    before, after = start, end
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if offset_at(zone, middle) == first else (before, middle)
    return ((start, after, first), (after, end, last))


def offset_at(zone: ZoneInfo, naive_utc: datetime) -> timedelta:
    return naive_utc.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()


OFFICE: Mapping[int, tuple[Hours, ...]] = dict.fromkeys(range(1, 6), ((9 * 60, 17 * 60),))
"""Mon-Fri 09:00-17:00: what holds until somebody draws a calendar."""


def office_hours(zone: ZoneInfo) -> WeekHours:
    return WeekHours(zone, OFFICE)
