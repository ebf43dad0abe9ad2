"""Main paths as a person walks them, by mouse and keys; presses gate, seconds are printed (ui.md 8.1 and 14)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone

from pipeline.models import Activity, Opportunity
from pipeline.operations.opportunities import edit_opportunity, move_stage
from tests.browser.hands import Hands
from tests.company import PASSWORD, Company, make_deal

Open = Callable[..., Any]
NEXT_MONTH = (timezone.now() + timedelta(days=40)).date()


def deal_page(page: Any, deal: Opportunity) -> Any:
    page.goto(f"/deals/{deal.uid}")
    return page


def test_sign_in_and_out(page: Any, company: Company) -> None:
    # The site hashes as the product does; the other tests' people carry a quick hash that it does not take.
    hasher = Argon2PasswordHasher()
    type(company.fiona).objects.filter(pk=company.fiona.pk).update(password=hasher.encode(PASSWORD, hasher.salt()))
    page.goto("/deals")
    page.get_by_label("E-mail").fill(company.fiona.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Deals", level=1).wait_for()
    page.locator(".person summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.goto("/deals")
    page.get_by_role("heading", name="Sign in").wait_for()


def test_log_an_activity_with_outcome_and_next_step(open_page: Open, company: Company) -> None:
    deal = make_deal(company, company.priya, name="Logged in a moment")
    hands = Hands(deal_page(open_page(user=company.priya), deal))
    hands.key("l")
    hands.page.get_by_role("heading", name="Log activity").wait_for()
    hands.choose("Outcome", str(Activity.Outcome.choices[0][1]))
    hands.type("Next step", "Send the order form")
    hands.key("Control+Enter")
    hands.page.get_by_text("Logged.").wait_for()
    hands.said("log an activity")
    assert hands.presses <= 3
    hands.within(10)
    activity = Activity.objects.get(opportunity=deal)
    assert activity.outcome == Activity.Outcome.choices[0][0]
    deal.refresh_from_db()
    assert deal.next_step == "Send the order form"


def test_close_date_from_the_list(open_page: Open, company: Company) -> None:
    deal = make_deal(company, company.ruth, name="Dated in its cell", close_date=timezone.now().date())
    page = open_page(user=company.ruth)
    page.goto("/deals?name=Dated")
    hands = Hands(page)
    row = page.get_by_role("row").filter(has_text="Dated in its cell")
    hands.click(row.locator("td[id*=close] .cell-button, .cell-button[hx-get*=close_date]"))
    box = row.locator(".cell-form [name=close_date]")
    box.fill((timezone.now() + timedelta(days=1)).date().isoformat())
    box.press("Enter")
    hands.presses += 1
    row.locator(".cell-form").wait_for(state="detached")
    hands.said("close date from the list")
    assert hands.presses <= 3
    hands.within(5)
    deal.refresh_from_db()
    assert deal.close_date == (timezone.now() + timedelta(days=1)).date()


def test_win_a_deal_and_lose_another(open_page: Open, company: Company) -> None:
    won, lost = (
        make_deal(company, company.priya, name=name, close_date=NEXT_MONTH) for name in ("Won one", "Lost one")
    )
    page = open_page(user=company.priya)
    deal_page(page, won).get_by_role("link", name="Win").click()
    page.locator("main form button[type=submit]").click()
    page.get_by_text("· Won ·").wait_for()
    deal_page(page, lost).get_by_role("link", name="Lose").click()
    page.get_by_label("Why it was lost").select_option(index=1)
    page.locator("main form button[type=submit]").click()
    page.get_by_text("· Lost ·").wait_for()
    won.refresh_from_db()
    lost.refresh_from_db()
    assert (won.status, lost.status) == ("won", "lost")


@pytest.mark.allow_status(409)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_second_of_two_editors_sees_both_values(open_page: Open, company: Company, javascript: bool) -> None:
    deal = make_deal(company, company.priya, name="Edited twice", amount="32000")
    page = open_page(user=company.marcus, javascript=javascript)
    page.goto(f"/deals/{deal.uid}/edit")
    edit_opportunity(deal, changes={"next_step": "Call Ana back"}, by=company.priya)
    page.get_by_label("Next step", exact=True).fill("Send the contract")
    page.locator("main form button[type=submit]").first.click()
    told = page.get_by_role("alert").filter(has_text="Priya Raman changed")
    told.wait_for()
    assert "Call Ana back" in told.inner_text()
    assert "Send the contract" in told.inner_text()
    told.get_by_role("button", name="Use mine").click()
    page.get_by_role("heading", name="Edited twice").wait_for()
    deal.refresh_from_db()
    assert deal.next_step == "Send the contract"


def test_call_of_a_rep_changes_the_managers_dashboard_within_two_seconds(open_page: Open, company: Company) -> None:
    """The first look after the rep's "Logged." has it: no schedule, no cache in between."""
    deal = make_deal(company, company.andre, name="Counted at once")
    rep = open_page(user=company.andre)
    manager = open_page(user=company.marcus)
    manager.goto("/metrics/activities")
    before = number_of(manager)
    deal_page(rep, deal).get_by_role("link", name="Log activity").click()
    rep.get_by_label("Outcome", exact=True).select_option(index=1)
    hands = Hands(manager)
    rep.get_by_role("button", name="Log activity").click()
    rep.get_by_text("Logged.").wait_for()
    manager.reload()
    assert number_of(manager) == before + 1
    hands.said("a call on the manager's page")
    hands.within(2)


