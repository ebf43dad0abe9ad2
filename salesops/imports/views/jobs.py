"""The work behind the pages: how far a check, a commit or an undo is, and where Start leads."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from salesops.imports.access import visible_to
from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import CHECK_JOB
from salesops.imports.operations.commit import COMMIT_JOB
from salesops.imports.operations.start import START_JOB
from salesops.imports.operations.undo import UNDO_JOB
from salesops.imports.start import steps
from salesops.jobs.access import visible_to as visible_jobs
from salesops.jobs.links import Link
from salesops.jobs.models import Job

IMPORTS, OTHERS = (COMMIT_JOB, START_JOB), (CHECK_JOB, UNDO_JOB)


def asking(request: HttpRequest) -> Any:
    """Whoever asks has passed a door: the middleware lets nobody else in."""
    return request.user


def job_of(request: HttpRequest, batch: ImportBatch, *, running: bool = False) -> dict[str, Any] | None:
    """The newest job on this batch, as `web/_job.html` shows it; only a running one when asked so.

    Of a check or an undo that is done the page itself tells the outcome.
    """
    job = visible_jobs(request.user).filter(name__in=IMPORTS + OTHERS, args__batch=batch.pk).order_by("-id").first()
    if job is None:
        return None
    if job.state == Job.State.DONE and (job.name in OTHERS or batch.state != ImportBatch.State.COMMITTED):
        return None
    if running and job.has_ended:
        return None
    share = job.share_done
    return {
        "id": job.uid,
        "label": job.label,
        "percent": round(share * 100) if share else 0,
        "running": not job.has_ended,
        "failed": job.state in (Job.State.FAILED, Job.State.DEAD),
        "sentence": job.error or job.progress_text,
    }


def opened_by(request: HttpRequest, job: Job) -> Link | None:
    """From the page of a job to what it worked on."""
    batch = visible_to(request.user).filter(pk=job.args["batch"]).first()
    return Link(reverse("imports:batch", args=[batch.uid]), _("Open the import")) if batch else None


def onward(batch: ImportBatch, job: dict[str, Any] | None) -> tuple[str, str]:
    """The header that follows an ended job: the page anew; of Start its proposals, then what they opened."""
    if "start" in batch.options and not (job and job["failed"]):
        if batch.is_changeable:
            return "HX-Redirect", reverse("imports:start_proposals", args=[batch.uid])
        if batch.state == ImportBatch.State.COMMITTED:
            return "HX-Redirect", where_next(batch)
    return "HX-Refresh", "true"


def where_next(batch: ImportBatch) -> str:
    """The page that a step of an app above opens, in the period that Start opened."""
    for step in steps():
        if step.opens:
            try:
                return reverse(step.opens)
            except NoReverseMatch:
                continue
    return reverse("imports:batch", args=[batch.uid])
