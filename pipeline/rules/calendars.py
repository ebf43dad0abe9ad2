"""Which meetings a subscribed calendar (RFC 5545) says there are in some days (docs/algorithms/capture.md).

Read by `icalendar`; what recurs is worked out here, bounded in what it costs whatever the file holds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from icalendar import Calendar, vCalAddress, vDDDLists, vDDDTypes, vDuration, vRecur

from pipeline.rules.touches import MOST_PARTY, Party, clean

MOST_EVENTS = 5_000
MOST_STEPS = 1_000_000
"""Days that rules are followed through, of all events together: about two seconds."""
A_DAY = timedelta(days=1)
EVENT = re.compile(rb"^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?\n?", re.MULTILINE | re.DOTALL)
FOLD = re.compile(rb"\r?\n[ \t]")
# No meeting comes back within a day; a rule by the second would never end.
TOO_OFTEN = re.compile(rb"^(RRULE|EXRULE)[^\n]*FREQ=(SECONDLY|MINUTELY|HOURLY)[^\n]*\n", re.MULTILINE | re.IGNORECASE)
STARTS = re.compile(rb"^DTSTART[^:\n]*:(\d{8})", re.MULTILINE)
UNTIL = re.compile(rb"^RRULE[^\n]*UNTIL=(\d{8})", re.MULTILINE)
COMES_BACK = re.compile(rb"^(RRULE|RDATE|RECURRENCE-ID)", re.MULTILINE)


class UnreadableCalendar(ValueError):
    """It is no calendar, or one that asks for too much."""


@dataclass(frozen=True)
class Meeting:
    """One occurrence. key: the event's UID, and for one that comes back its first start.

    people: who was asked, the organiser with them; declined: the addresses of those of them who will not come.
    """

    key: str
    starts_at: datetime
    ends_at: datetime
    subject: str
    people: tuple[Party, ...]
    declined: frozenset[str]
    is_private: bool
    is_cancelled: bool


@dataclass(frozen=True)
class Read:
    """since: the first day that the file says anything of; None of an empty one."""

    meetings: list[Meeting]
    since: date | None


def read_calendar(body: bytes, start: datetime, end: datetime, zone: tzinfo) -> Read:
    """The meetings that begin in [start, end). zone: that of times which name none.

    Whole days and anything of a day or longer are no meetings. Raises UnreadableCalendar.
    """
    text = TOO_OFTEN.sub(b"", FOLD.sub(b"", body))
    blocks = EVENT.findall(text)
    near = [block for block in blocks if _is_near(block, start.date() - A_DAY, end.date() + A_DAY)]
    if len(near) > MOST_EVENTS:
        raise UnreadableCalendar("too many events")
    try:
        calendar: Any = Calendar.from_ical(EVENT.sub(b"", text).replace(b"END:VCALENDAR", b"".join(near) + LAST, 1))
    except ValueError as error:
        raise UnreadableCalendar("no calendar") from error
    window = _Window(start, end, _zone_of(calendar, zone))
    events = [event for event in calendar.walk("VEVENT") if isinstance(_value(event, "DTSTART"), datetime)]
    return Read(list(_meetings(events, window)), _since(blocks))


LAST = b"END:VCALENDAR"


@dataclass
class _Window:
    start: datetime
    end: datetime
    zone: tzinfo
    steps: int = 0

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def utc(self, moment: datetime) -> datetime:
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)

    def spend(self, days: int) -> None:
        self.steps += days
        if self.steps > MOST_STEPS:
            raise UnreadableCalendar("too much that comes back")


def _meetings(events: Sequence[Any], window: _Window) -> Iterator[Meeting]:
    """An occurrence that was moved, renamed or cancelled has an event of its own, which stands instead."""
    own = {_own_key(event, window): event for event in events if "RECURRENCE-ID" in event}
    for event in events:
        if "RECURRENCE-ID" in event:
            continue
        for key, begins in _occurrences(event, window):
            if key not in own:
                yield from _meeting(event, key, begins, window)
    for key, event in own.items():
        yield from _meeting(event, key, window.utc(_value(event, "DTSTART")), window)


def _meeting(event: Any, key: str, begins: datetime, window: _Window) -> Iterator[Meeting]:
    length = _length(event, window)
    if not window.holds(begins) or not timedelta(0) <= length < A_DAY:
        return
    people, declined = _people(event)
    yield Meeting(
        key=key,
        starts_at=begins,
        ends_at=begins + length,
        subject=clean(str(event.get("SUMMARY", "")))[:300],
        people=people,
        declined=declined,
        is_private=str(event.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"),
        is_cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
    )


def _occurrences(event: Any, window: _Window) -> Iterator[tuple[str, datetime]]:
    uid, first = str(event.get("UID", "")), _value(event, "DTSTART")
    if not uid:
        return
    if "RRULE" not in event and "RDATE" not in event:
        yield uid, window.utc(first)
        return
    zone = first.tzinfo or window.zone
    starts = {window.utc(first), *(window.utc(moment) for moment in _moments(event, "RDATE"))}
    for rule in _listed(event, "RRULE", vRecur):
        starts |= {moment.replace(tzinfo=zone).astimezone(UTC) for moment in _followed(rule, first, zone, window)}
    for begins in sorted(starts - {window.utc(moment) for moment in _moments(event, "EXDATE")}):
        if window.holds(begins):
            yield _key(uid, begins), begins


def _followed(rule: Any, first: datetime, zone: tzinfo, window: _Window) -> Iterator[datetime]:
    """By the clock on the wall: a meeting at ten stays at ten when the clocks change."""
    begins, last = first.replace(tzinfo=None), window.end.astimezone(zone).replace(tzinfo=None)
    parts = {name: value for name, value in rule.items() if name not in ("UNTIL", "COUNT")}
    count = next(iter(rule.get("COUNT", [])), None)
    told = type(rule)(parts).to_ical().decode()
    try:
        series: Any = rrulestr(told, dtstart=begins)
    except (ValueError, TypeError):
        return
    until = min([last, *(_until(value, zone) for value in rule.get("UNTIL", []))])
    if not isinstance(series, rrule) or begins.year < 1970 or until < begins:
        return
    if count is None:
        series = _forward(series, parts, window.start.astimezone(zone).replace(tzinfo=None))
    window.spend((until - series._dtstart).days)
    yield from islice(series.replace(until=until), count)


def _forward(series: Any, parts: Any, start: datetime) -> Any:
    """A daily or weekly rule without a count is begun shortly before the window: its age then costs nothing."""
    unit = {"DAILY": 1, "WEEKLY": 7}.get(str(parts.get("FREQ", [""])[0]).upper(), 0)
    turn = unit * series._interval
    turns = (start - series._dtstart).days // turn - 1 if turn else 0
    return series.replace(dtstart=series._dtstart + timedelta(days=turns * turn)) if turns > 0 else series


def _until(value: date, zone: tzinfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time.max)
    return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value


def _people(event: Any) -> tuple[tuple[Party, ...], frozenset[str]]:
    people, declined = [], set()
    asked = [*_listed(event, "ORGANIZER", vCalAddress), *_listed(event, "ATTENDEE", vCalAddress)]
    for one in asked[:MOST_PARTY]:
        scheme, _sign, address = str(one).strip().partition(":")
        told = one.params
        if scheme.lower() != "mailto" or str(told.get("CUTYPE", "")).upper() in ("ROOM", "RESOURCE"):
            continue
        people.append(Party(address.strip().lower(), str(told.get("CN", ""))))
        if str(told.get("PARTSTAT", "")).upper() == "DECLINED":
            declined.add(address.strip().lower())
    return tuple(people), frozenset(declined)


def _length(event: Any, window: _Window) -> timedelta:
    ends, lasts = _value(event, "DTEND"), _value(event, "DURATION")
    if isinstance(ends, datetime):
        return window.utc(ends) - window.utc(_value(event, "DTSTART"))
    return lasts if isinstance(lasts, timedelta) else timedelta(0)


def _own_key(event: Any, window: _Window) -> str:
    """An occurrence named by its day alone stands for none."""
    original = _value(event, "RECURRENCE-ID")
    return _key(str(event.get("UID", "")), window.utc(original)) if isinstance(original, datetime) else ""


def _key(uid: str, begins: datetime) -> str:
    return f"{uid}\n{begins:%Y%m%dT%H%M%SZ}"


def _value(event: Any, name: str) -> Any:
    """What a property says; None when it is missing or cannot be read, or stands there twice."""
    value = event.get(name)
    return value.dt if isinstance(value, vDDDTypes | vDuration) else None


def _moments(event: Any, name: str) -> Iterator[datetime]:
    for listed in _listed(event, name, vDDDLists):
        for one in listed.dts:
            if isinstance(one.dt, datetime):
                yield one.dt


def _listed(event: Any, name: str, kind: type) -> list[Any]:
    """A property may stand once or often; what could not be read is of no `kind`."""
    value = event.get(name)
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, kind)]


def _zone_of(calendar: Any, zone: tzinfo) -> tzinfo:
    try:
        return ZoneInfo(str(calendar["X-WR-TIMEZONE"]))
    except (KeyError, ValueError, OSError):
        return zone


def _is_near(block: bytes, first: date, last: date) -> bool:
    """By its digits alone, before anything is parsed: a calendar of ten years costs what its near days do."""
    found = STARTS.search(block)
    if found is None or found[1] > _digits(last):
        return False
    until = UNTIL.search(block)
    if until and until[1] < _digits(first) and not block.count(b"\nRDATE"):
        return False
    return bool(COMES_BACK.search(block)) or found[1] >= _digits(first)


def _since(blocks: Sequence[bytes]) -> date | None:
    days = [found[1].decode() for block in blocks if (found := STARTS.search(block))]
    try:
        return datetime.strptime(min(days), "%Y%m%d").replace(tzinfo=UTC).date() if days else None
    except ValueError:
        return None


def _digits(day: date) -> bytes:
    return day.strftime("%Y%m%d").encode()
