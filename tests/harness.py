"""One temporary PostgreSQL cluster and one Valkey for a run of tests; one migrated template; a clone for who needs it.

`make test` and a bare `pytest` start them under /tmp and leave nothing. TEST_CLUSTER=<directory> uses the servers that
`python -m tests.harness <directory>` keeps running there, and its template while the migrations are unchanged
(docs/operating/development.md).
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from salesops.local import commands, fingerprints
from salesops.local.addresses import OWNER_ROLE, Addresses
from salesops.local.binaries import postgres_bin, valkey_server
from salesops.local.launcher import natively
from salesops.local.postgres import THROWAWAY_SETTINGS, Cluster
from salesops.local.processes import Child, wait_until
from salesops.local.state import make_private_dir, postgres_account, reachable_binaries
from salesops.local.valkey import start_valkey
from salesops.web.probe import answers

ROOT = Path(__file__).resolve().parent.parent
RUN_DIR = "SALESOPS_TEST_RUN"
WITH_COMPANY = "with_company"
"""How the names of databases begin that have tests/company.py in them."""

# A third of the seconds of all migrations is garbage that the end of the process collects for nothing.
MIGRATE = """
import gc, manage, sys
gc.disable()
sys.argv = ["manage.py", "migrate", "--verbosity", "0"]
manage.main()
"""


def run_dir() -> Path:
    """The directory of this run, the same in every process of it: pytest-xdist's workers inherit the variable."""
    name = os.environ.setdefault(RUN_DIR, f"/tmp/salesops-test-{os.getpid()}-{secrets.token_hex(3)}")
    return Path(os.environ.get("TEST_CLUSTER") or name)


def addresses() -> Addresses:
    return Addresses(run_dir() / "pg", run_dir() / "vk")


def cluster() -> Cluster:
    """PostgreSQL's directories lie in /tmp, because the account it runs under need not reach the checkout."""
    account = postgres_account()
    return Cluster(
        bin_dir=reachable_binaries(postgres_bin(), run_dir(), account),
        data_dir=run_dir() / "pg" / "data",
        addresses=addresses(),
        account=account,
        log=run_dir() / "postgres.log",
        settings=THROWAWAY_SETTINGS,
    )


def environment() -> dict[str, str]:
    """What a process of this run is told; a secret of its own, so that no test can lean on a fixed one."""
    return {
        "SALESOPS_ENV": "test",
        # Its own for each worker: what removes files without a row must not meet those of another database.
        "STATE_DIR": str(run_dir() / f"state{os.environ.get('PYTEST_XDIST_WORKER', '')}"),
        "DATABASE_URL": addresses().database("salesops_unmade"),
        "REDIS_URL": addresses().broker,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50),
        "FIELD_KEYS": os.environ.get("FIELD_KEYS") or secrets.token_urlsafe(50),
    }


@contextmanager
def servers() -> Iterator[None]:
    """PostgreSQL and Valkey of this run, stopped and removed at the end. With TEST_CLUSTER: those that run already."""
    if os.environ.get("TEST_CLUSTER"):
        yield
        cluster().drop_database(company_template())
        return
    children = start_servers()
    try:
        yield
    finally:
        for child in reversed(children):
            child.stop()
        shutil.rmtree(run_dir(), ignore_errors=True)


def start_servers() -> list[Child]:
    run_dir().mkdir(mode=0o711, exist_ok=True)
    make_private_dir(run_dir() / "pg", cluster().account)
    make_private_dir(run_dir() / "vk", None)
    cluster().make(durable=False)
    postgres = cluster().start()
    cluster().make_roles()
    with cluster().connect() as connection, connection.cursor() as cursor:
        # tests/replay.py puts rows back that triggers wrote.
        cursor.execute("GRANT SET ON PARAMETER session_replication_role TO salesops_app")
    valkey = start_valkey(
        valkey_server(), addresses(), log=run_dir() / "valkey.log", environment=cluster().environment()
    )
    return [postgres, valkey]


