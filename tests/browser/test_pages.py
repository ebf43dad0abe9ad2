"""Every page and open state at 1440: axe, contrast in the dark, no fault in the console (ui.md 11 and 14)."""

from typing import Any

import pytest

from tests.browser.looking import CONTRAST
from tests.browser.pages import NOT_PAGES, PAGES, Page
from tests.browser.windows import IS_LONG, Windows
from tests.contracts.matrix import IN, lines


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.label)
def test_page_and_its_states_at_1440(entry: Page, windows: Windows) -> None:
    rules = None if IS_LONG else CONTRAST
    with windows.open(entry) as look:
        look.axe("light")
        look.dark("", rules=rules)
        look.menus(dark_rules=rules)
        if IS_LONG:
            look.layout("light")
    for state in entry.states:
        with windows.open(entry, state) as look:
            look.axe("light", inside=state.inside)
            look.dark("", inside=state.inside, rules=rules)


def test_every_page_of_the_site_is_in_the_list() -> None:
    """A page is what somebody may GET, and what is no part of the API."""
    found = {line.name for line in lines()[0] if "_api:" not in line.name and IN in (line.get or {}).values()}
    listed = {entry.route for entry in PAGES}
    assert found - listed - NOT_PAGES.keys() == set(), "pages that no gate opens: add them to tests/browser/pages.py"
    assert listed | NOT_PAGES.keys() <= found | {"healthz", "readyz"}, "entries without a route"


def test_report(request: pytest.FixtureRequest, windows: Windows) -> None:
    """Shown with `-s`: what was looked at in this file."""
    if windows.counts:
        print("\n" + windows.report())


def test_a_fault_is_found(windows: Windows) -> None:
    """The gates see what they are there for: a picture without words, small text, a page too wide."""
    with windows.open(next(entry for entry in PAGES if entry.route == "web:search")) as look:
        look.page.evaluate(PLANT)
        look.axe("planted")
        look.layout("planted")
        told = " ".join(look.faults)
        look.faults.clear()
    for word in ("image-alt", "color-contrast", "small: 9.0 px", "sideways: "):
        assert word in told


PLANT: Any = """
() => {
  const planted = document.createElement("div");
  planted.append(new Image(), Object.assign(document.createElement("p"), { textContent: "pale and small" }));
  planted.lastChild.style.cssText = "color: #ccc; background: #fff; font-size: 9px; width: 4000px";
  document.querySelector("main").append(planted);
}
"""
