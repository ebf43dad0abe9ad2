"""Working time on plain values: the examples of A-3, hand-worked tables, and a slow reference minute by minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from accounts.rules.hours_text import Unreadable, first_overlap, hours_text, read_day
from accounts.rules.working_time import (
    DAY,
    MINUTE,
    PersonTime,
    WeekHours,
    WorkingTime,
    add_working_minutes,
    next_opening,
    office_hours,
    worked,
    working_day_after,
    working_day_before,
    working_day_by,
    working_day_from,
    working_days,
    working_minutes,
)


@pytest.fixture(autouse=True)
def no_tries_counted() -> None:
    """Plain values: no counters, no servers."""


UTC_ZONE, LISBON, BERLIN = ZoneInfo("UTC"), ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS, ALL_DAYS = range(1, 6), range(1, 8)


def open_on(days: range, text: str, zone: ZoneInfo = UTC_ZONE, holidays: tuple[date, ...] = ()) -> WeekHours:
    return WeekHours(zone, {day: read_day(text) for day in days}, frozenset(holidays))


def at(text: str, zone: ZoneInfo = UTC_ZONE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


# Thursday 7 May 2026 is the holiday of the example.
EXAMPLE = open_on(WEEKDAYS, "08:00-12:00, 13:00-16:00", holidays=(date(2026, 5, 7),))


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-05-06 15:20", "2026-05-08 08:50", 90),
        ("2026-05-08 12:10", "2026-05-08 12:40", 0),
        ("2026-05-08 16:00", "2026-05-11 08:05", 5),
        ("2026-05-08 07:00", "2026-05-08 08:00", 0),
        ("2026-05-08 15:59", "2026-05-08 16:00", 1),
        ("2026-05-08 16:00", "2026-05-08 15:00", 0),
    ],
)
def test_the_examples(start: str, end: str, minutes: int) -> None:
    assert working_minutes(EXAMPLE, at(start), at(end)) == minutes


NIGHTS, TAIL = open_on(WEEKDAYS, "22:00-06:00"), open_on(range(4, 5), "22:00-06:00")
LEAP = open_on(ALL_DAYS, "09:00-17:00")
NIGHT_SHIFT = "22:00-06:00"


@pytest.mark.parametrize(
    ("time", "start", "end", "minutes"),
    [
        # A night belongs to the day it begins on: Friday's runs to Saturday 06:00, Sunday's does not begin.
        (NIGHTS, "2026-05-08 21:00", "2026-05-09 12:00", 480),
        (NIGHTS, "2026-05-10 20:00", "2026-05-11 12:00", 0),
        # The Thursday is a holiday: Wednesday's night runs into it, its own does not begin.
        (open_on(WEEKDAYS, NIGHT_SHIFT, holidays=(date(2026, 5, 7),)), "2026-05-06 20:00", "2026-05-08 20:00", 480),
        (TAIL, "2026-05-07 00:00", "2026-05-08 00:00", 120),
        (TAIL, "2026-05-08 00:00", "2026-05-09 00:00", 360),
        # Leap days: 29 February 2024 is worked like any other, 2025 has none, 2100 neither.
        (LEAP, "2024-02-28 09:00", "2024-03-01 09:00", 960),
        (LEAP, "2025-02-28 09:00", "2025-03-01 09:00", 480),
        (LEAP, "2100-02-28 09:00", "2100-03-01 09:00", 480),
        (open_on(ALL_DAYS, "00:00-24:00"), "2026-05-01 00:00", "2026-06-01 00:00", 31 * 1440),
    ],
)
def test_nights_holidays_and_leap_days(time: WeekHours, start: str, end: str, minutes: int) -> None:
    assert working_minutes(time, at(start), at(end)) == minutes


@pytest.mark.parametrize(
    ("zone", "spring", "autumn"),
    [
        (LISBON, "2026-03-29", "2026-10-25"),
        (BERLIN, "2026-03-29", "2026-10-25"),
        (NEW_YORK, "2026-03-08", "2026-11-01"),
    ],
)
@pytest.mark.parametrize(
    ("hours", "in_spring", "in_autumn"),
    [
        # 22:00 of the eve to 06:00: eight hours on the wall, seven and nine elapsed.
        ("22:00-06:00", 420, 540),
        ("00:00-24:00", 1380, 1500),
        ("09:00-17:00", 480, 480),
    ],
)
def test_the_changes_of_the_clock(
    zone: ZoneInfo, spring: str, autumn: str, hours: str, in_spring: int, in_autumn: int
) -> None:
    for day, minutes in ((date.fromisoformat(spring), in_spring), (date.fromisoformat(autumn), in_autumn)):
        first = day - DAY if hours.startswith("22") else day
        time = open_on(range(first.isoweekday(), first.isoweekday() + 1), hours, zone)
        noon = datetime(first.year, first.month, first.day, tzinfo=zone)
        assert working_minutes(time, noon, noon + timedelta(days=2)) == minutes


@pytest.mark.parametrize(
    ("zone", "day", "hours", "minutes"),
    [
        # Lisbon, 29 March: 01:00 to 02:00 does not exist. 25 October: it is there twice.
        (LISBON, "2026-03-29", "01:30-03:00", 60),
        (LISBON, "2026-03-29", "00:30-01:30", 30),
        (LISBON, "2026-03-29", "01:10-01:50", 0),
        (LISBON, "2026-10-25", "01:30-03:00", 120),
        (LISBON, "2026-10-25", "00:30-01:30", 90),
        (LISBON, "2026-10-25", "01:10-01:50", 80),
        (BERLIN, "2026-03-29", "02:00-03:00", 0),
        (BERLIN, "2026-10-25", "02:00-03:00", 120),
        (NEW_YORK, "2026-03-08", "02:00-03:00", 0),
        (NEW_YORK, "2026-11-01", "01:00-02:00", 120),
    ],
)
def test_hours_that_begin_or_end_inside_the_change(zone: ZoneInfo, day: str, hours: str, minutes: int) -> None:
    begin = datetime.fromisoformat(day).replace(tzinfo=zone)
    assert working_minutes(open_on(range(7, 8), hours, zone), begin - DAY, begin + 2 * DAY) == minutes


def test_next_opening_and_adding() -> None:
    assert next_opening(EXAMPLE, at("2026-05-06 16:00")) == at("2026-05-08 08:00")
    assert next_opening(EXAMPLE, at("2026-05-08 09:30")) == at("2026-05-08 09:30")
    assert next_opening(WeekHours(UTC_ZONE, {}), at("2026-05-08 09:30")) is None
    # The last minute of the day is reached at closing, one more on the next working day.
    assert add_working_minutes(EXAMPLE, at("2026-05-08 15:00"), 60) == at("2026-05-08 16:00")
    assert add_working_minutes(EXAMPLE, at("2026-05-08 15:00"), 61) == at("2026-05-11 08:01")
    assert add_working_minutes(EXAMPLE, at("2026-05-06 15:20"), 90) == at("2026-05-08 08:50")
    assert add_working_minutes(EXAMPLE, at("2026-05-08 12:10"), 0) == at("2026-05-08 12:10")
    assert add_working_minutes(WeekHours(UTC_ZONE, {}), at("2026-05-08 12:10"), 1) is None


def test_working_days_before_and_after() -> None:
    thursday, friday, monday = date(2026, 5, 7), date(2026, 5, 8), date(2026, 5, 11)
    assert working_day_by(EXAMPLE, thursday) == date(2026, 5, 6) and working_day_from(EXAMPLE, thursday) == friday
    assert working_day_before(EXAMPLE, monday) == friday and working_day_after(EXAMPLE, friday) == monday
    assert working_days(EXAMPLE, date(2026, 5, 4), monday) == 4
    assert working_day_by(WeekHours(UTC_ZONE, {}), friday) == friday


def test_a_person_on_leave_and_with_two_calendars() -> None:
    early, late = open_on(WEEKDAYS, "08:00-16:00", LISBON), open_on(WEEKDAYS, "09:00-17:00", NEW_YORK)
    moved = date(2026, 5, 11)
    person = PersonTime(
        (date.min, moved), (early, late), away=frozenset({date(2026, 5, 6)}), short={date(2026, 5, 7): 240}
    )
    assert not person.is_working(date(2026, 5, 6)) and person.is_working(date(2026, 5, 7))
    assert person.openings(date(2026, 5, 7)) == [(at("2026-05-07 08:00", LISBON), at("2026-05-07 12:00", LISBON))]
    week = at("2026-05-04 00:00", LISBON), at("2026-05-11 00:00", LISBON)
    assert working_minutes(person, *week) == 3 * 480 + 240
    assert next_opening(person, at("2026-05-08 16:00", LISBON)) == at("2026-05-11 09:00", NEW_YORK)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("09:00-17:00", "09:00–17:00"),
        ("13:00 – 16:00; 8.00-12.00", "08:00–12:00, 13:00–16:00"),
        ("22:00-06:00", "22:00–06:00"),
        ("0:00-24:00", "00:00–24:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, said: str) -> None:
    assert hours_text(read_day(text)) == said


@pytest.mark.parametrize("text", ["9", "09:00-09:00", "25:00-26:00", "09:00-08:75", "a-b", "08:00-12:00, 11:00-13:00"])
def test_hours_that_are_none(text: str) -> None:
    with pytest.raises(Unreadable):
        read_day(text)


def test_a_night_may_not_run_into_the_hours_of_the_next_morning() -> None:
    night, morning = read_day("22:00-06:00"), read_day("05:00-09:00")
    assert first_overlap({1: night, 2: morning}) == 2 and first_overlap({7: night, 1: morning}) == 1
    assert first_overlap({1: night, 2: read_day("06:00-09:00")}) is None and first_overlap({}) is None


def slow_minutes(time: WeekHours, start: datetime, end: datetime) -> int:
    """Looks at the clock on the wall at the beginning of each minute."""
    return sum(is_open(time, minute) for minute in each_minute(start, end))


def each_minute(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def is_open(time: WeekHours, instant: datetime) -> bool:
    wall = instant.astimezone(time.zone)
    today, minute = wall.date(), wall.hour * 60 + wall.minute
    return any(opens <= minute < closes for opens, closes in time.hours(today)) or any(
        opens <= minute + 1440 < closes for opens, closes in time.hours(today - DAY)
    )


def random_calendar(rng: Random) -> WeekHours:
    week = {}
    for weekday in rng.sample(range(1, 8), rng.randint(1, 6)):
        bounds = sorted(rng.sample(range(0, 1440, 5), 4))
        last = bounds[3] if rng.random() < 0.6 else 1440 + rng.randrange(0, 60, 5)
        week[weekday] = ((bounds[0], bounds[1]), (bounds[2], last)) if bounds[0] >= 60 else ((bounds[1], bounds[2]),)
    zone = rng.choice((LISBON, BERLIN, NEW_YORK, UTC_ZONE, ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe")))
    days = [date(2026, 1, 1) + number * DAY for number in range(365)]
    return WeekHours(zone, week, frozenset(rng.sample(days, 40)))


def test_minutes_equal_the_slow_reference_add_up_and_can_be_added() -> None:
    rng = Random(12)
    changes = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 4), date(2026, 10, 25)]
    for _number in range(40):
        time = random_calendar(rng)
        around = rng.choice(changes)
        start = datetime(around.year, around.month, around.day, tzinfo=UTC) - timedelta(minutes=rng.randrange(2000))
        end = start + timedelta(minutes=rng.randrange(4000))
        found = working_minutes(time, start, end)
        assert found == slow_minutes(time, start, end), (time, start, end)
        middle = start + timedelta(minutes=rng.randrange(4000))
        parts = worked(time, start, middle) + worked(time, middle, end)
        assert middle > end or parts == worked(time, start, end)
        minutes = rng.randint(1, 3000)
        due = add_working_minutes(time, start, minutes)
        assert due is not None and working_minutes(time, start, due) == minutes
        assert slow_minutes(time, start, due - MINUTE) == minutes - 1
        opening = next_opening(time, start)
        assert opening is not None and is_open(time, opening) and slow_minutes(time, start, opening) == 0


def test_office_hours_are_monday_to_friday() -> None:
    time: WorkingTime = office_hours(LISBON)
    assert [time.is_working(date(2026, 5, 4) + number * DAY) for number in range(7)] == [True] * 5 + [False] * 2
