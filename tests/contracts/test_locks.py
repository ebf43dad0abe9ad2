"""The locks: hashed, naming no index, so that any mirror serves them."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parent.parent.parent / "requirements"
LOCKS = ("base", "dev", "browser", "uv")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_host(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    pins = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)


@pytest.mark.parametrize("name", ["dev", "browser"])
def test_later_locks_agree_with_base(name: str) -> None:
    base, later = pins_of("base"), pins_of(name)
    assert {package: version for package, version in later.items() if base.get(package, version) != version} == {}


def test_no_package_that_needs_another_solver() -> None:
    """OR-Tools and highspy cannot be loaded together."""
    assert "highspy" not in pins_of("base")


def pins_of(name: str) -> dict[str, str]:
    return dict(
        re.findall(r"^([A-Za-z0-9_.\-]+)==([^ ;\\]+)", (REQUIREMENTS / f"{name}.txt").read_text(), re.MULTILINE)
    )
