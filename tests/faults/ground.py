"""A PostgreSQL of its own that a test may kill, as durable as in production, with the site on it."""

import http.client
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from salesops.local.addresses import OWNER_ROLE, SUPERUSER, Addresses
from salesops.local.postgres import LIVE_SETTINGS, Cluster
from salesops.local.processes import Child
from salesops.local.state import make_private_dir, postgres_account
from tests import harness

DATABASE = "salesops_ground"


class Ground:
    """One cluster with a copy of `filled`, a database of the tests. `child` is its server while it runs."""

    def __init__(self, home: Path, filled: str, settings: Sequence[str] = ()) -> None:
        account = postgres_account()
        self.addresses = Addresses(make_private_dir(home / "pg", account), home)
        self.cluster = Cluster(
            bin_dir=harness.cluster().bin_dir,
            data_dir=home / "pg" / "data",
            addresses=self.addresses,
            account=account,
            log=home / "postgres.log",
            settings=(*LIVE_SETTINGS, *settings),
        )
        self.cluster.make()
        self.child = self.start()
        self.cluster.make_roles()
        self.run(f"CREATE DATABASE {DATABASE} TEMPLATE template0 OWNER {OWNER_ROLE}")
        self._copy(filled, home / "filled.dump")

    def start(self) -> Child:
        self.child = self.cluster.start()
        return self.child

    def kill(self) -> None:
        """As a power cut does: the server and all its processes at once, each of which leads a session of its own."""
        for pid in (self.child.pid, *children_of(self.child.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.child.process.wait()

    def run(self, *statements: str) -> None:
        """Each by itself, as the superuser: what is said of databases stands in no transaction."""
        with closing(self.cluster.connect()) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def _copy(self, filled: str, file: Path) -> None:
        there, here = harness.addresses().postgres_dir, self.addresses.postgres_dir
        self._call("pg_dump", "-h", there, "-d", filled, "-Fc", "-f", file)
        self._call("pg_restore", "-h", here, "-d", DATABASE, "--exit-on-error", file)

    def _call(self, program: str, *arguments: str | Path) -> None:
        command = [self.cluster.bin_dir / program, "-U", SUPERUSER, *arguments]
        subprocess.run(command, env=self.cluster.environment(), check=True, capture_output=True)


def children_of(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            # The name before it may hold blanks, but ends at the last bracket.
            if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.name))
    return found


@contextmanager
def ground(filled: str, settings: Sequence[str] = ()) -> Iterator[Ground]:
    home = Path(f"/tmp/so-ground-{os.getpid()}")
    home.mkdir(mode=0o711)
    made = None
    try:
        made = Ground(home, filled, settings)
        yield made
    finally:
        if made is not None and made.child.is_running:
            made.child.stop()
        shutil.rmtree(home)


def ask(
    site: str, method: str, path: str, token: str = "", key: str = "", cookie: str = "", **body: Any
) -> tuple[int, dict[str, str]]:
    """Status and headers of one request on a connection of its own; 0 when the line was cut."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    headers |= ({"Idempotency-Key": key} if key else {}) | ({"Cookie": cookie} if cookie else {})
    line = http.client.HTTPConnection(site.removeprefix("http://"), timeout=30)
    try:
        line.request(method, path, json.dumps(body) if body else None, headers)
        answer = line.getresponse()
        answer.read()
        return answer.status, dict(answer.getheaders())
    except (OSError, http.client.HTTPException):
        return 0, {}
    finally:
        line.close()
