"""What /readyz says of work that stands still, and that what beat names exists."""

from datetime import timedelta

import pytest
from celery import current_app
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from salesops.celery import app
from salesops.jobs.health import SWEPT
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.jobs.tasks import by_the_clock, sweep_jobs
from salesops.kernel.jobs import JOBS

pytestmark = pytest.mark.django_db


def degraded(client: Client) -> dict[str, str]:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    return dict(answer.json()["degraded"])


def test_a_sweep_shows_that_workers_live(client: Client) -> None:
    cache.delete(SWEPT)
    assert degraded(client) == {"workers": "no worker has swept yet"}
    sweep_jobs()
    assert degraded(client) == {}
    cache.set(SWEPT, 0)
    assert "no sweep for" in degraded(client)["workers"]


def test_work_that_is_due_and_waits_is_told(client: Client) -> None:
    sweep_jobs()
    job = enqueue("jobs.forget_old")
    assert degraded(client) == {}
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(seconds=90))
    assert "waits for 90 s" in degraded(client)["jobs"]


def test_what_the_clock_names_exists() -> None:
    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] in current_app.tasks, name
        for job_name, seconds in [entry["args"]] if entry.get("args") else []:
            assert job_name in JOBS and seconds == entry["schedule"], name


def test_every_entry_of_the_clock_makes_one_job_a_period() -> None:
    for entry in app.conf.beat_schedule.values():
        if entry.get("args"):
            # A period may end between the two calls, and then there are two periods.
            made = {by_the_clock(*entry["args"]), by_the_clock(*entry["args"])}
            assert None in made or len(made) == 2
            assert Job.objects.filter(name=entry["args"][0], period_key__isnull=False).exists()
