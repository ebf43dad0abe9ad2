"""Enqueueing, running, retrying, cancelling, seeing: one process, no worker."""

from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from salesops.audit.models import AuditRecord
from salesops.db.scoped import UnscopedQueryset
from salesops.jobs import queries
from salesops.jobs.access import job_for, job_to_control, visible_to
from salesops.jobs.models import Job
from salesops.jobs.operations import cancel, enqueue, enqueue_due, rerun
from salesops.jobs.running import JobRun, claim, run_job
from salesops.jobs.sweeping import forget_old, sweep
from salesops.kernel.errors import Forbidden, NotFound, Refused
from salesops.kernel.jobs import HARD_LIMITS, JOBS, JobLost
from tests.company import Company
from tests.jobs import work

pytestmark = pytest.mark.django_db


def effects(mark: str) -> int:
    return AuditRecord.objects.filter(verb=work.DID, reason=mark).count()


def claims_ran_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_together_with_its_effect() -> None:
    job = enqueue("test.effect", mark="one")
    assert run_job(job.pk) == Job.State.DONE
    job.refresh_from_db()
    assert (job.attempt, job.result, effects("one")) == (1, {"mark": "one"}, 1)


def test_running_it_again_changes_nothing() -> None:
    job = enqueue("test.effect", mark="twice")
    assert [run_job(job.pk), run_job(job.pk)] == [Job.State.DONE, None]
    assert effects("twice") == 1


def test_a_job_that_waits_under_a_key_is_the_one_that_comes_back() -> None:
    soon = timezone.now() + timedelta(minutes=5)
    first = enqueue("test.effect", key="deal-7", run_after=soon + timedelta(hours=1))
    again = enqueue("test.effect", key="deal-7", run_after=soon)
    assert again.pk == first.pk
    assert again.run_after == soon
    assert enqueue("test.effect", key="deal-8").pk != first.pk


def test_work_asked_for_while_its_twin_runs_is_a_new_job() -> None:
    running = claim(enqueue("test.effect", key="deal-7").pk)
    assert running is not None
    assert enqueue("test.effect", key="deal-7").pk != running.pk


def test_the_clock_starts_one_job_a_period_whatever_became_of_it() -> None:
    first = enqueue_due("test.effect", "2026-11-21")
    assert first is not None
    run_job(first.pk)
    assert enqueue_due("test.effect", "2026-11-21") is None
    assert enqueue_due("test.effect", "2026-11-22") is not None


def test_a_name_that_nobody_registered_is_an_error_at_once() -> None:
    with pytest.raises(KeyError):
        enqueue("test.unheard_of")


def test_a_job_of_later_is_not_claimed_before() -> None:
    job = enqueue("test.effect", run_after=timezone.now() + timedelta(hours=1))
    assert run_job(job.pk) is None


def test_a_refusal_ends_the_job_with_its_sentence_and_without_effect() -> None:
    job = enqueue("test.refuses")
    assert run_job(job.pk) == Job.State.FAILED
    job.refresh_from_db()
    assert (job.error_code, job.error) == ("no_quota", "There is no quota to divide.")
    assert effects("refuses") == 0


def test_an_error_of_ours_is_told_without_its_insides() -> None:
    job = enqueue("test.breaks")
    run_job(job.pk)
    job.refresh_from_db()
    assert job.error_code == "internal"
    assert "42" not in job.error


def test_a_passing_trouble_is_tried_three_times_ever_later_then_given_up() -> None:
    job = enqueue("test.tries_later")
    waits = []
    for _ in range(3):
        Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
        state = run_job(job.pk)
        job.refresh_from_db()
        waits.append((job.run_after - timezone.now()).total_seconds())
    assert (state, job.error_code, job.attempt) == (Job.State.DEAD, "retries_used_up", 3)
    assert 4 < waits[0] < 16 < waits[1] < 46


def test_a_late_worker_changes_nothing() -> None:
    job = enqueue("test.effect")
    late = claim(job.pk)
    assert late is not None
    claims_ran_out(job)
    assert run_job(job.pk) == Job.State.DONE
    run = JobRun(late, JOBS["test.effect"])
    for write in (run.finish, lambda: run.progress(1, 2), run.check_cancelled):
        with pytest.raises(JobLost):
            write()
    job.refresh_from_db()
    assert (job.attempt, job.progress) == (2, 0)


def test_a_claim_cannot_be_taken_while_it_runs() -> None:
    job = enqueue("test.effect")
    assert claim(job.pk) is not None
    assert claim(job.pk) is None


def test_a_cancelled_job_never_starts(company: Company) -> None:
    job = cancel(enqueue("test.effect", mark="never"), by=company.priya)
    assert run_job(job.pk) is None
    assert effects("never") == 0
    with pytest.raises(Refused) as refusal:
        cancel(job, by=company.priya)
    assert refusal.value.code == "job_ended"


