"""A panel that the site fails, or that nobody answers: the page says so, keeps everything, and asks again (ui.md 7)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.browser.faults import too_slow
from tests.browser.watch import NO_ANSWER
from tests.company import Company, make_deal

Open = Callable[..., Any]
CLOSE_DATE = ".cell-button[hx-get*=close_date]"
SOON = (timezone.now() + timedelta(days=3)).date()


def cut(page: Any) -> None:
    page.route("**/*", lambda route: route.abort())


@pytest.mark.allow_status(503)
def test_a_panel_that_fails_says_so_and_is_asked_again(
    open_page: Open, accessible: Callable[..., None], company: Company
) -> None:
    make_deal(company, company.priya, name="Opened twice")
    page = open_page(user=company.priya)
    page.goto("/deals?name=Opened")
    page.route("**/fields/close_date", lambda route: route.fulfill(**too_slow(**{"HX-Request": "true"})))
    page.locator(CLOSE_DATE).first.click()
    page.get_by_role("alert").filter(has_text="This took too long").wait_for()
    assert page.locator("#problem").bounding_box()["y"] < 200
    accessible(page)
    page.unroute_all()
    page.get_by_role("button", name="Retry").click()
    page.locator("main .cell-form [name=close_date]").wait_for()
    assert page.locator("#problem > *").count() == 0


@pytest.mark.allow_status(NO_ANSWER)
def test_without_an_answer_what_was_typed_stays_and_is_sent_again(
    open_page: Open, accessible: Callable[..., None], company: Company
) -> None:
    deal = make_deal(company, company.ruth, name="Saved at last", close_date=timezone.now().date())
    page = open_page(user=company.ruth, width="narrow", dark=True)
    page.goto("/deals?name=Saved")
    page.locator(CLOSE_DATE).first.click()
    box = page.locator(".cell-form [name=close_date]")
    box.fill(SOON.isoformat())
    cut(page)
    page.locator("main .cell-form button[type=submit]").click()
    page.get_by_role("alert").filter(has_text="SalesOps does not answer").wait_for()
    assert box.input_value() == SOON.isoformat()
    accessible(page)
    page.unroute_all()
    page.get_by_role("button", name="Retry").click()
    page.locator("main .cell-form").wait_for(state="detached")
    deal.refresh_from_db()
    assert deal.close_date == SOON


@pytest.mark.allow_status(502)
def test_what_a_machine_in_between_answers_is_not_shown(open_page: Open, company: Company) -> None:
    make_deal(company, company.andre, name="Behind a proxy")
    page = open_page(user=company.andre)
    page.goto("/deals?name=Behind")
    page.route("**/fields/close_date", lambda route: route.fulfill(status=502, body="<h1>502 Bad Gateway</h1>"))
    page.locator(CLOSE_DATE).first.click()
    page.get_by_role("alert").filter(has_text="SalesOps does not answer").wait_for()
    assert page.get_by_text("Bad Gateway").count() == 0


@pytest.mark.allow_status(NO_ANSWER)
def test_the_palette_says_it_inside_itself(open_page: Open, accessible: Callable[..., None], company: Company) -> None:
    page = open_page(user=company.priya)
    page.goto("/deals")
    page.keyboard.press("Control+k")
    cut(page)
    page.keyboard.type("acme")
    page.locator("#palette").get_by_role("alert").wait_for()
    accessible(page)
    page.unroute_all()
    page.locator("#palette").get_by_role("button", name="Retry").click()
    page.locator("#palette-records").get_by_text("Acme Robotics").first.wait_for()
    assert page.locator("#palette-problem > *").count() == 0


@pytest.mark.allow_status(422)
@pytest.mark.parametrize("path", ["/deals/new", "/leads/new"])
def test_bad_input_in_the_dark_at_390_is_seen_spoken_and_kept(
    open_page: Open, accessible: Callable[..., None], company: Company, path: str
) -> None:
    """Every form is asked for this without a browser (tests/contracts/test_forms.py); here it is seen."""
    page = open_page(user=company.priya, width="narrow", dark=True)
    page.goto(path)
    wrong = page.locator("main form [name=amount], main form [name=email]")
    wrong.first.fill("many of them")
    page.locator("main form[method=post] button[type=submit]").last.click()
    summary = page.locator(".error-summary")
    summary.wait_for()
    assert summary.evaluate("el => el === document.activeElement"), "the summary has no focus"
    assert wrong.first.input_value() == "many of them"
    told = wrong.first.get_attribute("aria-describedby").split()
    assert page.locator(f"#{told[-1]}").is_visible()
    accessible(page)
