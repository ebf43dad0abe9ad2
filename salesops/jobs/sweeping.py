"""Every ten seconds: wake what nobody took, give up what stopped three times."""

from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from salesops.jobs.events import job_ended
from salesops.jobs.models import Job
from salesops.jobs.operations import wake

logger = structlog.get_logger(__name__)
AT_ONCE = 1000
KEPT = timedelta(days=30)
# A job told of is given this long to be claimed; just under the sweep's ten seconds, so that none is skipped twice.
WAKE_AGAIN = timedelta(seconds=9)


def sweep() -> dict[str, int]:
    """Counts of jobs woken and given up. Two sweeps at once wake each job once: the update is the claim to wake."""
    dead = give_up()
    woken = 0
    for job_id, queue in _take_unwoken():
        if not wake(job_id, queue):
            break
        woken += 1
    return {"woken": woken, "dead": dead}


def give_up() -> int:
    """Jobs whose last attempt stopped without an end: a worker was killed each time, so the work itself may kill."""
    lost = Job.objects.filter(state=Job.State.RUNNING, claimed_until__lt=Now(), attempt__gte=F("last_attempt"))
    with transaction.atomic():
        dead = list(lost.select_for_update(skip_locked=True, of=("self",)))
        Job.objects.filter(pk__in=[job.pk for job in dead]).update(
            state=Job.State.DEAD,
            finished_at=Now(),
            claimed_until=None,
            error_code="worker_lost",
            error=_("The worker stopped in the middle each time. Run it again when the cause is known."),
        )
        for job in dead:
            job_ended.send(Job, job=job, state=Job.State.DEAD)
    if dead:
        logger.error("jobs_given_up", count=len(dead))
    return len(dead)


def forget_old() -> int:
    """Ended jobs after 30 days; what failed is kept until somebody has run it again. Returns how many went."""
    ended = Job.objects.filter(state__in=[Job.State.DONE, Job.State.CANCELLED])
    return ended.filter(finished_at__lt=Now() - KEPT).delete()[0]


def _take_unwoken() -> list[tuple[int, str]]:
    """Due and told to nobody for ten seconds, oldest first; at most AT_ONCE: a backlog must not flood the broker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_job SET woken_at = clock_timestamp() WHERE id IN ("
            " SELECT id FROM jobs_job"
            " WHERE coalesce(woken_at, '-infinity') < clock_timestamp() - make_interval(secs => %s)"
            " AND ((state = 'waiting' AND run_after <= clock_timestamp())"
            " OR (state = 'running' AND claimed_until < clock_timestamp() AND attempt < last_attempt))"
            " ORDER BY run_after LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id, queue",
            [WAKE_AGAIN.total_seconds(), AT_ONCE],
        )
        return list(cursor.fetchall())
