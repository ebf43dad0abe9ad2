"""What people write, whom it calls, and when they hear of it: rules alone, no database."""

import pytest

from salesops.inbox.rules.mentions import called_by, calls_in
from salesops.inbox.rules.words import as_html, as_line

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
