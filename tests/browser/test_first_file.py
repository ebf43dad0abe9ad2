"""Real files in a browser: the wizard from upload to undo, and Start to the first submitted forecast (8.1, row 7)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import User
from forecasting.models import Submission
from pipeline.models import Opportunity
from salesops.jobs.models import Job
from salesops.jobs.running import run_job
from tests.browser.hands import Hands
from tests.browser.places import Place
from tests.browser.signing_in import session_of
from tests.browser.watch import Watch
from tests.browser.windows import Windows, new_context
from tests.imports.maven import FILES, FOLDER, facts, needs_files

pytestmark = needs_files
Open = Callable[..., Any]


@pytest.fixture
def own(windows: Windows) -> Iterator[Place]:
    """A company set up a minute ago, of this test alone; the ORM goes there."""
    place = windows.places.fresh("empty")
    with place.here():
        yield place


@pytest.fixture
def page(own: Place, chromium: Any) -> Iterator[Any]:
    context = new_context(chromium, own.site)
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "sessionid", "value": session_of(own.people["admin"]), "url": own.site}])
    opened = context.new_page()
    watch = Watch(opened, own.site, set())
    yield opened
    context.close()
    assert not watch.faults, "\n".join(watch.faults)


def do_waiting_jobs() -> None:
    """What the worker does beside the site; there is none beside this one."""
    for job in Job.objects.filter(state=Job.State.WAITING).order_by("pk"):
        run_job(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, f"{job.name}: {job.error}"


def test_maven_from_upload_to_undo(page: Any) -> None:
    page.goto("/imports")
    hands = Hands(page)
    page.get_by_label("Files").set_input_files([str(FOLDER / name) for name in FILES])
    hands.presses += 1
    page.get_by_label("From", exact=True).fill("maven_crm")
    hands.click(page.get_by_role("button", name="Upload and check"))
    page.get_by_role("heading", name="Import from maven_crm").wait_for()
    repairs = page.locator("form[action*=repair] button").filter(has_not_text=re.compile("^Map$"))
    for _reason in range(repairs.count()):
        hands.click(repairs)
        page.wait_for_load_state()
    hands.click(page.get_by_role("button", name=re.compile("^Import")))
    page.locator(".job").wait_for()
    do_waiting_jobs()
    page.get_by_text("What happened").wait_for()
    overall = facts()["overall"]
    assert Opportunity.objects.filter(deleted=False).count() == sum(overall["stage_counts"].values())
    hands.said("Maven through the wizard")
    page.get_by_label("Why").fill("Only a trial")
    page.get_by_role("button", name="Undo import").click()
    page.locator(".job").wait_for()
    do_waiting_jobs()
    page.get_by_text("Import undone.").wait_for()
    assert not Opportunity.objects.filter(deleted=False).exists()


def test_start_from_a_deals_file_to_the_first_submitted_forecast(page: Any, own: Place) -> None:
    hands = Hands(page)
    page.goto("/start")
    page.get_by_label("Deals file").set_input_files(str(FOLDER / "sales_pipeline.csv"))
    hands.presses += 1
    hands.click(page.get_by_role("button", name="Read the file"))
    page.get_by_text("Proposed from your file").wait_for()
    hands.click(page.get_by_role("button", name="Create and open forecast"))
    page.locator(".job").wait_for()
    do_waiting_jobs()
    page.get_by_role("heading", name="Forecast call").wait_for()
    hands.click(page.get_by_role("button", name="Submit forecast"))
    page.get_by_text("is submitted, number 1").wait_for()
    hands.said("Start to the first submitted forecast")
    assert Submission.objects.filter(node=own.people["admin"]).count() == 1
    assert User.objects.filter(state=User.State.LISTED).count() >= 30
    assert hands.screens <= 6
    hands.within(600)
