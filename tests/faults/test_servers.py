"""Web workers and PostgreSQL killed, away, out of connections, out of disk, under requests (rows 1, 3, 4, 27, 33)."""

import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.operations.tokens import create_token
from salesops.local.addresses import APP_ROLE
from tests import harness
from tests.company import build_company
from tests.faults.ground import DATABASE, Ground, ask, ground
from tests.jobs.test_faults import until
from tests.local.stack import _environment_of
from tests.tier import ARE_FAULTS_WHOLE

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not ARE_FAULTS_WHOLE, reason="servers of their own: make faults"),
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc"),
]
LEADS, READ = "/api/v1/leads", "/api/v1/opportunities"
WRITERS = 4


@dataclass(frozen=True)
class World:
    ground: Ground
    site: str
    tokens: list[str]
    cookie: str
    """Of somebody who is signed in."""

    def read(self) -> tuple[int, dict[str, str]]:
        return ask(self.site, "GET", READ, self.tokens[0])

    def page(self) -> tuple[int, dict[str, str]]:
        return ask(self.site, "GET", "/deals", cookie=self.cookie)

    def write(self, name: str, key: str = "") -> tuple[int, dict[str, str]]:
        token = self.tokens[hash(name) % len(self.tokens)]
        return ask(self.site, "POST", LEADS, token, key, name=name)

    def names(self) -> Counter[str]:
        """Of every lead, by how often it is there."""
        with self.ground.cluster.connect(DATABASE) as link, link.cursor() as cursor:
            cursor.execute("SELECT name FROM pipeline_lead")
            return Counter(name for (name,) in cursor.fetchall())

    def web_workers(self) -> list[int]:
        """gunicorn's children; the parent is the oldest."""
        mine = f"PORT={self.site.rpartition(':')[2]}"
        found = [int(at.name) for at in Path("/proc").iterdir() if at.name.isdigit() and mine in _environment_of(at)]
        return sorted(found)[1:]


@pytest.fixture(scope="module")
def world(own_database: str) -> Iterator[World]:
    company = build_company()
    until_when = timezone.now() + timedelta(days=2)
    people = (company.priya, company.andre, company.ruth, company.jonah, company.sofia, company.marcus)
    scopes = ["pipeline:read", "pipeline:write"]
    tokens = [create_token(one, name="f", scopes=scopes, expires_at=until_when, by=one)[1] for one in people]
    client = Client()
    client.force_login(company.marcus, backend=settings.AUTHENTICATION_BACKENDS[-1])
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with ground(own_database, ["max_connections=30"]) as made:
        with harness.website(DATABASE, made.addresses) as site:
            found = World(made, site, tokens, cookie)
            until(lambda: found.read()[0] == 200)
            yield found


def test_a_killed_web_worker_leaves_no_half_write(world: World) -> None:
    """200 keyed POSTs while workers are killed; whoever got no answer sends the same again."""
    count, done, tries = 200, Event(), Counter[int]()
    killed = []

    def kill_some() -> None:
        """One after every twenty that were served: a worker needs its time to start."""
        for mark in range(10, count, 20):
            while tries[201] < mark and not done.wait(0.02):
                pass
            for pid in world.web_workers()[:1]:
                os.kill(pid, 9)
                killed.append(pid)

    def send(number: int) -> None:
        status = 0
        while status != 201:
            status, _headers = world.write(f"Keyed {number}", key=f"key-{number}")
            tries[status] += 1

    killer = threading.Thread(target=kill_some)
    killer.start()
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(send, range(count)))
    done.set()
    killer.join()
    names = world.names()
    assert [names[f"Keyed {number}"] for number in range(count)] == [1] * count
    assert killed and set(tries) <= {0, 201, 409, 429, 503}
    print(f"row 1: {len(killed)} workers killed, {tries[0]} requests cut, {count} objects of {count} keys, 0 double")


