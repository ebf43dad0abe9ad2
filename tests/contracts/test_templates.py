"""What a template may contain (spec/ui.md 1 and 2, STYLE.md "Views and templates")."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2] / "templates"
FILES = sorted(ROOT.rglob("*.html"))
OPENING = re.compile(r"^\s*(?:\{%\s*extends [^%]+%\}\s*)?\{%\s*comment\s*%\}(.*?)\{%\s*endcomment\s*%\}", re.S)
COMMENT = re.compile(r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", re.S)
HTMX = re.compile(r"\bhx-([a-z-]+)(?::[\w-]+)*\s*=\s*(\"[^\"]*\"|'[^']*')")
ALLOWED = {
    *("get", "post", "target", "swap", "trigger", "status", "push-url", "replace-url", "include", "headers", "sync"),
    *("indicator", "disable", "vals", "preload"),
}


def body(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every = pytest.mark.parametrize("path", FILES, ids=name)


@every
def test_it_opens_with_a_comment_that_names_its_context(path: Path) -> None:
    opening = OPENING.match(path.read_text())
    assert opening is not None and "Context" in opening.group(1)


@every
def test_it_compiles(path: Path) -> None:
    get_template(name(path))


@every
def test_the_content_policy_holds(path: Path) -> None:
    text = body(path)
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "javascript:" not in text
    for script in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in script or 'type="application/json"' in script
    assert not re.search(r"<style\b", text)
    assert not re.search(r"""(?:src|href|action)=["']https?://""", text)


@every
def test_htmx_is_used_as_measured(path: Path) -> None:
    text = body(path)
    assert "htmx_script" not in text and "django_htmx_script" not in text
    for attribute, value in HTMX.findall(text):
        assert attribute in ALLOWED, attribute
        assert "js:" not in value and "javascript:" not in value
        if attribute == "trigger":
            assert "[" not in value
        if attribute == "status":
            assert "target:this" not in value


@every
def test_forms_carry_the_token_and_tables_a_caption(path: Path) -> None:
    text = body(path)
    for form in re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", text, re.S):
        assert "{% csrf_token %}" in form
    for table in re.findall(r"<table\b.*?</table>", text, re.S):
        assert "<caption" in table and "<th scope=" in table.replace('<th scope="row" ', "<th scope=")


@every
def test_it_reckons_nothing(path: Path) -> None:
    assert not re.search(r"\|(?:add|divisibleby):|\{%\s*widthratio\b", body(path))
