"""One attempt at a job: claim, run, finish, and what becomes of an error."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from salesops.jobs.events import job_ended
from salesops.jobs.models import Job
from salesops.kernel.errors import SalesOpsError
from salesops.kernel.jobs import JOBS, JobLost, JobType, RetryLater

logger = structlog.get_logger(__name__)
MINE = Q(state=Job.State.RUNNING)
BACK_OFF = timedelta(seconds=10)


class JobRun:
    """`salesops.kernel.jobs.Run` for one claimed attempt. Progress goes over a connection of its own."""

    def __init__(self, job: Job, kind: JobType) -> None:
        self.job = job
        self.uid = job.uid
        self.attempt = job.attempt
        self.kind = kind
        self.is_finished = False
        # In a test the claim itself may be uncommitted: only our own connection can see it.
        self._side = None if connection.in_atomic_block else connection.copy()

    def progress(self, done: int, total: int | None = None, text: str = "") -> None:
        self._write_beside(
            "UPDATE jobs_job SET progress = %s, progress_total = %s, progress_text = %s,"
            " claimed_until = clock_timestamp() + %s WHERE id = %s AND attempt = %s AND state = 'running'",
            [done, total, text[:300], self.kind.limit, self.job.pk, self.attempt],
        )

    def check_cancelled(self) -> None:
        self._write_beside(
            "UPDATE jobs_job SET claimed_until = clock_timestamp() + %s"
            " WHERE id = %s AND attempt = %s AND state = 'running'",
            [self.kind.limit, self.job.pk, self.attempt],
        )

    @contextmanager
    def chunk(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            if not self.is_finished:
                self._require(self.mine().update(claimed_until=Now() + self.kind.limit))

    def finish(self, result: Any = None) -> None:
        self._require(self.mine().update(state=Job.State.DONE, finished_at=Now(), claimed_until=None, result=result))
        self.is_finished = True
        job_ended.send(Job, job=self.job, state=Job.State.DONE)

    def close(self) -> None:
        if self._side is not None:
            self._side.close()

    def mine(self) -> Any:
        return Job.objects.filter(MINE, pk=self.job.pk, attempt=self.attempt)

    def _require(self, changed: int) -> None:
        if not changed:
            raise JobLost(str(self.job))

    def _write_beside(self, sql: str, params: list[Any]) -> None:
        with (self._side or connection).cursor() as cursor:
            cursor.execute(sql, params)
            self._require(cursor.rowcount)


def run_job(job_id: int) -> str | None:
    """Claim and run one attempt; the state it ended in, None when there was nothing to claim.

    Safe to call twice and at once for one job: the second finds no claim.
    """
    job = claim(job_id)
    if job is None:
        return None
    run = JobRun(job, JOBS[job.name])
    try:
        return _attempt(run)
    finally:
        run.close()


def claim(job_id: int) -> Job | None:
    """One conditional update, committed before the work: waiting and due, or running with its claim run out."""
    due = Q(state=Job.State.WAITING, run_after__lte=Now()) | Q(state=Job.State.RUNNING, claimed_until__lt=Now())
    name = Job.objects.filter(pk=job_id).values_list("name", flat=True).first()
    kind = JOBS.get(name or "")
    if kind is None:
        return None
    changed = Job.objects.filter(due, pk=job_id, attempt__lt=F("last_attempt")).update(
        state=Job.State.RUNNING,
        attempt=F("attempt") + 1,
        claimed_until=Now() + kind.limit,
        started_at=Now(),
    )
    return Job.objects.get(pk=job_id) if changed else None


def _attempt(run: JobRun) -> str:
    job, kind = run.job, run.kind
    try:
        if kind.atomic:
            with transaction.atomic():
                run.finish(kind.run(run, **job.args))
        else:
            result = kind.run(run, **job.args)
            if not run.is_finished:
                run.finish(result)
    except JobLost:
        logger.info("job_lost", job=str(job.uid), attempt=run.attempt)
        return "lost"
    except RetryLater as error:
        return _try_later(run, error)
    except SalesOpsError as error:
        return _end(run, Job.State.FAILED, error.code, error.message)
    except Exception:
        logger.exception("job_failed", job=str(job.uid), job_name=job.name, attempt=run.attempt)
        sentence = _("Something went wrong inside. The log has it under this job's number.")
        return _end(run, Job.State.FAILED, "internal", sentence)
    return Job.State.DONE


def _try_later(run: JobRun, error: RetryLater) -> str:
    if run.attempt >= run.job.last_attempt:
        return _end(run, Job.State.DEAD, "retries_used_up", str(error))
    # Half to one and a half times, so that what failed together does not come back together.
    wait = error.after or BACK_OFF * 3 ** (run.attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311
    try:
        with transaction.atomic():
            run.mine().update(state=Job.State.WAITING, run_after=Now() + wait, claimed_until=None, error=str(error))
    except IntegrityError:
        # Meanwhile the same work was asked for again: that job does it.
        return _end(run, Job.State.CANCELLED, "asked_again", _("The same work is waiting already."))
    return Job.State.WAITING


def _end(run: JobRun, state: Job.State, code: str, sentence: str) -> str:
    with transaction.atomic():
        changed = run.mine().update(
            state=state, finished_at=Now(), claimed_until=None, error_code=code, error=sentence[:2000]
        )
        if changed and state != Job.State.CANCELLED:
            job_ended.send(Job, job=run.job, state=state)
    return state if changed else "lost"
