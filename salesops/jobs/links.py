"""Where the result of a job is: registered by the app whose job it is, asked by the job's page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from salesops.jobs.models import Job, JobFile
from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class Link:
    url: str
    label: str


results: Registry[Callable[[HttpRequest, Job], Link | None]] = Registry("results of jobs")
"""By the name of the job; None when there is nothing to open for this person."""


def result_of(request: HttpRequest, job: Job) -> Link | None:
    """None while the job has not done its work."""
    ask = results.get(job.name)
    return ask(request, job) if ask and job.state == Job.State.DONE else None


def export_file(request: HttpRequest, job: Job) -> Link | None:
    """Only its requester fetches a file: it was written in their scope."""
    file = JobFile.objects.filter(job=job).first()
    if file is None or job.requested_by_id != request.user.pk:
        return None
    return Link(reverse("jobs:file", args=[job.uid]), _("Download %(name)s") % {"name": file.name})
