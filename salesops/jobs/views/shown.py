"""One job as its row on a page says it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from salesops.jobs.access import may_control
from salesops.jobs.links import result_of
from salesops.jobs.models import Job
from salesops.web.templatetags.formats import duration, number

# An interval, not a second delay after load: a morph keeps the element, so an unchanged trigger would not start again.
FIRST_POLL, NEXT_POLL = "load delay:1s", "every 3s"


@dataclass(frozen=True)
class ShownJob:
    """The context of templates/web/_job.html. `percent` is 0 while nobody knows how much there is."""

    id: str
    label: str
    state: str
    state_label: str
    percent: int
    left: str
    sentence: str
    running: bool
    failed: bool
    poll_url: str
    poll_when: str
    cancel_url: str
    rerun_url: str
    result_url: str
    result_label: str


def shown(request: HttpRequest, job: Job, *, is_poll: bool = False) -> ShownJob:
    result = result_of(request, job)
    mine = may_control(request.user, job)
    again = job.state in (Job.State.FAILED, Job.State.DEAD, Job.State.CANCELLED)
    return ShownJob(
        id=str(job.uid),
        label=job.label,
        state=job.state,
        state_label=str(Job.State(job.state).label),
        percent=int((job.share_done or 0) * 100),
        left=time_left(job, request.now),  # type: ignore[attr-defined]
        sentence=sentence_of(job),
        running=not job.has_ended,
        failed=job.state in (Job.State.FAILED, Job.State.DEAD),
        poll_url="" if job.has_ended else reverse("jobs:job", args=[job.uid]),
        poll_when=NEXT_POLL if is_poll else FIRST_POLL,
        cancel_url=reverse("jobs:cancel", args=[job.uid]) if mine and not job.has_ended else "",
        rerun_url=reverse("jobs:rerun", args=[job.uid]) if mine and again else "",
        result_url=result.url if result else "",
        result_label=result.label if result else "",
    )


def time_left(job: Job, now: datetime) -> str:
    """By the pace so far: half done after 20 s leaves 20 s. Empty while the pace is not known."""
    share = job.share_done
    if job.state != Job.State.RUNNING or not share or job.started_at is None:
        return ""
    spent = max(0.0, (now - job.started_at).total_seconds())
    left = timedelta(seconds=int(spent * (1 - share) / share))
    return _("about %(time)s left") % {"time": duration(left)}


def sentence_of(job: Job) -> str:
    """What there is to say in one line: the trouble, the step it is at, or how far it got."""
    if job.error:
        return job.error
    if job.progress_text:
        return job.progress_text
    if job.state == Job.State.WAITING:
        return _("Waiting for a worker")
    if job.state == Job.State.RUNNING and job.progress_total:
        done = {"done": number(job.progress), "total": number(job.progress_total)}
        return _("%(done)s of %(total)s") % done
    return str(Job.State(job.state).label)
