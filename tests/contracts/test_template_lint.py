"""Templates hold nothing that the content security policy would refuse (tools/lint_templates.py)."""

from pathlib import Path

import pytest

from tools import lint_templates


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">', "<style>p {}</style>", "<script>go()</script>", '<a onclick="go()">',
        '<a href="javascript:go()">', '<a hx-on:click="go()">', "{{ total|add:1 }}", "{% for d in deals.all %}",
        "{{ text|safe }}", '<img src="https://example.com/x.png">',
    ],
)  # fmt: skip
def test_bad_template_is_found(bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lint_templates, "ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text("{# Context: none. #}\n" + bad)
    assert len(list(lint_templates.problems(page))) == 1


def test_good_template_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lint_templates, "ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text(
        '{# Context: deals. #}\n{% load static %}\n<script type="module" src="{% static \'js/main.js\' %}"></script>\n'
        '{% comment %}style="x"{% endcomment %}<p class="wide">{{ deals|length }}</p>'
    )
    assert list(lint_templates.problems(page)) == []


def test_page_without_opening_comment_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lint_templates, "ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text("<p>text</p>")
    assert "opening comment" in next(iter(lint_templates.problems(page)))
