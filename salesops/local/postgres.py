"""One PostgreSQL cluster: made, started as a foreground child, given its roles and databases, stopped."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from salesops.local.addresses import OWNER_ROLE, SUPERUSER, Addresses
from salesops.local.binaries import StackError, major_version
from salesops.local.processes import Account, Child, command_line, run_as, wait_until

SQL_DIR = Path(__file__).parent
SCHEMA = SQL_DIR / "schema.sql"
LIVE_SETTINGS = ("cluster_name=salesops",)
# A temporary cluster may lose everything at a power cut, and lets tests set their own clock (`salesops.at`).
THROWAWAY_SETTINGS = (
    "cluster_name=salesops-test",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=4GB",
    # Tests take back what they write: a vacuum meanwhile counts no rows on many pages, and plans are made for that.
    "autovacuum=off",
)


@dataclass(frozen=True)
class Cluster:
    """Where one cluster lives and who runs it. `settings` are `name=value` of the server's command line."""

    bin_dir: Path
    data_dir: Path
    addresses: Addresses
    account: Account | None
    log: Path
    settings: Sequence[str] = LIVE_SETTINGS

    def make(self, *, durable: bool = True) -> None:
        """initdb, unless there is a cluster already. A half-made one is only ever found under another name."""
        if (self.data_dir / "PG_VERSION").exists():
            self._refuse_other_version()
            return
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._fresh_dir()
        # C.UTF-8: plain C knows case in ASCII alone, and ICU is not in the wheel.
        command = [self.bin_dir / "initdb", "-D", unfinished, "-U", SUPERUSER, "-A", "trust", "--no-instructions"]
        command += ["-E", "UTF8", "--locale=C.UTF-8", *([] if durable else ["--no-sync"])]
        done = subprocess.run(
            command, cwd="/", env=self.environment(), capture_output=True, text=True, check=False,
            **run_as(self.account),
        )  # type: ignore[call-overload]  # fmt: skip
        if done.returncode:
            raise StackError(f"initdb failed:\n{done.stdout}{done.stderr}")
        unfinished.rename(self.data_dir)

    def start(self, *, dies_with_us: bool = True, seconds: float = 60) -> Child:
        """The running server, ready for connections. Recovery after a crash takes a few seconds."""
        options = ["listen_addresses=", f"unix_socket_directories={self.addresses.postgres_dir}", *self.settings]
        command: list[str | Path] = [self.bin_dir / "postgres", "-D", self.data_dir]
        for option in options:
            command += ["-c", option]
        # SIGINT disconnects clients and stops; SIGTERM would wait for them for ever.
        child = Child(
            "postgres", command, log=self.log, environment=self.environment(), account=self.account,
            stop_signal=signal.SIGINT, dies_with_us=dies_with_us,
        )  # fmt: skip
        if not wait_until(lambda: self.is_ready() or not child.is_running, seconds=seconds) or not child.is_running:
            child.stop()
            raise StackError("PostgreSQL did not start.\n" + "\n".join(child.last_lines()))
        return child

    def is_ready(self) -> bool:
        command: list[str | Path] = [self.bin_dir / "pg_isready", "-q", "-U", SUPERUSER, "-d", "postgres"]
        command += ["-h", self.addresses.postgres_dir]
        return subprocess.run(command, env=self.environment(), check=False).returncode == 0

    def environment(self) -> dict[str, str]:
        """Ours without PG*: an inherited PGHOST or PGDATA would send a program elsewhere."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def stop_leftover(self) -> None:
        """Stop a server that a killed launcher left on *our* data. A stale postmaster.pid stays: recovery reads it."""
        pid = self._recorded_pid()
        if pid and self._is_our_postmaster(pid):
            os.kill(pid, signal.SIGINT)
            if not wait_until(lambda: not _exists(pid), seconds=20):
                raise StackError(f"PostgreSQL {pid} of an earlier run does not stop; stop it and start again.")

    def connect(self, database: str = "postgres", role: str = SUPERUSER) -> Any:
        """An autocommit connection as the superuser: for roles and databases only."""
        connection = psycopg2.connect(self.addresses.database(database, role))
        connection.autocommit = True
        return connection

    def make_roles(self) -> None:
        self._run("postgres", (SQL_DIR / "roles.sql").read_text(encoding="utf-8"))

    def make_database(self, name: str, *, with_tables: bool = True) -> bool:
        """Create database `name` with our rights and the tables of schema.sql; False when it is there already.

        A half-made one is only ever found under another name.
        """
        if self._has_database(name):
            return False
        unfinished = f"{name}_making"
        self.drop_database(unfinished)
        self.clone_database("template0", unfinished)
        if with_tables:
            # Before the default rights, which would add to those that the file gives on each table.
            self._run(unfinished, SCHEMA.read_text(encoding="utf-8"), role=OWNER_ROLE)
        self._run(unfinished, (SQL_DIR / "database.sql").read_text(encoding="utf-8"))
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (unfinished, name)))
        self._run("postgres", rename)
        return True

    def clone_database(self, template: str, name: str) -> None:
        """Create database `name` as a copy of another that nobody is connected to."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        self._run("postgres", statement.format(*map(sql.Identifier, (name, template, OWNER_ROLE))))

    def analyse(self, name: str) -> None:
        """Statistics for what was just filled; until autovacuum comes round, plans are made for empty tables."""
        self._run(name, "ANALYZE")

    def comment_on(self, name: str) -> str | None:
        return self._ask("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name)

    def migrations_of(self, name: str) -> str:
        """A digest of the migrations that database `name` says it went through; empty without any."""
        if self._ask("SELECT to_regclass('django_migrations')::text", database=name) is None:
            return ""
        question = "SELECT md5(string_agg(app || ' ' || name, ',' ORDER BY app, name)) FROM django_migrations"
        return self._ask(question, database=name) or ""

    def set_comment(self, name: str, text: str) -> None:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(text))
        self._run("postgres", statement)

    def drop_database(self, name: str) -> None:
        self._run("postgres", sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, database: str, statement: str | sql.Composed, role: str = SUPERUSER) -> None:
        connection = self.connect(database, role)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def _has_database(self, name: str) -> bool:
        return self._ask("SELECT datname FROM pg_database WHERE datname = %s", name) is not None

    def _ask(self, question: str, *values: str, database: str = "postgres") -> str | None:
        """The first column of the first row."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(question, values)
                row = cursor.fetchone()
                return row[0] if row else None
        finally:
            connection.close()

    def _fresh_dir(self) -> Path:
        for abandoned in self.data_dir.parent.glob(f"{self.data_dir.name}.making-*"):
            shutil.rmtree(abandoned)
        path = self.data_dir.with_name(f"{self.data_dir.name}.making-{os.getpid()}")
        path.mkdir(mode=0o700)
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)
        return path

    def _refuse_other_version(self) -> None:
        kept = int((self.data_dir / "PG_VERSION").read_text(encoding="utf-8").split(".")[0])
        ours = major_version(self.bin_dir)
        if kept != ours:
            raise StackError(
                f"{self.data_dir} was written by PostgreSQL {kept}, but PostgreSQL {ours} is installed. Nothing was"
                f" changed. Dump it with PostgreSQL {kept} (pg_dump), move the directory away, start again and load the"
                " dump; docs/operating/running.md has the lines."
            )

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None

    def _is_our_postmaster(self, pid: int) -> bool:
        """A pid is reused after a restart of the machine: the process must be a postgres standing in our data."""
        shown = command_line(pid)
        return "postgres" in shown and str(self.data_dir) in shown


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