def test_nothing_acknowledged_is_lost_when_postgres_is_killed(world: World) -> None:
    rounds, acknowledged = 3, []
    for number in range(rounds):
        stop = Event()

        def writer(who: int, number: int = number, stop: Event = stop) -> None:
            for n in range(10_000):
                if stop.is_set():
                    return
                name = f"Written {number}-{who}-{n}"
                if world.write(name)[0] == 201:
                    acknowledged.append(name)

        threads = [threading.Thread(target=writer, args=(who,)) for who in range(WRITERS)]
        for thread in threads:
            thread.start()
        enough = len(acknowledged) + 40
        until(lambda enough=enough: len(acknowledged) >= enough)
        world.ground.kill()
        stop.set()
        for thread in threads:
            thread.join()
        world.ground.start()
        until(lambda: world.read()[0] == 200)
    names = world.names()
    assert [name for name in acknowledged if names[name] != 1] == []
    print(f"row 3: {rounds} kills beside {WRITERS} writers, {len(acknowledged)} acknowledged, 0 missing")


def test_while_postgres_is_away_it_is_said_and_then_it_heals(world: World) -> None:
    assert world.page()[0] == 200
    world.ground.child.stop()
    began, told = time.monotonic(), Counter[int]()
    while time.monotonic() - began < 30:
        for answer in (world.read(), world.page(), world.write("Away")):
            status, headers = answer
            told[status] += 1
            assert (status, headers.get("Retry-After")) == (503, "5")
        assert ask(world.site, "GET", "/healthz")[0] == 200
        Event().wait(1)
    assert ask(world.site, "GET", "/readyz")[0] == 503
    world.ground.start()
    back = time.monotonic()
    until(lambda: (world.read()[0], world.page()[0]) == (200, 200))
    healed = time.monotonic() - back
    assert healed <= 5
    print(f"row 4: away 30 s, {told[503]} x 503 with Retry-After, back in {healed:.1f} s with 0 manual steps")


def test_without_a_free_connection_it_is_said_and_then_it_recovers(world: World) -> None:
    held = []
    world.ground.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{APP_ROLE}'")
    with pytest.raises(psycopg2.OperationalError):
        while True:
            held.append(psycopg2.connect(world.ground.addresses.database(DATABASE)))
    with ThreadPoolExecutor(200) as clients:
        full = list(clients.map(lambda _: world.read(), range(200)))
        assert {(status, headers.get("Retry-After")) for status, headers in full} == {(503, "5")}
        for link in held:
            link.close()
        until(lambda: world.read()[0] == 200)
        free = Counter(status for status, _ in clients.map(lambda _: world.read(), range(200)))
    assert set(free) <= {200, 429}
    print(f"row 33: {len(held)} connections taken, 200 clients: 503 each; given back: {dict(free)}")


@contextmanager
def small_disk(at: Path, owner: Any) -> Iterator[Path]:
    at.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", at], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        os.chown(at, owner.uid, owner.gid)
        yield at
    finally:
        subprocess.run(["umount", "-l", at], check=True)


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_stops_writes_and_not_reads(world: World) -> None:
    """The database moves to a small disk of its own, which something else then fills to the last byte."""
    cluster = world.ground.cluster
    with small_disk(cluster.data_dir.parent / "small", cluster.account) as disk:
        move(
            world.ground,
            f"CREATE TABLESPACE small LOCATION '{disk}'",
            f"ALTER DATABASE {DATABASE} SET TABLESPACE small",
        )
        until(lambda: world.write("On the small disk")[0] == 201)
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError):
            while True:
                file.write(b"0" * 65536)
        told = Counter[int]()
        for number in range(3000):
            status, headers = world.write(f"Too much {number}")
            told[status] += 1
            if status == 503:
                assert headers["Retry-After"]
                break
        assert world.read()[0] == 200 and told[503] == 1 and set(told) <= {201, 503}
        filler.unlink()
        assert world.write("There is room again")[0] == 201
        move(world.ground, f"ALTER DATABASE {DATABASE} SET TABLESPACE pg_default", "DROP TABLESPACE small")
    print(f"row 27: disk full after {told[201]} more writes: 503, reads 200; room again: 201")


def move(ground: Ground, *statements: str) -> None:
    """Nobody may be in a database that moves."""
    for statement in statements:
        ground.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{DATABASE}'", statement)
