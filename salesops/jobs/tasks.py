"""The Celery tasks of every job: a message carries an id, the row carries the work."""

import time
from typing import Any

from celery import shared_task
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salesops.jobs.exporting import EXPORT, forget_files, write_export
from salesops.jobs.health import sweep_seen
from salesops.jobs.operations import enqueue_due
from salesops.jobs.running import run_job
from salesops.jobs.sweeping import forget_old, sweep
from salesops.kernel.jobs import Run, job


@shared_task(name="jobs.run")  # type: ignore[untyped-decorator]
def run(job_id: int) -> str | None:
    return run_job(job_id)


@shared_task(name="jobs.sweep")  # type: ignore[untyped-decorator]
def sweep_jobs() -> dict[str, int]:
    sweep_seen()
    return sweep()


@shared_task(name="jobs.by_the_clock")  # type: ignore[untyped-decorator]
def by_the_clock(name: str, seconds: int) -> str | None:
    """What beat calls for a job that is due every so many seconds: one row each, however many beats there are."""
    made = enqueue_due(name, f"{seconds}s-{int(time.time()) // seconds}")
    return str(made.uid) if made else None


@job("jobs.forget_old", queue="refresh", label=gettext_lazy("Forget old jobs"))
def forget(run: Run) -> dict[str, int]:
    return {"forgotten": forget_old()}


@job("jobs.forget_files", queue="refresh", label=gettext_lazy("Forget old export files"))
def forget_kept_files(run: Run) -> dict[str, int]:
    return {"forgotten": forget_files()}


def said_export(args: Any) -> str:
    return _("Export: %(title)s") % {"title": args.get("title", "")}


@job(EXPORT, queue="bulk", label=said_export)
def export(run: Run, address: str, title: str) -> dict[str, Any]:
    """`title` is for the label alone."""
    return write_export(run, address)
