"""Children that never outlive us: own session, parent-death signal, stopped by their own signal and then by force."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """The uid and gid a child runs under; None keeps ours."""

    uid: int
    gid: int


def run_as(account: Account | None) -> dict[str, object]:
    """Popen's arguments for `account`. PostgreSQL refuses uid 0; a child of root keeps no group of root's."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Child:
    """A foreground server process of the stack, in a session and process group of its own.

    The session keeps the terminal's Ctrl-C from reaching it: the launcher stops children in order.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str],
        account: Account | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        cwd: str = "/",
        dies_with_us: bool = True,
        keeps: Sequence[int] = (),
    ) -> None:
        """`keeps`: open files of ours that the child goes on using."""
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        self._is_asked = False
        self._output: IO[bytes] = log.open("ab")
        self.process = subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=cwd,
            start_new_session=True,
            pass_fds=tuple(keeps),
            # The kernel ties the signal to the *thread* that forks: only the main thread may start children.
            preexec_fn=die_with_parent(stop_signal) if dies_with_us else None,
            **run_as(account),  # type: ignore[call-overload]
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        # A Ctrl-C that arrived inside poll() would leave its lock taken, and the wait at the end would never come back.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            return self.process.poll() is None
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def stop(self, patience: float = 6.0) -> None:
        """Ask, wait, then kill the group, always: after a polite end it may still hold stragglers."""
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        kill_group(self.pid)
        self.process.wait()
        self._output.close()

    def ask_to_stop(self) -> None:
        """Once: to a second signal Celery answers by dropping what it does."""
        if self.is_running and not self._is_asked:
            self._is_asked = True
            self.process.send_signal(self.stop_signal)

    def last_lines(self, count: int = 30) -> list[str]:
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """A preexec function that asks Linux to send `stop_signal` when the launcher dies, however it dies.

    A process that changes its uid on the way keeps the request: it is made after the change.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, stop_signal, 0, 0, 0)
        # The launcher may have died between fork and prctl.
        if os.getppid() != parent:
            os._exit(1)

    return ask


def kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def wait_until(condition: Callable[[], bool], *, seconds: float, step: float = 0.05) -> bool:
    """True as soon as `condition` holds, False when `seconds` have passed."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def command_line(pid: int) -> str:
    """What `pid` was started as; empty when it is gone."""
    listed = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        return listed.read_bytes().replace(b"\0", b" ").decode(errors="replace") if listed.exists() else ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
