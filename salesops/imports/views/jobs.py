"""The work behind the pages: how far a commit is, and where Start leads."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from salesops.imports.models import ImportBatch
from salesops.imports.operations.commit import COMMIT_JOB
from salesops.imports.operations.start import START_JOB
from salesops.imports.start import steps
from salesops.jobs.access import visible_to as visible_jobs
from salesops.jobs.models import Job


def asking(request: HttpRequest) -> Any:
    """Whoever asks has passed a door: the middleware lets nobody else in."""
    return request.user


def job_of(request: HttpRequest, batch: ImportBatch, *, running: bool = False) -> dict[str, Any] | None:
    """The newest job that writes this batch, as `web/_job.html` shows it; only a running one when asked so."""
    job = (
        visible_jobs(request.user)
        .filter(name__in=(COMMIT_JOB, START_JOB), args__batch=batch.pk)
        .order_by("-id")
        .first()
    )
    if job is None or (job.state == Job.State.DONE and batch.state != ImportBatch.State.COMMITTED):
        return None
    if running and job.has_ended:
        return None
    share = job.share_done
    return {
        "id": job.uid,
        "label": _("Importing"),
        "percent": round(share * 100) if share else 0,
        "running": not job.has_ended,
        "failed": job.state in (Job.State.FAILED, Job.State.DEAD),
        "sentence": job.error or job.progress_text,
    }


def where_next(batch: ImportBatch) -> str:
    """The page that a step of an app above opens, in the period that Start opened."""
    for step in steps():
        if step.opens:
            try:
                return reverse(step.opens)
            except NoReverseMatch:
                continue
    return reverse("imports:batch", args=[batch.uid])
