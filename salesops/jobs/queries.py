"""What pages and the operations home ask about jobs. Each takes rows that came from `visible_to`."""

from datetime import datetime

from django.db.models import Count, Min

from salesops.db.scoped import ScopedQuerySet, require_scoped
from salesops.jobs.models import Job

Jobs = ScopedQuerySet[Job]
NEEDS_SOMEBODY = (Job.State.FAILED, Job.State.DEAD)


def newest(rows: Jobs) -> Jobs:
    require_scoped(rows)
    return rows.select_related("requested_by").order_by("-created_at", "-id")


def unfinished(rows: Jobs) -> Jobs:
    return newest(rows).filter(state__in=[Job.State.WAITING, Job.State.RUNNING])


def given_up(rows: Jobs) -> Jobs:
    """What somebody has to look at: failed, and dead after its attempts."""
    return newest(rows).filter(state__in=NEEDS_SOMEBODY)


def counts_by_state() -> dict[str, int]:
    """Numbers without rows, for monitoring: states that no job is in are absent."""
    return dict(Job.objects.order_by().values_list("state").annotate(Count("id")))


def oldest_due(now: datetime) -> datetime | None:
    """The moment since which due work has been waiting; None when none is."""
    due = Job.objects.filter(state=Job.State.WAITING, run_after__lte=now)
    return due.aggregate(at=Min("run_after"))["at"]
