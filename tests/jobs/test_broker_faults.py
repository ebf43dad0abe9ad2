"""A broker killed with work on it, and one that is away (platform.md 5.3 rows 5 and 6), on a Valkey of our own."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.jobs.running import run_job
from salesops.jobs.sweeping import sweep
from salesops.local.addresses import Addresses
from salesops.local.binaries import valkey_server
from salesops.local.processes import Child
from salesops.local.valkey import start_valkey
from salesops.web.api import throttles
from tests import harness
from tests.company import PASSWORD, Company
from tests.jobs.test_faults import FULL, Worker, all_done, effects, sweeps_often, until

pytestmark = pytest.mark.faults
BACKEND = "django.contrib.auth.backends.ModelBackend"
__all__ = ["sweeps_often"]


class Broker:
    """A Valkey that a test may kill; it keeps nothing, as the product's own."""

    def __init__(self, home: Path) -> None:
        self.addresses = Addresses(home, home)
        self.log = home / "valkey.log"
        self.child: Child | None = None
        self.start()

    def start(self) -> None:
        environment = harness.cluster().environment()
        self.child = start_valkey(valkey_server(), self.addresses, log=self.log, environment=environment)

    def kill(self) -> None:
        if self.child is not None and self.child.is_running:
            self.child.process.kill()
            self.child.process.wait()


@pytest.fixture
def broker(own_database: str, tmp_path: Path, settings: Any) -> Iterator[Broker]:
    """This process on a broker and a cache that a test may take away."""
    short = Path("/tmp") / f"so-{os.getpid()}-{tmp_path.name[-4:]}"
    short.mkdir(mode=0o700)
    running = Broker(short)
    prefix = caches["default"].key_prefix
    before = current_app.conf.broker_url
    go_to(running.addresses.broker, eager=False)
    settings.CACHE_URL = running.addresses.cache
    settings.CACHES = {"default": django_settings.CACHES["default"] | {"LOCATION": running.addresses.cache}}
    caches["default"].key_prefix = prefix
    throttles._client.cache_clear()
    yield running
    running.kill()
    go_to(before, eager=True)
    throttles._client.cache_clear()
    for left in short.iterdir():
        left.unlink()
    short.rmdir()


def go_to(broker_url: str, *, eager: bool) -> None:
    current_app.conf.broker_url = broker_url
    current_app.conf.task_always_eager = eager
    current_app._pool = None
    current_app.amqp._producer_pool = None


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    return own_company


def test_work_on_a_broker_that_was_killed_is_done_once(broker: Broker, tmp_path: Path) -> None:
    count = 1000 if FULL else 60
    with transaction.atomic():
        jobs = [enqueue("test.effect", mark=f"queued {number}") for number in range(count)]
    with current_app.connection_for_write() as link:
        assert link.default_channel.client.llen("interactive") == count
    broker.kill()
    broker.start()
    worker = Worker(tmp_path / "log", REDIS_URL=broker.addresses.broker)
    try:
        until(lambda: all_done(jobs), seconds=60)
    finally:
        worker.kill()
    assert [effects(f"queued {number}") for number in range(count)] == [1] * count
    print(f"row 5: {count} messages lost with the broker, {count} effects once each")


def test_without_cache_and_broker_pages_read_signing_in_is_closed_and_jobs_wait(
    broker: Broker, company: Company
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(company.omar, backend=BACKEND)
    stranger = Client(raise_request_exception=False)
    broker.kill()
    for path in ("/jobs", "/audit", "/search?q=acme", "/api/v1/jobs", "/api/v1/audit"):
        assert client.get(path).status_code == 200, path
    assert "away" in client.get("/readyz").json()["degraded"]["cache"]
    asked = {"username": company.priya.email, "password": PASSWORD}
    closed = stranger.post("/sign-in", asked)
    assert (closed.status_code, "_auth_user_id" in stranger.session) == (503, False)
    assert closed["Retry-After"]
    job = enqueue("test.effect", mark="waits", requested_by=company.omar)
    assert Job.objects.get(pk=job.pk).state == Job.State.WAITING
    assert client.post(f"/jobs/{job.uid}/cancel").status_code == 302
    assert client.post(f"/jobs/{job.uid}/rerun").status_code == 302
    broker.start()
    assert stranger.post("/sign-in", asked).status_code == 302
    until(lambda: sweep()["woken"])
    assert run_job(job.pk) == Job.State.DONE
    print("row 6: 5 reads 200, sign-in 503, the job waits and is woken")
