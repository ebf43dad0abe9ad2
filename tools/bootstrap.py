#!/usr/bin/env python3
"""Make `.venv` from the hashed locks, then hand over to `python -m salesops.local`.

Standard library only, and readable by any Python 3: an old one must come far enough to say what is wrong.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)
# First the one without windows of its own: the same pages for a fifth of the work.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT_CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")


def main(arguments: list) -> None:
    what = arguments[0] if arguments else "run"
    refuse_python()
    groups = groups_for(what)
    with Locked(ROOT / ".venv.lock"):
        if missing(groups):
            make_venv(groups)
    os.chdir(str(ROOT))
    os.environ.pop("PYTHONHOME", None)
    keep_bytecode_apart(os.environ)
    os.execv(str(PYTHON), [str(PYTHON), "-m", "salesops.local", what] + arguments[1:])


def keep_bytecode_apart(told: dict) -> None:
    """Who wants no bytecode beside the sources gets it in `.venv`: without any, each process compiles everything."""
    if told.pop("PYTHONDONTWRITEBYTECODE", ""):
        told.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))


def refuse_python() -> None:
    shown = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST:
        sys.exit("SalesOps needs Python 3.11 or newer; this is %s. Choose another: make run PYTHON=python3.12" % shown)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "This Python %s cannot make a virtual environment. On Debian and Ubuntu:\n"
            "    sudo apt install python%d.%d-venv" % (shown, sys.version_info[0], sys.version_info[1])
        )


def groups_for(what: str) -> list:
    """The locks that a command needs. Playwright is 161 MB: only where there is a Chromium to drive."""
    if what == "run":
        return ["base"]
    if what == "unit":
        return ["base", "dev"]
    wants_browser = find_chromium() or os.environ.get("REQUIRE_BROWSER") == "1"
    return ["base", "dev"] + (["browser"] if wants_browser else [])


def find_chromium():  # noqa: ANN201 - `str | None` is no syntax to an old Python
    """The path of a Chromium on this machine, or None. Nothing is ever downloaded."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    for name in CHROMIUM_NAMES:
        found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/bin:/usr/local/bin")
        if found:
            return found
    for cache in PLAYWRIGHT_CACHES:
        for pattern in (
            "chromium_headless_shell-*/chrome-linux*/headless_shell",
            "chromium-*/chrome-linux*/chrome",
            "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
        ):
            for path in sorted(Path(os.path.expanduser("~"), cache).glob(pattern), reverse=True):
                return str(path)
    return None


class Locked:
    """One maker at a time: `make run` and `make test` may be started together on a clean copy."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        import fcntl

        self.file = open(str(self.path), "a")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("waiting for another make to finish .venv")
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *raised: object) -> None:
        self.file.close()


def lock_hashes(groups: list) -> dict:
    python = "%d.%d.%d" % sys.version_info[:3]
    hashes = {"python": python}
    for group in groups:
        hashes[group] = hashlib.sha256((ROOT / "requirements" / (group + ".txt")).read_bytes()).hexdigest()
    return hashes


def installed() -> dict:
    """What a finished making left; nothing when it was interrupted or its Python is gone."""
    if not (STAMP.exists() and PYTHON.exists()):
        return {}
    return json.loads(STAMP.read_text())


def missing(groups: list) -> list:
    there = installed()
    return [name for name, value in lock_hashes(groups).items() if there.get(name) != value]


def make_venv(groups: list) -> None:
    began = time.time()
    kept = installed()
    if kept.get("python") != lock_hashes([])["python"]:
        say("making .venv with Python " + lock_hashes([])["python"])
        kept = {}
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    wanted = sorted(set(groups) | {name for name in kept if name != "python"}, key=["base", "dev", "browser"].index)
    # A run that is cut short here is found unfinished by the next.
    if STAMP.exists():
        STAMP.unlink()
    files = []
    for group in wanted:
        files += ["-r", str(ROOT / "requirements" / (group + ".txt"))]
    say("installing " + ", ".join(wanted))
    if not install_with_uv(files):
        run_pip(files)
    STAMP.write_text(json.dumps(lock_hashes(wanted)))
    say("installed in %.0f s" % (time.time() - began))


def install_with_uv(files: list) -> bool:
    if os.environ.get("NO_UV") == "1":
        return False
    uv = VENV / "bin" / "uv"
    # Its own certificates know no company proxy, and a cache on another file system cannot be linked from.
    told = dict(os.environ, UV_SYSTEM_CERTS="1", UV_LINK_MODE="copy", VIRTUAL_ENV=str(VENV))
    try:
        run_pip(["-r", str(ROOT / "requirements" / "uv.txt")])
        command = [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes"]
        subprocess.run(command + files, env=told, check=True)
    except (OSError, subprocess.CalledProcessError):
        say("uv could not install; pip does it (slower)")
        return False
    return True


def run_pip(files: list) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run(command + files, check=True)


def say(line: str) -> None:
    print("salesops: " + line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