def test_a_running_job_stops_at_the_chunk_in_which_it_is_cancelled() -> None:
    job = enqueue("test.chunks", mark="cut", count=5, stop_before=5)
    assert run_job(job.pk) == Job.State.DONE
    stopped = enqueue("test.chunks", mark="cut here", count=5, stop_before=2)
    assert run_job(stopped.pk) == "lost"
    assert (effects("cut"), effects("cut here")) == (5, 2)


def test_a_failed_job_runs_again_with_three_more_attempts(company: Company) -> None:
    job = enqueue("test.breaks")
    run_job(job.pk)
    again = rerun(job, by=company.omar)
    assert (again.state, again.attempt, again.last_attempt, again.error) == (Job.State.WAITING, 1, 4, "")
    with pytest.raises(Refused):
        rerun(again, by=company.omar)


def test_a_rerun_beside_a_waiting_twin_is_refused(company: Company) -> None:
    job = enqueue("test.breaks", key="deal-7")
    run_job(job.pk)
    enqueue("test.breaks", key="deal-7")
    with pytest.raises(Refused) as refusal:
        rerun(job, by=company.omar)
    assert refusal.value.code == "job_not_rerunnable"


def test_the_sweep_gives_up_what_stopped_three_times_and_only_that() -> None:
    poison, healthy = enqueue("test.effect"), enqueue("test.effect")
    for _ in range(3):
        assert claim(poison.pk)
        claims_ran_out(poison)
    claim(healthy.pk)
    claims_ran_out(healthy)
    assert sweep()["dead"] == 1
    poison.refresh_from_db()
    healthy.refresh_from_db()
    assert (poison.state, poison.error_code) == (Job.State.DEAD, "worker_lost")
    assert healthy.state == Job.State.RUNNING


def test_the_sweep_wakes_each_due_job_once_in_ten_seconds() -> None:
    forgotten = enqueue("test.effect", mark="forgotten")
    Job.objects.filter(pk=forgotten.pk).update(woken_at=timezone.now() - timedelta(seconds=20))
    enqueue("test.effect", run_after=timezone.now() + timedelta(hours=1))
    assert sweep()["woken"] == 1
    assert sweep()["woken"] == 0
    # Celery runs a task at once in tests: the woken worker did the work.
    assert effects("forgotten") == 1


def test_workers_hear_of_a_job_when_its_transaction_commits(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        enqueue("test.effect", mark="heard")
        assert effects("heard") == 0
    assert (len(callbacks), effects("heard")) == (1, 1)


def test_people_see_their_own_jobs_and_operations_all(company: Company) -> None:
    mine, of_the_clock = enqueue("test.effect", requested_by=company.priya), enqueue_due("test.effect", "2026-11-21")
    assert set(visible_to(company.priya)) == {mine}
    assert set(visible_to(company.noor)) == {mine, of_the_clock}
    for outsider in (company.andre, company.marcus, company.dana):
        with pytest.raises(NotFound):
            job_for(outsider, mine.uid)
    assert {job_to_control(who, mine.uid) for who in (company.priya, company.omar)} == {mine}
    with pytest.raises(Forbidden):
        job_to_control(company.noor, mine.uid)


def test_lists_of_jobs_refuse_rows_that_nobodys_scope_has_cut(company: Company) -> None:
    failed = enqueue("test.breaks", requested_by=company.priya)
    run_job(failed.pk)
    assert list(queries.given_up(visible_to(company.priya))) == [failed]
    assert list(queries.unfinished(visible_to(company.priya))) == []
    with pytest.raises(UnscopedQueryset):
        queries.newest(Job.objects.all())


def test_monitoring_counts_states_and_the_oldest_due() -> None:
    assert queries.oldest_due(timezone.now()) is None
    first = enqueue("test.effect")
    enqueue("test.effect")
    assert queries.oldest_due(timezone.now()) == first.run_after
    assert queries.counts_by_state() == {"waiting": 2}


def test_every_job_has_a_queue_that_workers_listen_to_and_the_clock_names_jobs_that_exist() -> None:
    listening = {queue.name for queue in current_app.conf.task_queues}
    assert {kind.queue for kind in JOBS} <= listening == set(HARD_LIMITS)
    by_name = {entry["args"][0] for entry in current_app.conf.beat_schedule.values() if "args" in entry}
    assert by_name <= set(JOBS.keys())


def test_old_jobs_go_and_those_that_failed_stay() -> None:
    old, failed, fresh = enqueue("test.effect"), enqueue("test.breaks"), enqueue("test.effect")
    for job in (old, failed, fresh):
        run_job(job.pk)
    Job.objects.exclude(pk=fresh.pk).update(finished_at=timezone.now() - timedelta(days=31))
    assert forget_old() == 1
    assert set(Job.objects.all()) == {failed, fresh}
