"""Putting work into the table, taking it back, starting it again."""

from datetime import datetime
from typing import Any

import structlog
from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError
from psycopg2.extras import Json
from redis.exceptions import RedisError

from salesops.jobs.models import Job
from salesops.kernel.acts import record_act
from salesops.kernel.errors import Refused
from salesops.kernel.jobs import ATTEMPTS, HARD_LIMITS, JOBS

logger = structlog.get_logger(__name__)
RUN_TASK = "jobs.run"


def enqueue(
    name: str, *, key: str | None = None, run_after: datetime | None = None, requested_by: Any = None, **args: Any
) -> Job:
    """A job in the caller's transaction; workers hear of it when that commits, and never when it does not.

    While one with this name and key is waiting, that one is returned, due at the earlier moment and with its own
    `args`: a key must say everything that matters. Its row stays locked until the caller commits, so no worker takes it
    before it can see what the caller wrote. Raises KeyError for a name nobody registered.
    """
    row = _insert(name, key, None, run_after, requested_by, args, on_conflict=_KEEP_WAITING)
    return _wake_on_commit(row)


def enqueue_due(name: str, period_key: str, **args: Any) -> Job | None:
    """What the clock starts: one job a name and period, whatever its state: two beats make one. None: there is one."""
    row = _insert(name, None, period_key, None, None, args, on_conflict="ON CONFLICT (name, period_key) DO NOTHING")
    return _wake_on_commit(row) if row else None


def cancel(job: Job, *, by: Any) -> Job:
    """A waiting job never starts; a running one stops at its next chunk and none of its later writes is kept.

    Raises Refused `job_ended` when there is nothing left to stop.
    """
    said = _("Stopped by %(name)s") % {"name": by} if by else _("Stopped")
    with transaction.atomic():
        changed = Job.objects.filter(pk=job.pk, state__in=[Job.State.WAITING, Job.State.RUNNING]).update(
            state=Job.State.CANCELLED, finished_at=Now(), progress_text=said
        )
        if not changed:
            raise Refused("job_ended", _("This job has ended already."))
        record_act("job.cancelled", by=by, of=job, before={"state": job.state}, after={"name": job.name})
    job.refresh_from_db()
    return job


def rerun(job: Job, *, by: Any) -> Job:
    """The same row again, with three more attempts; the number of the attempt goes on, so a late worker stays refused.

    Raises Refused `job_not_rerunnable` unless it failed, gave up or was cancelled, or when its twin is waiting already.
    """
    ended = [Job.State.FAILED, Job.State.DEAD, Job.State.CANCELLED]
    again = {
        "state": Job.State.WAITING,
        "error": "",
        "error_code": "",
        "result": None,
        "started_at": None,
        "finished_at": None,
        "claimed_until": None,
        "progress": 0,
        "progress_total": None,
        "progress_text": "",
    }
    try:
        with transaction.atomic():
            fresh = Job.objects.select_for_update().filter(pk=job.pk, state__in=ended).first()
            if fresh is None:
                raise Refused("job_not_rerunnable", _("Only a job that failed or was stopped can run again."))
            allowed = fresh.attempt + ATTEMPTS
            Job.objects.filter(pk=job.pk).update(last_attempt=allowed, run_after=Now(), woken_at=Now(), **again)
            record_act("job.rerun", by=by, of=job, before={"state": fresh.state}, after={"name": fresh.name})
            wake_on_commit(fresh.pk, fresh.queue)
    except IntegrityError as error:
        raise Refused("job_not_rerunnable", _("The same work is waiting already.")) from error
    logger.info("job_rerun", job=str(job.uid), by=by.pk)
    job.refresh_from_db()
    return job


def wake_on_commit(job_id: int, queue: str) -> None:
    transaction.on_commit(lambda: wake(job_id, queue))


def wake(job_id: int, queue: str) -> bool:
    """Tell a worker. A broker that is away costs nothing but time: the sweep tells again."""
    task = current_app.tasks[RUN_TASK]
    try:
        task.apply_async((job_id,), queue=queue, time_limit=HARD_LIMITS[queue], retry=False)
    except (OSError, KombuError, RedisError) as error:
        logger.warning("job_not_woken", job_id=job_id, queue=queue, error=type(error).__name__)
        return False
    return True


_KEEP_WAITING = (
    "ON CONFLICT (name, key) WHERE state = 'waiting'"
    " DO UPDATE SET run_after = least(jobs_job.run_after, excluded.run_after)"
)


def _insert(
    name: str,
    key: str | None,
    period_key: str | None,
    run_after: datetime | None,
    requested_by: Any,
    args: dict[str, Any],
    *,
    on_conflict: str,
) -> tuple[Any, ...] | None:
    """One statement, so that a twin is found under its row lock whatever another transaction is doing with it."""
    queue = JOBS[name].queue
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_job (uid, name, key, period_key, args, queue, state, attempt, last_attempt, progress,"
            " progress_text, error, error_code, run_after, woken_at, requested_by_id, created_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, 'waiting', 0, %s, 0, '', '', '',"
            " coalesce(%s::timestamptz, statement_timestamp()),"
            " CASE WHEN coalesce(%s::timestamptz, '-infinity') <= statement_timestamp() THEN statement_timestamp() END,"
            f" %s, statement_timestamp()) {on_conflict} RETURNING id",
            [
                name,
                key,
                period_key,
                Json(args),
                queue,
                ATTEMPTS,
                run_after,
                run_after,
                getattr(requested_by, "pk", None),
            ],
        )
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _wake_on_commit(row: tuple[Any, ...] | None) -> Job:
    if row is None:
        raise RuntimeError("the job was neither inserted nor found")
    job = Job.objects.get(pk=row[0])
    if job.run_after <= timezone.now():
        wake_on_commit(job.pk, job.queue)
    return job
