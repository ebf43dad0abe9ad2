"""The whole stack under one command: it starts, says what it must, and leaves nothing however it ends."""

import json
import os
import signal
import socket
import stat
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from salesops.local.addresses import OWNER_ROLE, addresses_for
from salesops.local.processes import wait_until
from salesops.local.state import STAGING_ROOT, staging_dir
from tests import harness
from tests.local import stack as drive
from tests.local.stack import Stack, running, state_directory

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
    pytest.mark.xdist_group("launcher"),
]


class Shared:
    """One state directory and the stack on it: a test that kills it leaves the next start to who comes after."""

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.stack: Stack | None = None
        self.told: dict[str, str] = {}

    def running(self, **told: str) -> Stack:
        """Started by `told`, unless one that was started so runs still."""
        if self.stack is None or self.stack.process.poll() is not None or self.told != told:
            self.end()
            self.stack, self.told = Stack(self.state_dir, **told), told
            self.stack.wait_ready()
        return self.stack

    def end(self) -> None:
        if self.stack is not None and self.stack.process.poll() is None:
            self.stack.interrupt()


@pytest.fixture(scope="module")
def shared() -> Iterator[Shared]:
    """Only the first start pays for the cluster and the demo."""
    with state_directory() as path:
        found = Shared(path)
        yield found
        found.end()


def test_serves_with_private_secrets(shared: Shared) -> None:
    address = address_of(shared.running())
    with urllib.request.urlopen(address + "/readyz") as answer:
        assert json.load(answer)["status"] in ("ok", "degraded")
    for name in ("secret-key", "field-key"):
        assert stat.S_IMODE((shared.state_dir / name).stat().st_mode) == 0o600


def test_second_launcher_says_where_the_first_is(shared: Shared) -> None:
    address = address_of(shared.running())
    second = Stack(shared.state_dir)
    assert second.ended() == 1
    assert second.lines == [f"salesops: already running at {address}"]


def test_application_role_has_no_power_over_the_tables(shared: Shared) -> None:
    with psycopg2.connect(shared.running().database()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("TRUNCATE django_session")


def test_first_login_is_private_and_in_no_log(shared: Shared) -> None:
    shared.running()
    file = shared.state_dir / "first-login.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    password = file.read_text().splitlines()[-1].split(": ")[1]
    for log in (shared.state_dir / "logs").iterdir():
        assert password not in log.read_text()


def test_dead_worker_stops_all(shared: Shared) -> None:
    stack = shared.running()
    assert wait_until(lambda: any("worker@%h" in shown for shown in stack.processes().values()), seconds=20)
    os.kill(stack.pid_of("worker@%h"), signal.SIGKILL)
    assert stack.ended() == 1
    assert any("worker ended" in line for line in stack.lines)
    assert not stack.processes()


def test_killed_postgres_stops_all_and_recovers_without_loss(shared: Shared) -> None:
    stack = shared.running()
    with psycopg2.connect(stack.database(role="salesops_owner")) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (id int)")
        cursor.execute("INSERT INTO kept VALUES (1)")
    os.kill(stack.pid_of("bin/postgres "), signal.SIGKILL)
    assert stack.ended() == 1
    assert any("postgres ended" in line for line in stack.lines)
    assert wait_until(lambda: not stack.processes(), seconds=10), stack.processes()
    again = shared.running()
    with psycopg2.connect(again.database(role="salesops_owner")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kept")
        assert cursor.fetchone() == (1,)
        cursor.execute("DROP TABLE kept")


def test_migrates_again_only_what_could_have_changed(shared: Shared) -> None:
    """The same code on a database that has all its migrations: nothing. One that came back with fewer: those."""
    shared.running().interrupt()
    stack = shared.running()
    assert not any("migrate done" in line for line in stack.lines)
    with psycopg2.connect(stack.database(role="salesops_owner")) as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'pipeline' AND name = '0010_look_back'")
    assert stack.interrupt() <= 10
    again = shared.running()
    assert any("migrate done" in line for line in again.lines)
    with psycopg2.connect(again.database()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'pipeline' AND name = '0010_look_back'")
        assert cursor.fetchone() == (1,)


def test_killed_launcher_takes_its_children_along(shared: Shared) -> None:
    """And the next start, here that of the second company, finds all in order."""
    stack = shared.running()
    os.kill(stack.process.pid, signal.SIGKILL)
    assert wait_until(lambda: not stack.processes(), seconds=10), stack.processes()
    shared.running(COMPANY="own")


def test_own_company_stands_beside_the_demo(shared: Shared) -> None:
    stack = shared.running(COMPANY="own")
    with psycopg2.connect(stack.database("salesops_demo", "salesops_owner")) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'salesops_%' ORDER BY 1")
            assert cursor.fetchall() == [("salesops_demo",), ("salesops_own",)]


def test_ends_within_ten_seconds_and_leaves_nothing(shared: Shared) -> None:
    assert shared.running(COMPANY="own").interrupt() <= 10
    sockets = addresses_for(shared.state_dir)
    assert not sockets.postgres_dir.exists()
    assert not sockets.valkey_dir.exists()


def test_busy_port_is_refused_before_anything_starts() -> None:
    with state_directory() as path, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        stack = Stack(path, PORT=port)
        assert stack.ended() == 1
        assert f"Port {port} is busy" in stack.lines[-1]
        assert not (path / "postgres").exists()


def test_other_major_version_is_named_and_nothing_touched() -> None:
    with state_directory() as path:
        (path / "postgres").mkdir(parents=True)
        (path / "postgres" / "PG_VERSION").write_text("13\n")
        stack = Stack(path)
        assert stack.ended() == 1
        assert "written by PostgreSQL 13" in " ".join(stack.lines)
        assert [entry.name for entry in (path / "postgres").iterdir()] == ["PG_VERSION"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root meets a checkout that its own PostgreSQL cannot enter")
def test_root_in_a_closed_directory_moves_the_data_and_opens_nothing() -> None:
    with state_directory(closed=True) as path:
        moved = STAGING_ROOT / staging_dir(path).name
        with running(path, COMPANY="own"):
            assert (moved / "postgres" / "PG_VERSION").exists()
            assert not (path / "postgres").exists()
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        drive.shutil.rmtree(moved)


@pytest.mark.skipif(os.getuid() != 0, reason="an ordinary user runs all the other tests already")
def test_ordinary_user() -> None:
    python = drive.python_for_everybody()
    if python is None:
        pytest.skip("no interpreter of this version that another account may run")
    with state_directory(account=drive.nobody()) as path:
        stack = Stack(path, python=python, account=drive.nobody(), COMPANY="own")
        stack.wait_ready()
        assert path.stat().st_uid == drive.nobody().uid
        assert stack.interrupt() <= 10


def test_given_servers_are_used_and_none_is_started(django_db_setup: None) -> None:
    name = harness.new_name("given")
    harness.cluster().make_database(name)
    given = {
        "DATABASE_URL": harness.addresses().database(name),
        "DATABASE_OWNER_URL": harness.addresses().database(name, OWNER_ROLE),
        "REDIS_URL": harness.addresses().broker,
    }
    try:
        with state_directory() as path, running(path, **given) as stack:
            assert "(company: own)" in stack.lines[-1]
            assert not any("bin/postgres" in shown or "valkey" in shown for shown in stack.processes().values())
            assert not (path / "postgres").exists()
            assert "Administrator" in (path / "first-login.txt").read_text()
    finally:
        harness.cluster().drop_database(name)


def address_of(stack: Stack) -> str:
    return stack.lines[-1].split("ready at ")[1].split()[0]
