"""What a subscribed calendar says: occurrences, zones, exceptions, and files that ask for too much."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.rules import calendars
from pipeline.rules.calendars import Meeting, UnreadableCalendar, read_calendar
from tests.pipeline.calendar_server import event, ics

FIRST, LAST = datetime(2026, 3, 23, tzinfo=UTC), datetime(2026, 4, 20, tzinfo=UTC)
VIENNA = ZoneInfo("Europe/Vienna")


def read(*events: str, more: str = "", zone: ZoneInfo = VIENNA) -> list[Meeting]:
    found = read_calendar(ics(*events, more=more), FIRST, LAST, zone).meetings
    return sorted(found, key=lambda meeting: meeting.starts_at)


def starts(*events: str, **more: str) -> list[str]:
    return [f"{meeting.starts_at:%d.%m %H:%M}" for meeting in read(*events, **more)]


def block(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


WEEKLY = ("UID:w", "DTSTART;TZID=Europe/Vienna:20260302T100000", "DTEND;TZID=Europe/Vienna:20260302T110000")


def test_a_weekly_meeting_stays_at_ten_when_the_clocks_change() -> None:
    assert starts(block(*WEEKLY, "RRULE:FREQ=WEEKLY")) == ["23.03 09:00", "30.03 08:00", "06.04 08:00", "13.04 08:00"]


def test_exceptions_additions_moved_and_cancelled_occurrences() -> None:
    master = block(
        *WEEKLY, "RRULE:FREQ=WEEKLY;UNTIL=20260413T080000Z", "EXDATE;TZID=Europe/Vienna:20260330T100000",
        "RDATE;TZID=Europe/Vienna:20260401T150000",
    )  # fmt: skip
    moved = block(
        "UID:w", "RECURRENCE-ID;TZID=Europe/Vienna:20260406T100000", "DTSTART;TZID=Europe/Vienna:20260407T120000",
        "DTEND;TZID=Europe/Vienna:20260407T130000",
    )  # fmt: skip
    gone = block(
        "UID:w", "RECURRENCE-ID;TZID=Europe/Vienna:20260413T100000", "DTSTART;TZID=Europe/Vienna:20260413T100000",
        "DTEND;TZID=Europe/Vienna:20260413T110000", "STATUS:CANCELLED",
    )  # fmt: skip
    found = read(master, moved, gone)
    assert [f"{one.starts_at:%d.%m %H:%M}" for one in found] == [
        "23.03 09:00", "01.04 13:00", "07.04 10:00", "13.04 08:00",
    ]  # fmt: skip
    assert [one.is_cancelled for one in found] == [False, False, False, True]
    # A moved one keeps the name that its first start gave it.
    assert found[2].key == "w\n20260406T080000Z"


def test_an_old_series_is_the_same_series() -> None:
    every_third = block("UID:d", "DTSTART:20100101T100000Z", "DURATION:PT30M", "RRULE:FREQ=DAILY;INTERVAL=3")
    days = [meeting.starts_at for meeting in read(every_third)]
    slow = [datetime(2010, 1, 1, 10, tzinfo=UTC) + timedelta(days=3 * n) for n in range(2100)]
    assert days == [day for day in slow if FIRST <= day < LAST] and len(days) == 10
    counted = block("UID:c", "DTSTART:20260320T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=5")
    assert starts(counted) == ["23.03 10:00", "24.03 10:00"]


def test_zones_that_are_named_oddly_or_not_at_all() -> None:
    outlook = block("UID:o", "DTSTART;TZID=W. Europe Standard Time:20260401T100000", "DURATION:PT1H")
    floating = block("UID:f", "DTSTART:20260401T100000", "DURATION:PT1H")
    assert starts(outlook) == ["01.04 08:00"]
    assert starts(floating) == ["01.04 08:00"]
    assert starts(floating, more="X-WR-TIMEZONE:America/New_York") == ["01.04 14:00"]


def test_who_was_asked_who_declined_and_what_is_private() -> None:
    begin = datetime(2026, 4, 1, 9, tzinfo=UTC)
    meeting = event(
        "p", begin, begin + timedelta(hours=1), "kim@acme.example", summary="Talks\\, first", **{"class": "PRIVATE"}
    )
    more = (
        "ATTENDEE;PARTSTAT=DECLINED:MAILTO:Lu@Acme.example", "ATTENDEE;CUTYPE=ROOM:mailto:room@acme.example",
        "ORGANIZER;CN=Priya:mailto:priya@northwind.example", "END",
    )  # fmt: skip
    [found] = read(meeting.replace("\r\nEND", "\r\n" + "\r\n".join(more)))
    assert [one.address for one in found.people] == ["priya@northwind.example", "kim@acme.example", "lu@acme.example"]
    assert found.declined == {"lu@acme.example"} and found.is_private and found.subject == "Talks, first"


def test_whole_days_are_no_meetings() -> None:
    whole = block("UID:a", "DTSTART;VALUE=DATE:20260401", "DTEND;VALUE=DATE:20260402")
    long = block("UID:l", "DTSTART:20260401T100000Z", "DURATION:P2D")
    assert read(whole, long) == []


@pytest.mark.parametrize(
    "line",
    ["RRULE:FREQ=SECONDLY", "RRULE:FREQ=SEC\r\n ONDLY", "RRULE:FREQ=NEVER", "RRULE:FREQ=DAILY;BYDAY=XX", "RRULE:"],
)
def test_a_rule_that_is_none_leaves_the_one_meeting(line: str) -> None:
    assert starts(block("UID:x", "DTSTART:20260401T100000Z", "DURATION:PT1H", line)) == ["01.04 10:00"]


@pytest.mark.parametrize("lines", [("DTSTART:20260499T100000Z",), ("SUMMARY:none",), ("DTSTART:garbage",)])
def test_an_event_that_cannot_be_read_is_left_out(lines: tuple[str, ...]) -> None:
    good = block("UID:g", "DTSTART:20260401T100000Z", "DTEND:garbage")
    assert starts(block("UID:x", *lines), good) == ["01.04 10:00"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\xff\xfe\x00", b"BEGIN:V"])
def test_what_is_no_calendar_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnreadableCalendar):
        read_calendar(body, FIRST, LAST, VIENNA)


def test_a_file_that_asks_for_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    old = [block(f"UID:{n}", "DTSTART:19700101T100000Z", "RRULE:FREQ=DAILY;COUNT=99999") for n in range(3)]
    monkeypatch.setattr(calendars, "MOST_STEPS", 40_000)
    with pytest.raises(UnreadableCalendar):
        read(*old)
    monkeypatch.setattr(calendars, "MOST_EVENTS", 2)
    with pytest.raises(UnreadableCalendar):
        read(*old)
