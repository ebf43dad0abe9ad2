"""tools/bootstrap.py before there is a `.venv`: old interpreters, missing parts, what must be installed."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap

SOURCE = Path(bootstrap.__file__)
ROOT = SOURCE.parent.parent


def test_an_old_python_can_read_it() -> None:
    ast.parse(SOURCE.read_text(), feature_version=(3, 6))


def test_it_needs_the_standard_library_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(SOURCE)!r})"], check=False, cwd="/"
    )
    assert done.returncode == 0


def test_missing_ensurepip_names_the_line_to_type(tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError\n")
    done = subprocess.run(
        [sys.executable, SOURCE, "run"], env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "sudo apt install python3." in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_run_needs_base_and_test_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    assert bootstrap.groups_for("run") == ["base"]
    assert bootstrap.groups_for("test") == ["base", "dev"]
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    assert bootstrap.groups_for("test") == ["base", "dev", "browser"]
    assert bootstrap.groups_for("unit") == ["base", "dev"]


def test_who_wants_no_bytecode_beside_the_sources_gets_it_once_elsewhere() -> None:
    told = {"PYTHONDONTWRITEBYTECODE": "1"}
    bootstrap.keep_bytecode_apart(told)
    assert told == {"PYTHONPYCACHEPREFIX": str(bootstrap.VENV / "bytecode")}
    bootstrap.keep_bytecode_apart(ours := {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/elsewhere"})
    assert ours == {"PYTHONPYCACHEPREFIX": "/elsewhere"}
    bootstrap.keep_bytecode_apart(nothing := {})
    assert nothing == {}


def test_a_named_chromium_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert bootstrap.find_chromium() == sys.executable
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    assert bootstrap.find_chromium() is None


def test_a_cut_short_making_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "installed.json")
    assert set(bootstrap.missing(["base"])) == {"python", "base"}


def test_changed_lock_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = tmp_path / "installed.json"
    monkeypatch.setattr(bootstrap, "STAMP", stamp)
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    stamp.write_text(bootstrap.json.dumps(bootstrap.lock_hashes(["base", "dev"])))
    assert bootstrap.missing(["base"]) == []
    assert bootstrap.missing(["base", "dev"]) == []
    stamp.write_text(bootstrap.json.dumps(bootstrap.lock_hashes(["base"]) | {"base": "another"}))
    assert bootstrap.missing(["base"]) == ["base"]


def test_makefile_is_thin() -> None:
    lines = [line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith("\t")]
    assert all("tools/bootstrap.py" in line for line in lines)
    assert len(lines) == 2
