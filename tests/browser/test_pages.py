"""Every page and open state: axe, contrast in the dark, layout at 390, no fault in the console (ui.md 9, 11 and 14).

The list is cut in three files, so that two workers share it.
"""

from typing import Any

import pytest

from tests.browser.gates import look_at
from tests.browser.pages import FIGURES, FORECAST, FRAME, NOT_PAGES, PAGES, WORK, Page
from tests.browser.windows import Windows
from tests.contracts.matrix import IN, lines


@pytest.mark.parametrize("entry", (*FRAME, *FIGURES, *FORECAST, *WORK), ids=lambda entry: entry.label)
def test_page_and_its_states(entry: Page, windows: Windows) -> None:
    look_at(entry, windows)


def test_every_page_of_the_site_is_in_the_list() -> None:
    """A page is what somebody may GET, and what is no part of the API."""
    found = {line.name for line in lines()[0] if "_api:" not in line.name and IN in (line.get or {}).values()}
    listed = {entry.route for entry in PAGES}
    assert found - listed - NOT_PAGES.keys() == set(), "pages that no gate opens: add them to tests/browser/pages.py"
    routes = {line.name for line in lines()[0]} | {"healthz", "readyz"}
    assert listed | NOT_PAGES.keys() <= routes, "entries without a route"


def test_a_fault_is_found(windows: Windows) -> None:
    """The gates see what they are there for: a picture without words, small text, words cut off, a page too wide."""
    with windows.open(next(entry for entry in PAGES if entry.route == "web:search")) as look:
        look.page.evaluate(PLANT)
        look.axe("planted")
        look.layout("planted")
        told = " ".join(look.faults)
        look.faults.clear()
        look.dark("planted")
        told_in_the_dark = " ".join(look.faults)
        look.faults.clear()
    for word in ("image-alt", "color-contrast", "small: 9.0 px", "sideways: ", "cut: ", "moves: ", "squeezed: "):
        assert word in told
    assert "color-contrast" in told_in_the_dark


PLANT: Any = """
() => {
  const planted = document.createElement("div");
  const words = (text, style) => {
    const made = Object.assign(document.createElement("p"), { textContent: text });
    made.style.cssText = style;
    return made;
  };
  planted.append(
    new Image(),
    words("pale and small", "color: #ccc; background: #fff; font-size: 9px; width: 4000px"),
    words("longer than its box", "overflow: hidden; white-space: nowrap; width: 40px"),
    words("does not stand still", "transition: opacity 2s"),
    Object.assign(words("no room", "width: 2px"), { className: "panel" }),
  );
  document.querySelector("main").append(planted);
}
"""
