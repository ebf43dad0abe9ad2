"""Our style sheets keep to the tokens, the 4 px grid and the classes that templates use (spec/ui.md 4)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = [path for path in sorted((ROOT / "static" / "css").glob("*.css")) if path.name != "tokens.css"]
SPACING = re.compile(r"^(?:margin|padding|gap|row-gap|column-gap|inset)(?:-|$)")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lch|lab|hwb|light-dark)\(", re.I)
NAMED = re.compile(r"(?<![\w-])(?:black|white|red|green|blue|gr[ae]y|orange|yellow|purple|navy|silver)(?![\w-])", re.I)
LENGTH = re.compile(r"(?<![\w-])-?(\d*\.?\d+)(px|rem|em)\b")
DURATION = re.compile(r"(?<![\w-])\d*\.?\d+m?s\b")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
CLASS_RULE = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")

# The ends are worked out where the class is written: a tone by name, the colour of a part, a width of twelve.
WORKED_OUT = ("tone-", "fill-", "chart-", "span-")
# Set by htmx on the element that waits.
BY_HTMX = {"htmx-request"}


def declarations(css: str) -> Iterator[tuple[str, str]]:
    for block in re.findall(r"\{([^{}]*)\}", COMMENT.sub("", css)):
        for line in block.split(";"):
            name, colon, value = line.partition(":")
            if colon:
                yield name.strip(), value.strip()


def selectors(css: str) -> list[str]:
    return [
        text.strip() for text in re.findall(r"([^{};]+)\{", COMMENT.sub("", css)) if not text.strip().startswith("@")
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_values_come_from_tokens(sheet: Path) -> None:
    for name, value in declarations(sheet.read_text()):
        said = f"{name}: {value}"
        assert not COLOUR.search(value) and not NAMED.search(value), said
        assert not DURATION.search(value), said
        assert "!important" not in value, said
        if name == "z-index":
            assert value.startswith("var(--z-"), said
        if name == "box-shadow":
            assert value == "none" or value.startswith("var(--"), said
        if name == "font-size":
            assert value == "inherit" or value.startswith("var(--text-"), said
        if name == "font":
            assert value == "inherit" or "var(--text-" in value, said


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_spacing_is_on_the_grid(sheet: Path) -> None:
    """Multiples of 4 px; one or two pixels set hairlines and rings straight."""
    for name, value in declarations(sheet.read_text()):
        if not SPACING.match(name):
            continue
        for number, unit in LENGTH.findall(value):
            pixels = float(number) * (1 if unit == "px" else 16)
            assert unit != "em" and (pixels % 4 == 0 or pixels <= 2), f"{name}: {value}"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_rule_hangs_on_an_id(sheet: Path) -> None:
    assert [text for text in selectors(sheet.read_text()) if re.search(r"#[a-zA-Z]", text)] == []


def rules() -> set[str]:
    return {name for sheet in SHEETS for text in selectors(sheet.read_text()) for name in CLASS_RULE.findall(text)}


def written() -> str:
    """Everything that writes markup."""
    kinds = (("templates", "*.html"), ("static/js", "*.js"))
    texts = [path.read_text() for folder, kind in kinds for path in (ROOT / folder).rglob(kind)]
    code = [path for path in ROOT.rglob("*.py") if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)]
    return "\n".join([*texts, *(path.read_text() for path in code)])


def test_every_class_of_the_sheets_is_used() -> None:
    text = written()
    named = {name for name in rules() if not name.startswith(WORKED_OUT)} - BY_HTMX
    unused = {name for name in named if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}
    assert unused == set()


def test_every_class_of_the_templates_has_a_rule() -> None:
    known, missing = rules(), set()
    for path in (ROOT / "templates").rglob("*.html"):
        for attribute in re.findall(r'\bclass="([^"]*)"', path.read_text()):
            words = re.sub(r"\{%.*?%\}", " ", re.sub(r"[\w-]*\{\{.*?\}\}[\w-]*", " ", attribute)).split()
            missing |= {f"{path.name}: {word}" for word in words if word not in known}
    assert missing == set()


def test_colours_stand_once_with_a_light_and_a_dark_value() -> None:
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text()
    for name, value in declarations(tokens):
        if name.startswith("--") and "oklch(" in value:
            assert value.startswith("light-dark(") and value.count("oklch(") == 2, name
