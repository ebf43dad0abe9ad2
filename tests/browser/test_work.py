"""Work in progress, the audit log and saved views in a real browser."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from salesops.audit.operations import record
from salesops.jobs.models import Job

ASKED_EVERY = 3_000


@pytest.fixture
def running(company: Any) -> Iterator[Job]:
    """As a worker that has it leaves the row: the tests' own Celery would have run it to its end."""
    now = timezone.now()
    began = {"attempt": 1, "started_at": now, "claimed_until": now + timedelta(minutes=5)}
    job = Job.objects.create(
        name="jobs.forget_old",
        queue="refresh",
        state="running",
        progress=30,
        progress_total=100,
        requested_by=company.omar,
        **began,
    )
    yield job
    job.delete()


def told(job: Job, **state: Any) -> None:
    Job.objects.filter(pk=job.pk).update(**state)


def test_a_running_job_shows_how_far_it_got_until_it_ends(
    open_page: Callable[..., Any], company: Any, running: Job
) -> None:
    page = open_page(user=company.omar)
    page.clock.install()
    page.goto(f"/jobs/{running.uid}")
    page.get_by_text("30%").wait_for()
    ended = {"state": "done", "finished_at": timezone.now(), "claimed_until": None}
    for state, seen in (({"progress": 60}, "60%"), ({"progress": 90}, "90%"), (ended, "Ended")):
        told(running, **state)
        page.clock.fast_forward(ASKED_EVERY)
        page.get_by_text(seen).wait_for()
    assert page.locator(f"#work-{running.uid}[hx-trigger]").count() == 0
    with pytest.raises(Exception, match="Timeout"), page.expect_request(f"**/jobs/{running.uid}", timeout=500):
        page.clock.fast_forward(2 * ASKED_EVERY)


def test_a_job_is_stopped_and_run_again_without_a_script(
    open_page: Callable[..., Any], company: Any, running: Job
) -> None:
    page = open_page(user=company.omar, javascript=False)
    page.goto(f"/jobs/{running.uid}")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Run again").click()
    page.get_by_text("Waiting for a worker").wait_for()


def test_columns_are_chosen_from_their_menu(
    open_page: Callable[..., Any], accessible: Callable[..., None], company: Any
) -> None:
    record("deal.edited", by=company.omar, after={"stage": "Proposal"})
    page = open_page(user=company.omar)
    page.goto("/audit")
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("Why").uncheck()
    page.get_by_label("Dense").check()
    accessible(page)
    page.get_by_role("button", name="Show").last.click()
    page.locator("table[data-density=dense]").wait_for()
    assert page.get_by_role("columnheader", name="Why").count() == 0
    page.get_by_role("link", name="+ Save view").click()
    page.get_by_label("Name").fill("Without reasons")
    page.get_by_role("button", name="Save view").click()
    page.locator(".tabs [aria-current=page]", has_text="Without reasons").wait_for()
