"""What docs/traceability names exists: routes, jobs, commands, tests."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import get_resolver

from salesops.kernel.jobs import JOBS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(page for page in (ROOT / "docs" / "traceability").glob("*.md") if page.name != "README.md")
IDENTITY = re.compile(r"(R-\d+[a-z]?|[A-Z]+-\d+|SHOW-\d+)")


def rows() -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    for page in PAGES:
        for line in page.read_text().splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if line.startswith("|") and len(cells) == 3 and not set(line) <= set("|- :") and cells[0] != "ID":
                yield page.name, *([part.strip().strip("`") for part in cell.split(",")] for cell in cells)


ROWS = list(rows())


@cache
def routes(resolver: object = None, space: str = "") -> frozenset[str]:
    names: set[str] = set()
    for entry in (resolver or get_resolver()).url_patterns:  # type: ignore[attr-defined]
        if hasattr(entry, "url_patterns"):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            names |= routes(entry, inner)
        elif entry.name:
            names.add(space + entry.name)
    return frozenset(names)


@cache
def functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def place_exists(place: str) -> bool:
    kind, _, name = place.partition(" ")
    if kind == "job":
        return name in JOBS
    if kind == "command":
        return name in get_commands()
    return place == "everywhere" or place in routes()


def test_there_are_rows() -> None:
    assert ROWS


@pytest.mark.parametrize(("page", "ids", "places", "tests"), ROWS, ids=[f"{row[0]}:{row[1][0]}" for row in ROWS])
def test_a_row_names_what_exists(page: str, ids: list[str], places: list[str], tests: list[str]) -> None:
    assert [one for one in ids if not IDENTITY.fullmatch(one)] == []
    assert [place for place in places if not place_exists(place)] == []
    missing = [
        test
        for test in tests
        if not (ROOT / test.partition("::")[0]).is_file()
        or test.partition("::")[2] not in functions(test.partition("::")[0])
    ]
    assert missing == []