def number_of(page: Any) -> int:
    return int(
        "".join(letter for letter in page.locator(".hero, .stat dd").first.inner_text() if letter.isdigit()) or 0
    )


def test_board_moves_a_card_by_keys(open_page: Open, company: Company) -> None:
    deal = make_deal(company, company.jonah, name="Carried by keys")
    page = open_page(user=company.jonah)
    page.goto("/deals/board")
    card = page.locator("[data-card]").filter(has_text="Carried by keys")
    card.locator("[data-open]").focus()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    stages = dialog.get_by_label("Stage", exact=True)
    stages.wait_for()
    stages.select_option(index=1)
    dialog.get_by_role("button", name="Move deal").press("Enter")
    page.wait_for_load_state()
    before = deal.stage_id
    page.locator("section.lane").nth(1).get_by_text("Carried by keys").wait_for()
    deal.refresh_from_db()
    assert deal.stage_id != before


@pytest.mark.allow_status(409)
def test_board_puts_a_card_back_when_somebody_moved_it_first(open_page: Open, company: Company) -> None:
    deal = make_deal(company, company.sofia, name="Moved by two")
    page = open_page(user=company.sofia)
    page.goto("/deals/board")
    stages = list(deal.process.stages.filter(kind="open").order_by("position"))
    move_stage(deal, stages[2], by=company.helena)
    card = page.locator("[data-card]").filter(has_text="Moved by two")
    card.locator("[data-move-menu]").click()
    page.get_by_role("dialog").get_by_label("Stage", exact=True).select_option(index=1)
    page.get_by_role("dialog").get_by_role("button", name="Move deal").click()
    page.get_by_role("alert").filter(has_text="Helena Ortiz changed").wait_for()


def test_main_paths_without_a_script(open_page: Open, company: Company) -> None:
    """Create, edit, log, move and win a deal with nothing but links and forms."""
    page = open_page(user=company.ruth, javascript=False)
    page.goto("/deals")
    page.get_by_role("link", name="New deal").click()
    page.get_by_label("Name", exact=True).fill("Plain as a form")
    page.get_by_label("Amount", exact=False).first.fill("18k")
    page.get_by_label("Close date", exact=True).fill(NEXT_MONTH.isoformat())
    page.locator("main form[method=post] button[type=submit]").click()
    deal = Opportunity.objects.get(name="Plain as a form")
    deal_page(page, deal).get_by_role("link", name="Log activity").click()
    page.get_by_label("Next step", exact=True).fill("Demo on Friday")
    page.locator("main form[method=post] button[type=submit]").click()
    deal_page(page, deal).get_by_role("link", name="Move").click()
    page.get_by_label("Stage", exact=True).select_option(index=2)
    page.locator("main form[method=post] button[type=submit]").click()
    deal_page(page, deal).get_by_role("link", name="Win").click()
    page.locator("main form[method=post] button[type=submit]").click()
    deal.refresh_from_db()
    assert (deal.status, deal.amount, deal.next_step) == ("won", 18_000, "Demo on Friday")