def template() -> str:
    """The migrated template database, made by the first who asks. Its name holds the hash of all migrations."""
    name = f"template_{_migrations_hash()}"

    def make() -> None:
        cluster().drop_database(name)
        cluster().make_database(name)
        _migrate(name)

    made_once(name, make)
    return name


def migrated(what: str) -> str:
    """A new database that every migration went through, half a minute. Returns its name."""
    name = new_name(what)
    cluster().make_database(name, with_tables=False)
    _migrate(name)
    return name


def clone(name: str, of: str = "") -> str:
    """A new database like the template, or like another that nobody is connected to: 65 to 75 ms. Returns its name."""
    cluster().clone_database(of or template(), name)
    return name


def company_template() -> str:
    """The name of this run's template with the shared company in it; tests/conftest.py makes it."""
    run_dir()
    return f"{WITH_COMPANY}_{Path(os.environ[RUN_DIR]).name.replace('-', '_')}"


def made_once(what: str, make: Callable[[], None]) -> None:
    """`make` is called by the first process of the run that asks, and the others wait for it."""
    with (run_dir() / f"{what}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (run_dir() / what).exists():
            make()
            (run_dir() / what).touch()


@contextmanager
def website(database: str, at: Addresses | None = None) -> Iterator[str]:
    """The product itself on `database`: gunicorn, its own settings, hashed static files. Its address.

    at: where the database is, when it is not on the servers of this run.
    """
    port = _free_port()
    told = os.environ | {
        "SALESOPS_ENV": "local",
        "DJANGO_SETTINGS_MODULE": "salesops.settings",
        "STATE_DIR": str(run_dir() / "site"),
        "DATABASE_URL": (at or addresses()).database(database),
        "CACHE_URL": addresses().cache,
        "PORT": str(port),
    }
    _collect_static(told)
    child = Child(
        "web",
        natively(commands.web(f"127.0.0.1:{port}", 2)),
        log=run_dir() / f"{database}.log",
        environment=told,
        cwd=str(ROOT),
    )
    address = f"http://127.0.0.1:{port}"
    try:
        if not wait_until(lambda: answers(f"{address}/readyz") or not child.is_running, seconds=60):
            raise RuntimeError("The site did not start:\n" + "\n".join(child.last_lines()))
        yield address
    finally:
        # Nobody is being served, and its database goes too.
        child.stop(patience=0)


def _collect_static(told: dict[str, str]) -> None:
    """Once a run, for all workers."""
    with (run_dir() / "static.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if fingerprints.is_static_stale(ROOT, run_dir() / "site"):
            subprocess.run(natively(commands.collect_static()), cwd=ROOT, env=told, check=True)
            fingerprints.remember_static(ROOT, run_dir() / "site")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_name(what: str) -> str:
    return f"{what}_{os.getpid()}_{secrets.token_hex(3)}"


def _migrate(name: str) -> None:
    """By the owner, in a process of its own, so that no connection of ours keeps the template busy."""
    given = {"DATABASE_URL": addresses().database(name, OWNER_ROLE), "DATABASE_OWNER_URL": ""}
    command = [sys.executable, "-c", MIGRATE]
    told = os.environ | environment() | given | {"DJANGO_SETTINGS_MODULE": "salesops.settings"}
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"migrate failed:\n{done.stdout}{done.stderr}")


def _migrations_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("salesops/*/migrations/*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    for path in (
        ROOT / "salesops/local/database.sql",
        ROOT / "salesops/local/schema.sql",
        ROOT / "salesops/settings.py",
        ROOT / "requirements/base.txt",
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _keep_running(directory: str) -> None:
    """Servers for many short runs of pytest, until Ctrl-C."""
    os.environ["TEST_CLUSTER"] = directory
    shutil.rmtree(directory, ignore_errors=True)
    children = start_servers()
    print(f"ready: TEST_CLUSTER={directory}", flush=True)
    with suppress(KeyboardInterrupt):
        children[0].process.wait()
    for child in reversed(children):
        child.stop()
    shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    _keep_running(sys.argv[1])
