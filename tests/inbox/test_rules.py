"""What people write, whom it calls, and when they hear of it: rules alone, no database."""

import json
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from salesops.inbox.rules import payloads
from salesops.inbox.rules.mentions import called_by, calls_in
from salesops.inbox.rules.payloads import Message
from salesops.inbox.rules.timing import Wishes, next_try, release_at
from salesops.inbox.rules.words import as_html, as_line, excerpt

PEOPLE = [(name, name) for name in ("Priya Raman", "Priya Ramanujan", "Marcus Boyle", "Mei-Lin Chao")]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Now**", "<p><strong>Now</strong></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("{{7*7}}", "<p>{{7*7}}</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,y)", "<p>[x](data:text/html,y)</p>"),
        ("# No heading", "<p># No heading</p>"),
        (
            "[site](https://example.com)",
            '<p><a href="https://example.com" rel="noopener noreferrer nofollow">site</a></p>',
        ),
    ],
)
def test_markdown_without_html(text: str, html: str) -> None:
    assert as_html(text) == html


def test_no_picture_is_fetched_for_whoever_reads() -> None:
    assert "<img" not in as_html("![x](https://spy.example/pixel.png)")


def test_a_line_is_cut_at_a_word() -> None:
    assert as_line("a\n\n b") == "a b"
    assert excerpt("**Now** <b> & [here](https://x.example)\n\n- so") == "Now <b> & here so"
    assert as_line("one two three", 9) == "one two…"


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("ask @Priya Raman, please", ["Priya Raman"]),
        ("ask @priya ramanujan.", ["Priya Ramanujan"]),
        ("@Marcus and then", ["Marcus Boyle"]),
        ("@Priya knows", ["Priya Raman", "Priya Ramanujan"]),
        ("@Mei-Lin knows", ["Mei-Lin Chao"]),
        ("@Priyanka knows", []),
        ("mail me at x@marcus.example", []),
        ("at 3 @ noon", []),
    ],
)
def test_who_is_called(text: str, called: list[str]) -> None:
    assert [name for call in calls_in(text) for name in called_by(call, PEOPLE)] == called


BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Wishes(quiet_from=time(22), quiet_to=time(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "wishes", "due"),
    [
        ("2026-11-16 20:59", NIGHT, None),  # 21:59 there
        ("2026-11-16 21:00", NIGHT, "2026-11-17 06:00"),  # 22:00, the first quiet minute
        ("2026-11-17 05:59", NIGHT, "2026-11-17 06:00"),  # 06:59, the last
        ("2026-11-17 06:00", NIGHT, None),  # 07:00 is outside
        ("2026-11-16 12:00", Wishes(time(12), time(14)), "2026-11-16 13:00"),
        ("2026-11-16 20:10", Wishes(digest_hour=8), "2026-11-17 07:00"),
        ("2026-11-16 06:59", Wishes(digest_hour=8), "2026-11-16 07:00"),
        ("2026-11-16 07:00", Wishes(digest_hour=8), "2026-11-17 07:00"),  # the mail of today has gone
        ("2026-11-16 20:10", Wishes(time(22), time(7), 5), "2026-11-17 06:00"),  # at 5 it is still quiet
        ("2026-11-16 20:10", Wishes(time(9), time(9)), None),  # equal ends are no hours
        ("2026-03-28 22:00", NIGHT, "2026-03-29 05:00"),  # 23:00, and clocks go forward: 7:00 is an hour sooner
        ("2026-10-24 21:00", NIGHT, "2026-10-25 06:00"),  # 23:00, and clocks go back
        ("2026-03-28 12:00", Wishes(digest_hour=2), "2026-03-29 01:00"),  # 2:00 does not exist: 3:00 is taken
        ("2026-10-24 12:00", Wishes(digest_hour=2), "2026-10-25 00:00"),  # 2:00 comes twice: the first
    ],
)
def test_when_it_goes_out_in_berlin(now: str, wishes: Wishes, due: str | None) -> None:
    assert release_at(utc(now), BERLIN, wishes) == (utc(due) if due else None)


def test_tries_wait_longer_and_end_after_a_day() -> None:
    start = now = utc("2026-11-16 08:00")
    waits = []
    while (again := next_try(len(waits) + 1, start, now)) is not None:
        waits.append(int((again - now).total_seconds()))
        now = again
    assert waits[:6] == [30, 120, 480, 1920, 7680, 21600] and sum(waits) <= 86400


def test_slack_reads_no_command_and_both_secrets_sign() -> None:
    said = Message("e", "mention", "Ana <!channel> & co", "a|b", "https://x.example/", utc("2026-11-16 08:00"))
    assert json.loads(payloads.slack(said))["text"] == ("<https://x.example/|Ana &lt;!channel&gt; &amp; co>\n> a¦b")
    both, one = payloads.signature(["new", "old"], b"{}", 7), payloads.signature(["old"], b"{}", 7)
    assert both.startswith("t=7,v1=") and both.endswith(one.partition(",")[2])
