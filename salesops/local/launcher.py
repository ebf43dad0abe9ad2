"""`make run`: every process of one installation under one parent, started in order, stopped in reverse."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from salesops.environment import Environment
from salesops.local import commands, fingerprints
from salesops.local.addresses import addresses_for
from salesops.local.binaries import StackError, postgres_bin, valkey_server
from salesops.local.ports import HOST, take_port
from salesops.local.postgres import Cluster
from salesops.local.processes import STOPPING, Child, kill_group, wait_until
from salesops.local.state import (
    data_dir,
    make_private_dir,
    make_state_dir,
    postgres_account,
    reachable_binaries,
    secret,
    take_lock,
    write_private,
)
from salesops.local.valkey import start_valkey

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_LOGIN = "first-login.txt"


class StopRequested(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


class Launcher:
    def __init__(self, environment: Environment, *, say_ready_in: float = 60) -> None:
        self.settings = environment
        self.state_dir = Path(environment.state_dir or ROOT / ".state").absolute()
        self.company = environment.company or ("own" if environment.database_url else "demo")
        self.addresses = addresses_for(self.state_dir)
        self.database = f"salesops_{self.company}"
        self.cluster: Cluster | None = None
        self.children: list[Child] = []
        self.patience = say_ready_in
        self.listener: socket.socket | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def run(self) -> int:
        """Until a signal (0) or the death of a child (1)."""
        make_state_dir(self.state_dir)
        lock = take_lock(self.state_dir / "lock")
        if lock is None:
            say(f"already running at {(self.state_dir / 'lock').read_text() or 'an address not yet known'}")
            return 1
        for number in STOPPING:
            signal.signal(number, request_stop)
        try:
            return self._start_and_watch(lock)
        except StopRequested:
            say("stopping")
            return 0
        except StackError as problem:
            say(str(problem))
            return 1
        finally:
            for number in STOPPING:
                signal.signal(number, signal.SIG_IGN)
            self.stop()
            # The name stays, for the next to lock; only what it says is taken back.
            lock.truncate(0)

    def _start_and_watch(self, lock: IO[str]) -> int:
        self.listener = take_port(self.settings.port)
        self.port = self.listener.getsockname()[1]
        secret(self.state_dir / "secret-key")
        secret(self.state_dir / "field-key")
        self.start_servers()
        self.prepare()
        self.start_own_processes()
        lock.write(self.url)
        lock.flush()
        say(f"ready at {self.url} (company: {self.company}); worker starting. Ctrl-C stops everything.")
        if (self.state_dir / FIRST_LOGIN).exists():
            say(f"sign-in names and password: {self.state_dir / FIRST_LOGIN}")
        return self.watch()

    def start_servers(self) -> None:
        """PostgreSQL and Valkey, each only if no address of one was given."""
        account = postgres_account()
        if not self.settings.database_url:
            make_private_dir(self.addresses.postgres_dir, account)
            cluster = Cluster(
                bin_dir=reachable_binaries(postgres_bin(), self.state_dir, account),
                data_dir=data_dir(self.state_dir, account),
                addresses=self.addresses,
                account=account,
                log=self.log("postgres"),
            )
            cluster.stop_leftover()
            if not (cluster.data_dir / "PG_VERSION").exists():
                say("making the database cluster")
            cluster.make()
            self.children.append(cluster.start())
            cluster.make_roles()
            cluster.make_database(self.database)
            self.cluster = cluster
            say("PostgreSQL ready")
        if not self.settings.redis_url:
            make_private_dir(self.addresses.valkey_dir, None)
            self.children.append(
                start_valkey(valkey_server(), self.addresses, log=self.log("valkey"), environment=self.told())
            )
            say("Valkey ready")

    def prepare(self) -> None:
        """Tables, static files, and on an empty database the company with its first sign-in.

        What an embedded database was prepared for stands in the database itself: it may be removed or restored alone.
        """
        if fingerprints.is_static_stale(ROOT, self.state_dir):
            self.step("collectstatic", commands.collect_static())
            fingerprints.remember_static(ROOT, self.state_dir)
        before = self.cluster.comment_on(self.database) if self.cluster else None
        if before and before == self._prepared_for():
            return
        self.step("migrate", commands.migrate())
        if not before:
            self._prepare_company()
        if self.cluster:
            self.cluster.set_comment(self.database, self._prepared_for())

    def _prepared_for(self) -> str:
        """Another when the code differs, or when a database came back with fewer migrations."""
        assert self.cluster
        return f"{fingerprints.of_code(ROOT)} {self.cluster.migrations_of(self.database)}"

    def _prepare_company(self) -> None:
        first_login = self.step("prepare_company", commands.prepare_company(self.company), is_secret=True).strip()
        if first_login:
            print(first_login, flush=True)
            self._keep_first_login(first_login)
        if self.cluster:
            # A dashboard over the demo meets its time limit in the first minute otherwise.
            self.cluster.analyse(self.database)

    def _keep_first_login(self, text: str) -> None:
        """Both companies of one cluster stand in one file, each under its name."""
        path = self.state_dir / FIRST_LOGIN
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        write_private(path, f"{before}[{self.company}]\n{text}\n")

    def start_own_processes(self) -> None:
        settings = self.settings
        held = self.listener.fileno() if self.listener else -1
        web = self.start("web", commands.web(f"fd://{held}", settings.web_workers), keeps=(held,))
        if not wait_until(lambda: self.answers() or not web.is_running, seconds=self.patience) or not web.is_running:
            raise StackError("The web server did not start.\n" + "\n".join(web.last_lines()))
        # After the first page can be served: on two cores the workers' start would hold it back for seconds.
        self.start("worker", commands.worker(settings.worker_concurrency))
        self.start("science", commands.science(settings.science_concurrency))
        self.start("beat", commands.beat(str(self.state_dir / "beat-schedule")))

    def start(self, name: str, command: Sequence[str], keeps: Sequence[int] = ()) -> Child:
        child = Child(name, natively(command), log=self.log(name), environment=self.told(), cwd=str(ROOT), keeps=keeps)
        self.children.append(child)
        return child

    def step(self, name: str, command: Sequence[str], *, is_secret: bool = False) -> str:
        """A command that must end well before the next begins. Its output; `is_secret` keeps it out of logs."""
        began = time.monotonic()
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                natively(command), cwd=ROOT, env=self.told(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=log, start_new_session=True,
            )  # fmt: skip
            try:
                output, _ = process.communicate()
            except StopRequested:
                kill_group(process.pid)
                raise
            log.write(b"" if is_secret else output)
        text = output.decode(errors="replace")
        if process.returncode:
            lines = self.log(name).read_text(encoding="utf-8", errors="replace").splitlines()[-30:]
            raise StackError(f"{name} failed:\n" + "\n".join(lines))
        say(f"{name} done ({time.monotonic() - began:.1f} s)")
        return text

    def watch(self) -> int:
        while True:
            for child in self.children:
                if not child.is_running:
                    say(f"{child.name} ended with {child.process.returncode}; stopping. The end of its log:")
                    print("\n".join(child.last_lines()), flush=True)
                    return 1
            time.sleep(0.2)

    def stop(self) -> None:
        """In reverse. Our own processes are told together, so that four polite ends cost one wait.

        Work that is cut off is claimed again; PostgreSQL cut off must recover, so it gets what is left of 9 seconds.
        """
        began = time.monotonic()
        together = [child for child in self.children if child.name in ("beat", "science", "worker", "web")]
        for child in reversed(self.children):
            for peer in together if child in together else []:
                peer.ask_to_stop()
            until = began + (9 if child.name == "postgres" else 4)
            child.stop(patience=max(1.0, until - time.monotonic()))
        self.children.clear()
        if self.listener:
            self.listener.close()
        for directory in (self.addresses.postgres_dir, self.addresses.valkey_dir):
            with contextlib.suppress(OSError):
                directory.rmdir()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def log(self, name: str) -> Path:
        return self.state_dir / "logs" / f"{name}.log"

    def told(self) -> dict[str, str]:
        """The environment of our children: ours, with what was settled here, without an inherited PGHOST."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        settled = {"STATE_DIR": str(self.state_dir), "COMPANY": self.company, "PORT": str(self.port)}
        return kept | settled | {"DJANGO_SETTINGS_MODULE": "salesops.settings"}


def natively(command: Sequence[str]) -> list[str]:
    return [sys.executable if part == "python" else part for part in command]


def request_stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


def say(line: str) -> None:
    print(f"salesops: {line}", flush=True)
