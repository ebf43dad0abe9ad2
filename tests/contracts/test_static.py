"""Weight of what every page loads, and modules that find each other."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
MODULES = sorted((STATIC / "js").glob("*.js"))
IMPORTS = re.compile(r"^import\s+(?:[^\"]+from\s+)?\"([^\"]+)\"", re.M)


def imported(path: Path) -> list[Path]:
    return [(path.parent / name).resolve() for name in IMPORTS.findall(path.read_text())]


def common() -> list[Path]:
    """What app.js pulls in."""
    found = [STATIC / "js" / "app.js"]
    for path in found:
        found += [other for other in imported(path) if other not in found]
    return found


def weight(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


def test_imports_lead_to_files() -> None:
    for path in MODULES:
        assert all(other.is_file() for other in imported(path)), path.name


def test_common_modules_weigh_at_most_15_kb() -> None:
    assert weight(*common()) <= 15 * 1024


@pytest.mark.parametrize("path", [path for path in MODULES if path not in common()], ids=lambda path: path.name)
def test_a_page_module_weighs_at_most_3_kb(path: Path) -> None:
    assert weight(path) <= 3 * 1024


def test_style_sheets_weigh_at_most_25_kb() -> None:
    assert weight(*(STATIC / "css").glob("*.css")) <= 25 * 1024


def test_scripts_keep_no_global_state_and_build_no_markup_from_text() -> None:
    for path in MODULES:
        text = path.read_text()
        assert not re.search(r"\b(?:window|globalThis)\.\w+\s*=[^=]", text), path.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function", text), path.name
