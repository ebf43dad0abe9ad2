"""When forecasts are due: a weekday and time in the organisation's zone, until the period ends."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def deadline_before(at: datetime, weekday: int, clock: time, zone: ZoneInfo) -> datetime:
    """The latest deadline at or before `at`."""
    local = at.astimezone(zone)
    day = local.date() - timedelta(days=(local.weekday() - weekday) % 7)
    due = datetime.combine(day, clock, tzinfo=zone)
    if due > at:
        due = datetime.combine(day - timedelta(days=7), clock, tzinfo=zone)
    return due.astimezone(UTC)


def deadline_after(at: datetime, weekday: int, clock: time, zone: ZoneInfo) -> datetime:
    """The first deadline after `at`. Local clock time, whatever the clocks do in between."""
    local = at.astimezone(zone)
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    due = datetime.combine(day, clock, tzinfo=zone)
    if due <= at:
        due = datetime.combine(day + timedelta(days=7), clock, tzinfo=zone)
    return due.astimezone(UTC)
