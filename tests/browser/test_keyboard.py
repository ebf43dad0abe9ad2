"""Everything by keys: skip link, reading order, dialogs, lists, the board (ui.md 11)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.pages import PAGES, Page
from tests.browser.windows import Windows
from tests.company import Company, make_deal
from tests.tier import IS_LONG

Open = Callable[..., Any]
MOST_STOPS = 600 if IS_LONG else 80
# Where a script put the focus, Tab would go on from there.
FROM_THE_TOP = """
() => {
  const root = document.documentElement;
  root.tabIndex = -1;
  root.focus();
  root.removeAttribute("tabindex");
}
"""
MENUS = ".topbar details[data-menu], .filters details[data-menu], .nav details[data-menu]"
WALKED = ("reporting:home", "pipeline:deals", "pipeline:board", "pipeline:deal", "forecasting:call", "accounts:people")
CHOSEN = [entry for entry in PAGES if IS_LONG or (entry.route in WALKED and not entry.name)]


@pytest.mark.parametrize("entry", [entry for entry in CHOSEN if entry.role], ids=lambda entry: entry.label)
def test_tab_reaches_everything_in_reading_order(entry: Page, windows: Windows) -> None:
    with windows.open(entry) as look:
        page = look.page
        page.evaluate(FROM_THE_TOP)
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.matches('a.skip')")
        assert page.evaluate("() => document.activeElement.getBoundingClientRect().top >= 0"), "skip link is not shown"
        stops = [page.evaluate("() => look.stop()")]
        while len(stops) < MOST_STOPS:
            page.keyboard.press("Tab")
            stops.append(page.evaluate("() => look.stop()"))
            if stops[-1] and stops[-1]["order"] == stops[0]["order"]:
                stops[-1] = None  # Past the end, and round to the skip link again.
            if stops[-1] is None:
                break
        look.tell("keys", [stop["fault"] for stop in stops if stop and stop["fault"]])
        order = [stop["order"] for stop in stops if stop]
        assert order == sorted(order), "Tab leaves the reading order"
        missed = page.evaluate("reached => look.missed(reached)", order)
        if stops[-1] is None:
            look.tell("keys", missed)
        look.tell("keys", [fault for fault in map(menu_by_keys, page.locator(MENUS).all()) if fault])


def menu_by_keys(menu: Any) -> str:
    """Enter opens, an arrow walks in, Escape closes and gives focus back. The fault, or nothing."""
    opener = menu.locator("summary").first
    if not opener.is_visible():
        return ""
    opener.focus()
    opener.press("Enter")
    if not menu.evaluate("menu => menu.open"):
        return f"Enter does not open {opener.inner_text()!r}"
    menu.page.keyboard.press("ArrowDown")
    if not menu.evaluate("menu => menu.contains(document.activeElement)"):
        return f"arrows leave {opener.inner_text()!r}"
    menu.page.keyboard.press("Escape")
    is_back = opener.evaluate("el => el === document.activeElement") and not menu.evaluate("menu => menu.open")
    return "" if is_back else f"Escape does not close {opener.inner_text()!r} and give focus back"


def test_skip_link_goes_to_the_content(open_page: Open, company: Company) -> None:
    page = open_page(user=company.priya)
    page.goto("/deals")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(("keys", "dialog"), [("Control+k", "#palette"), ("?", "#keys")])
def test_dialog_keeps_focus_and_gives_it_back(open_page: Open, company: Company, keys: str, dialog: str) -> None:
    page = open_page(user=company.priya)
    page.goto("/deals")
    opener = page.locator(".nav-link").nth(1)
    opener.focus()
    page.keyboard.press(keys)
    page.locator(f"{dialog}[open]").wait_for()
    for _press in range(12):
        page.keyboard.press("Tab")
        inside = "dialog => dialog.contains(document.activeElement) || document.activeElement === document.body"
        assert page.locator(dialog).evaluate(inside)
    page.keyboard.press("Escape")
    page.locator(dialog).wait_for(state="hidden")
    assert opener.evaluate("el => el === document.activeElement")


def test_question_mark_lists_the_keys_of_the_page(open_page: Open, company: Company) -> None:
    page = open_page(user=company.priya)
    page.goto("/deals")
    page.keyboard.press("?")
    told = page.locator("#keys dl").inner_text()
    for keys in ("G D", "N", "A"):
        assert keys in told


def test_palette_goes_to_a_page_and_finds_a_deal(open_page: Open, company: Company) -> None:
    deal = make_deal(company, company.priya, name="Quillfeather annex")
    page = open_page(user=company.priya)
    page.goto("/deals")
    page.keyboard.press("Control+k")
    page.keyboard.type("quillf")
    page.locator("#palette-records").get_by_text("Quillfeather annex").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/deals/{deal.uid}")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/deals")


def test_list_by_keys(open_page: Open, company: Company) -> None:
    for number in range(3):
        make_deal(company, company.andre, name=f"Row {number} of keys")
    page = open_page(user=company.andre)
    page.goto("/deals?name=of+keys")
    page.locator("[data-row]").nth(2).wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("[data-row]").nth(1).get_attribute("data-current") is not None
    page.keyboard.press("k")
    assert page.locator("[data-row]").nth(0).get_attribute("data-current") is not None
    page.keyboard.press("e")
    page.locator("[data-row] .cell-form").wait_for()
    page.keyboard.press("Escape")
    page.locator("[data-row] .cell-form").wait_for(state="detached")
    page.locator("[data-row]").nth(0).locator("[data-open]").focus()
    page.keyboard.press("Enter")
    page.locator("#deal-detail").get_by_text("of keys").first.wait_for()


def test_single_keys_stay_quiet_while_typing(open_page: Open, company: Company) -> None:
    page = open_page(user=company.priya)
    page.goto("/deals/new")
    box = page.get_by_label("Name", exact=True)
    box.fill("")
    box.press_sequentially("gh? nlj/")
    assert box.input_value() == "gh? nlj/"
    assert page.url.endswith("/deals/new")
    # The form guards typed words; nothing is lost by leaving here.
    box.fill("")
    page.evaluate("() => { document.querySelector('form[data-guard]')?.removeAttribute('data-guard') }")
