"""Instants, local days and what `as_of` means."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from salesops.kernel.errors import Refused

INFINITY = datetime.max.replace(tzinfo=UTC)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The business day of an aware instant in the organisation's zone."""
    return instant.astimezone(zone).date()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Local midnight that opens the day, as a UTC instant."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last instant that belongs to the day (a change stamped at the next midnight does not).

    `as_of` a date means this instant: pipeline.md 1.
    """
    return start_of_day(day + timedelta(days=1), zone) - timedelta(microseconds=1)


@dataclass(frozen=True)
class AsOf:
    """The instant a question is asked about. `stated` is what the person typed, None for now."""

    instant: datetime
    stated: str | None = None
    future: bool = False

    @property
    def is_now(self) -> bool:
        return self.stated is None


def parse_as_of(text: str | None, *, now: datetime, zone: ZoneInfo) -> AsOf:
    """`None` or empty: now. `2026-11-12`: the end of that local day. An ISO instant with offset: itself.

    Raises Refused `bad_as_of` on anything else, an instant without an offset included, and one of the first or the last
    year there is: beside it a local day, or the week before, may be none.
    """
    if not text:
        return AsOf(now)
    try:
        if len(text) == 10:
            instant = end_of_day(date.fromisoformat(text), zone)
        else:
            instant = datetime.fromisoformat(text.replace(" ", "+"))
            if instant.tzinfo is None:
                raise ValueError("no offset")
        instant = instant.astimezone(UTC)
        if not MINYEAR < instant.year < MAXYEAR:
            raise ValueError("no days around it")
    except (ValueError, OverflowError) as error:
        raise Refused("bad_as_of", f"“{text}” is not a date or a moment with an offset.") from error
    return AsOf(instant, text, instant > now)
