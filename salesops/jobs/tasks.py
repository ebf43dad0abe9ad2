"""The Celery tasks of every job: a message carries an id, the row carries the work."""

import time

from celery import shared_task

from salesops.jobs.operations import enqueue_due
from salesops.jobs.running import run_job
from salesops.jobs.sweeping import forget_old, sweep
from salesops.kernel.jobs import Run, job


@shared_task(name="jobs.run")  # type: ignore[untyped-decorator]
def run(job_id: int) -> str | None:
    return run_job(job_id)


@shared_task(name="jobs.sweep")  # type: ignore[untyped-decorator]
def sweep_jobs() -> dict[str, int]:
    return sweep()


@shared_task(name="jobs.by_the_clock")  # type: ignore[untyped-decorator]
def by_the_clock(name: str, seconds: int) -> str | None:
    """What beat calls for a job that is due every so many seconds: one row each, however many beats there are."""
    made = enqueue_due(name, f"{seconds}s-{int(time.time()) // seconds}")
    return str(made.uid) if made else None


@job("jobs.forget_old", queue="refresh")
def forget(run: Run) -> dict[str, int]:
    return {"forgotten": forget_old()}
