"""When a message goes out: at once, after the quiet hours, with the daily mail; and when it is tried again."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_WAIT, LONGEST_WAIT, GIVEN_UP = timedelta(seconds=30), timedelta(hours=6), timedelta(hours=24)
PAUSED_AT = 20
MORNING = time(9)
LONGEST_SNOOZE = timedelta(days=366)


@dataclass(frozen=True)
class Wishes:
    """quiet hours are half-open `[quiet_from, quiet_to)` and may go over midnight; equal ends are none."""

    quiet_from: time | None = None
    quiet_to: time | None = None
    digest_hour: int | None = None


def release_at(now: datetime, zone: ZoneInfo, wishes: Wishes) -> datetime | None:
    """The UTC instant until which to hold; None to send now.

    At 21:10 in Berlin with a daily mail at 8: 07:00 UTC of the next winter day.
    """
    due = now if wishes.digest_hour is None else next_local(now, zone, time(wishes.digest_hour))
    if is_quiet(due, zone, wishes) and wishes.quiet_to is not None:
        due = next_local(due, zone, wishes.quiet_to)
    return None if due == now else due


def is_quiet(at: datetime, zone: ZoneInfo, wishes: Wishes) -> bool:
    begins, ends = wishes.quiet_from, wishes.quiet_to
    if begins is None or ends is None or begins == ends:
        return False
    clock = at.astimezone(zone).time()
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def next_local(after: datetime, zone: ZoneInfo, clock: time) -> datetime:
    """The first instant after `after` at which clocks there show `clock`; in a gap the hour is taken past it."""
    day = after.astimezone(zone).date()
    for offset in range(3):
        found = datetime.combine(day + timedelta(days=offset), clock, tzinfo=zone).astimezone(UTC)
        if found > after:
            return found
    raise ValueError("no day has this hour")


def snoozed_until(choice: str, now: datetime, zone: ZoneInfo) -> datetime:
    """`later` in three hours, `tomorrow` and `week` (the next Monday) at nine by clocks there. Raises KeyError."""
    here = now.astimezone(zone)
    days = {"later": 0, "tomorrow": 1, "week": 7 - here.weekday()}[choice]
    if not days:
        return now + timedelta(hours=3)
    return datetime.combine(here.date() + timedelta(days=days), MORNING, tzinfo=zone).astimezone(UTC)


def next_try(attempts: int, since: datetime, now: datetime) -> datetime | None:
    """After `attempts` refusals: 30 s, 2 min, 8 min, .. 6 h; None once a day has gone by since the first."""
    wait: timedelta = min(FIRST_WAIT * 4 ** min(attempts - 1, 10), LONGEST_WAIT)
    return now + wait if now + wait <= since + GIVEN_UP else None
