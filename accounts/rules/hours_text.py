"""Opening hours as people write them: `09:00–17:00`, `08:00-12:00, 13:00-16:00`, `22:00-06:00` into the next day."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from accounts.rules.working_time import DAY_MINUTES, Hours

CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
WEEK_MINUTES = 7 * DAY_MINUTES
DASH = re.compile(r"\s*[-–—]\s*")


class Unreadable(ValueError):
    """No opening hours."""


def read_day(text: str) -> tuple[Hours, ...]:
    """The hours of one weekday in order, nothing for an empty text. Raises Unreadable."""
    found = sorted(read_hours(*pair) for pair in (_pair(part) for part in re.split(r"[,;]", text) if part.strip()))
    if any(second[0] < first[1] for first, second in pairwise(found)):
        raise Unreadable
    return tuple(found)


def read_hours(opens: str, closes: str) -> Hours:
    """A closing that is not after the opening is on the next day; `24:00` is the end of the day."""
    first, last = minutes_of(opens), minutes_of(closes)
    if first == last or first >= DAY_MINUTES:
        raise Unreadable
    return (first, last if last > first else last + DAY_MINUTES)


def minutes_of(clock: str) -> int:
    match = CLOCK.fullmatch(clock.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match else -1
    if match is None or int(match[2]) > 59 or minutes > DAY_MINUTES:
        raise Unreadable
    return minutes


def clock_of(minutes: int) -> str:
    """`24:00` for the end of the day, `06:00` for six in the morning of the next."""
    within = minutes if minutes <= DAY_MINUTES else minutes - DAY_MINUTES
    return f"{within // 60:02}:{within % 60:02}"


def hours_text(hours: tuple[Hours, ...]) -> str:
    return ", ".join(f"{clock_of(opens)}–{clock_of(closes)}" for opens, closes in hours)


def _pair(part: str) -> tuple[str, str]:
    sides = DASH.split(part.strip())
    if len(sides) != 2:
        raise Unreadable
    return sides[0], sides[1]


def first_overlap(week: Mapping[int, Sequence[Hours]]) -> int | None:
    """The ISO weekday of the first hours that begin before others have closed, Sunday night into Monday included."""
    line = sorted(
        (((weekday - 1) * DAY_MINUTES + opens, (weekday - 1) * DAY_MINUTES + closes), weekday)
        for weekday, stretches in week.items()
        for opens, closes in stretches
    )
    if not line:
        return None
    (opens, closes), weekday = line[0]
    again = ((opens + WEEK_MINUTES, closes + WEEK_MINUTES), weekday)
    for (before, _day), (after, day) in zip(line, [*line[1:], again], strict=True):
        if after[0] < before[1]:
            return day
    return None
