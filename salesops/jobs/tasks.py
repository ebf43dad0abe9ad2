"""The Celery tasks of every job: a message carries an id, the row carries the work."""

from celery import shared_task

from salesops.jobs.running import run_job
from salesops.jobs.sweeping import sweep


@shared_task(name="jobs.run", acks_late=False)  # type: ignore[untyped-decorator]
def run(job_id: int) -> str | None:
    return run_job(job_id)


@shared_task(name="jobs.sweep", acks_late=False)  # type: ignore[untyped-decorator]
def sweep_jobs() -> dict[str, int]:
    return sweep()
