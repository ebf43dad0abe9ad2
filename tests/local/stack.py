"""Drive the launcher as a person does: start it, read what it says, press Ctrl-C, pull the plug."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from salesops.local.addresses import addresses_for
from salesops.local.processes import Account, run_as, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
READY = re.compile(r"ready at (http://\S+) ")


class Stack:
    """One launcher with a state directory of its own. `lines` is what it printed so far."""

    def __init__(self, state_dir: Path, *, python: str = sys.executable, account: Account | None = None, **env: str):
        self.state_dir = state_dir
        kept = {key: value for key, value in os.environ.items() if key not in OURS}
        packages = site_packages() if python != sys.executable else ""
        told = kept | {"STATE_DIR": str(state_dir), "PYTHONUNBUFFERED": "1", "PYTHONPATH": packages} | env
        self.process = subprocess.Popen(
            [python, "-m", "salesops.local", "run"],
            cwd=ROOT,
            env=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **run_as(account),
        )  # type: ignore[call-overload]
        self.lines: list[str] = []

    def wait_ready(self) -> str:
        """The address it serves; fails with everything it said when it ends before."""
        for line in self.process.stdout or []:
            self.lines.append(line.rstrip())
            found = READY.search(line)
            if found:
                return found.group(1)
        raise AssertionError("\n".join(self.lines))

    def ended(self, seconds: float = 60) -> int:
        output, _ = self.process.communicate(timeout=seconds)
        self.lines += output.splitlines()
        return self.process.returncode

    def interrupt(self) -> float:
        """Ctrl-C; the seconds until nothing of it is left."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.ended()
        assert wait_until(lambda: not self.processes(), seconds=20), self.processes()
        return time.monotonic() - began

    def processes(self) -> dict[int, str]:
        """Everything alive that carries our state directory in its environment or its command line."""
        mine = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                shown = _command_of(entry)
                if shown and (str(self.state_dir) in shown or f"STATE_DIR={self.state_dir}" in _environment_of(entry)):
                    mine[int(entry.name)] = shown
        return mine

    def pid_of(self, part: str) -> int:
        """The oldest process with `part` in its command line: the parent of its kind."""
        return min(pid for pid, shown in self.processes().items() if part in shown)

    def database(self, name: str = "salesops_demo", role: str = "salesops_app") -> str:
        return addresses_for(self.state_dir).database(name, role)


OURS = {
    "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "CACHE_URL", "DJANGO_SETTINGS_MODULE", "SALESOPS_ENV",
    "SECRET_KEY", "FIELD_KEYS", "COMPANY", "PORT",
}  # fmt: skip


@contextmanager
def state_directory(*, closed: bool = False, account: Account | None = None) -> Iterator[Path]:
    """A place for one stack. `closed`: below a directory that no other account may enter."""
    parent = Path(tempfile.mkdtemp(prefix="salesops-stack-", dir="/tmp"))
    parent.chmod(0o700 if closed else 0o711)
    if account is not None:
        os.chown(parent, account.uid, account.gid)
    try:
        yield parent / "state"
    finally:
        shutil.rmtree(parent)


@contextmanager
def running(state_dir: Path, **settings: str) -> Iterator[Stack]:
    stack = Stack(state_dir, **settings)
    try:
        stack.wait_ready()
        yield stack
    finally:
        if stack.process.poll() is None:
            stack.interrupt()


def nobody() -> Account:
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def python_for_everybody() -> str | None:
    """An interpreter of exactly our version that any account may run; a pyenv below /root is none."""
    names = (os.path.realpath(sys.executable), f"/usr/bin/python3.{sys.version_info[1]}", "/usr/bin/python3")
    for name in names:
        if _runs(name):
            return name
    return None


def site_packages() -> str:
    return next(path for path in sys.path if path.endswith("site-packages"))


def _runs(name: str) -> bool:
    try:
        done = subprocess.run(
            [name, "-c", "import sys; print(sys.version_info[:3])"], cwd="/", capture_output=True, text=True,
            check=False, **run_as(nobody()),
        )  # type: ignore[call-overload]  # fmt: skip
    except OSError:
        return False
    return done.stdout.strip() == str(tuple(sys.version_info[:3]))


def _command_of(entry: Path) -> str:
    try:
        return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _environment_of(entry: Path) -> list[str]:
    try:
        return (entry / "environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []
