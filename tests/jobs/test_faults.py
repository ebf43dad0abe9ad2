"""Real workers on a real broker: killed, doubled, frozen, poisoned (platform.md 5.3 rows 2, 7, 8, 9, 11, 12)."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from celery import current_app
from django.db import connection, transaction

from salesops.audit.models import AuditRecord
from salesops.jobs import sweeping
from salesops.jobs.models import Job
from salesops.jobs.operations import RUN_TASK, enqueue, wake
from salesops.local.commands import QUIET
from tests import harness
from tests.jobs import work

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("worker")]
FULL = os.environ.get("SALESOPS_TIER") == "faults"


def environment() -> dict[str, str]:
    own = {
        "DATABASE_URL": harness.addresses().database(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "salesops.settings",
    }
    return os.environ | harness.environment() | own


class Worker:
    """A prefork worker of four children; its log is a file that a test can wait on."""

    def __init__(self, log: Path, **told: str) -> None:
        self.log = log
        given = environment() | told
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "tests.jobs.worker", "worker", "-Q", "interactive,bulk",
                 "--pool", "prefork", "--concurrency", "4", *QUIET],
                cwd=harness.ROOT, env=given, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        until(lambda: "ready." in self.told(), seconds=60)

    def told(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def worker(own_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    # No other module sends messages: Celery runs tasks at once in the rest of the tests.
    current_app.conf.task_always_eager = False
    current_app.control.purge()
    running = Worker(tmp_path_factory.mktemp("worker") / "log")
    yield running
    running.kill()
    current_app.conf.task_always_eager = True


@pytest.fixture(autouse=True)
def sweeps_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "WAKE_AGAIN", sweeping.WAKE_AGAIN / 9)


def until(holds: Callable[[], Any], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        Event().wait(0.05)


def effects(mark: str) -> int:
    return AuditRecord.objects.filter(verb=work.DID, reason=mark).count()


def states(jobs: list[Job]) -> list[str]:
    return list(Job.objects.filter(pk__in=[job.pk for job in jobs]).order_by("pk").values_list("state", flat=True))


def all_done(jobs: list[Job]) -> bool:
    sweeping.sweep()
    return set(states(jobs)) == {Job.State.DONE}


def started(path: Path) -> int:
    until(lambda: path.exists() and path.read_text())
    return int(path.read_text())


def test_a_job_whose_worker_is_killed_has_its_effect_once(tmp_path: Path) -> None:
    """SIGKILL at a random point of each job's first attempt, in the work, before it or just after."""
    chance, count = random.Random(2), 50 if FULL else 8
    jobs = []
    for number in range(count):
        file, delay = tmp_path / str(number), chance.uniform(0, 0.6)
        jobs.append(enqueue("test.in_two_steps", mark=f"kill {number}", seconds=0.4, started=str(file)))
        child = started(file)
        Event().wait(delay)
        os.kill(child, signal.SIGKILL)
    until(lambda: all_done(jobs), seconds=60)
    killed = Job.objects.filter(pk__in=[job.pk for job in jobs], attempt__gt=1).count()
    assert [effects(f"kill {number}") for number in range(count)] == [2] * count
    assert killed >= count // 3
    print(f"row 2: {count} kills, {killed} in the middle, {count}/{count} effects once")


def test_every_job_delivered_twice_and_at_once_leaves_the_state_of_once() -> None:
    count = 100 if FULL else 30
    with transaction.atomic():
        jobs = [enqueue("test.effect", mark=f"double {number}") for number in range(count)]
        chunked = [enqueue("test.chunks", mark=f"pieces {number}", count=3) for number in range(5)]
    for _ in range(2):
        for job in (*jobs, *chunked):
            wake(job.pk, job.queue)
    until(lambda: all_done(jobs + chunked))
    until(queues_are_empty)
    assert {effects(f"double {number}") for number in range(count)} == {1}
    assert {effects(f"pieces {number}") for number in range(5)} == {3}
    assert set(Job.objects.filter(name="test.effect").values_list("attempt", flat=True)) == {1}
    print(f"row 7: {count + 5} jobs delivered three times, {count + 5} effects")


def queues_are_empty() -> bool:
    with current_app.connection_for_write() as link:
        channel = link.default_channel
        return all(channel.client.llen(queue) == 0 for queue in ("interactive", "bulk"))


def test_two_beats_make_one_job_a_period() -> None:
    command = [sys.executable, "-m", "tests.jobs.beat", "test.effect", "25"]
    beats = [subprocess.Popen(command, cwd=harness.ROOT, env=environment()) for _ in range(2)]
    assert [beat.wait(60) for beat in beats] == [0, 0]
    assert Job.objects.filter(period_key__isnull=False).count() == 25
    until(lambda: sweeping.sweep() and effects(work.DID) == 25)
    print("row 8: 2 beats, 25 periods, 25 jobs, 25 effects")


def test_a_poison_job_is_given_up_and_the_next_one_runs() -> None:
    poison = enqueue("test.suicide")
    begun = time.monotonic()
    follower = enqueue("test.effect", mark="after poison")
    until(lambda: effects("after poison") == 1, seconds=10)
    waited = time.monotonic() - begun
    until(lambda: sweeping.sweep() and states([poison]) == [Job.State.DEAD], seconds=40)
    poison.refresh_from_db()
    assert (poison.attempt, poison.error_code, states([follower])) == (3, "worker_lost", [Job.State.DONE])
    print(f"row 9: {poison.attempt} starts, then dead; the next job after {waited:.1f} s")


def test_work_of_a_transaction_that_rolled_back_never_was() -> None:
    before = Job.objects.count()
    for number in range(20):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            enqueue("test.effect", mark="rolled back")
            _ = number / 0
    sentinel = enqueue("test.effect", mark="sentinel")
    until(lambda: all_done([sentinel]))
    assert (Job.objects.count() - before, effects("rolled back")) == (1, 0)
    print("row 11: 20 rollbacks, 0 jobs, 0 runs")


def test_a_worker_frozen_past_its_claim_is_refused_when_it_wakes(worker: Worker, tmp_path: Path) -> None:
    file = tmp_path / "frozen"
    job = enqueue("test.in_two_steps", mark="frozen", seconds=0.5, started=str(file))
    child = started(file)
    os.kill(child, signal.SIGSTOP)
    lost = worker.told().count("job_lost")
    until(lambda: all_done([job]))
    os.kill(child, signal.SIGCONT)
    until(lambda: worker.told().count("job_lost") > lost)
    job.refresh_from_db()
    assert (job.attempt, effects("frozen")) == (2, 2)
    print("row 12: claimed twice, 1 effect, the late write refused")


def test_the_next_worker_takes_over_from_one_killed_whole(worker: Worker, tmp_path: Path) -> None:
    """The last test of the module: its worker is gone afterwards."""
    file = tmp_path / "whole"
    job = enqueue("test.in_two_steps", mark="whole", seconds=30, started=str(file))
    started(file)
    worker.kill()
    Job.objects.filter(pk=job.pk).update(args=job.args | {"seconds": 0})
    following = Worker(tmp_path / "log")
    try:
        until(lambda: all_done([job]))
    finally:
        following.kill()
    assert effects("whole") == 2


def test_messages_name_a_task_that_exists() -> None:
    assert RUN_TASK in current_app.tasks
    scheduled = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert scheduled <= set(current_app.tasks)
