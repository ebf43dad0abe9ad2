"""Who sees which jobs, and who fetches a file."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from salesops.db.scoped import ScopedQuerySet
from salesops.jobs.models import Job, JobFile
from salesops.kernel.errors import Forbidden

SEE_ALL, CONTROL_ALL = "jobs.see", "jobs.control"


def visible_to(user: Any) -> ScopedQuerySet[Job]:
    """A person's own; every job, those of the clock included, with the verb `jobs.see`."""
    rows: ScopedQuerySet[Job] = Job.objects.all()
    return (rows if user.may(SEE_ALL) else rows.filter(requested_by=user)).mark_scoped(user)


def job_for(user: Any, uid: UUID | str) -> Job:
    """Raises NotFound, also for somebody else's."""
    return visible_to(user).select_related("requested_by").one(uid=uid)


def may_control(user: Any, job: Job) -> bool:
    return job.requested_by_id == user.pk or user.may(CONTROL_ALL)


def job_to_control(user: Any, uid: UUID | str) -> Job:
    """To cancel or run again: one's own, or any with the verb `jobs.control`. Raises NotFound, Forbidden."""
    job = job_for(user, uid)
    if not may_control(user, job):
        raise Forbidden()
    return job


def file_for(user: Any, uid: UUID | str) -> JobFile:
    """The file of a job, for who asked for it alone: it holds what was in their scope. Raises NotFound, Forbidden."""
    job = job_for(user, uid)
    if job.requested_by_id != user.pk:
        raise Forbidden()
    return JobFile.objects.one(job=job, expires_at__gt=timezone.now())
