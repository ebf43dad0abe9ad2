"""Every page and open state: axe, contrast in the dark, layout at 390, no fault in the console (ui.md 9, 11 and 14).

The list is cut in three files, so that two workers share it.
"""

import re
from typing import Any

import pytest

from tests.browser.gates import look_at
from tests.browser.pages import FIGURES, FORECAST, FRAME, NOT_PAGES, PAGES, PALETTE, WORK, Page, State
from tests.browser.windows import SIZES, Windows
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


SEARCH = next(entry for entry in PAGES if entry.route == "web:search")


def test_a_fault_is_found(windows: Windows) -> None:
    """The gates see what they are there for: a picture without words, small text, words cut off, a page too wide."""
    with windows.open(SEARCH) as look:
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
    assert re.findall(r"under \.topbar: .*> (\w+)", told) == ["behind"]
    assert "color-contrast" in told_in_the_dark


PLANT: Any = """
() => {
  const planted = document.createElement("div");
  const words = (text, style) => {
    const made = Object.assign(document.createElement("p"), { textContent: text });
    made.style.cssText = style;
    return made;
  };
  const pressed = (text, style) => {
    const made = Object.assign(document.createElement("button"), { textContent: text });
    made.style.cssText = `position: fixed; inset-block-start: 4px; inset-inline-start: 50%; ${style}`;
    return made;
  };
  planted.append(
    new Image(),
    words("pale and small", "color: #ccc; background: #fff; font-size: 9px; width: 4000px"),
    words("longer than its box", "overflow: hidden; white-space: nowrap; width: 40px"),
    words("does not stand still", "transition: opacity 2s"),
    Object.assign(words("no room", "width: 2px"), { className: "panel" }),
    pressed("behind", "z-index: 0"),
    pressed("before", "z-index: 99; inset-inline-start: 70%"),
  );
  document.querySelector("main").append(planted);
}
"""


@pytest.mark.parametrize("state", [State(""), PALETTE], ids=["looked at", "pressed"])
@pytest.mark.parametrize("stopped", [False, True], ids=["to the end", "stopped"])
def test_nothing_of_a_page_reaches_the_next(state: State, stopped: bool, windows: Windows) -> None:
    with windows.open(SEARCH) as look:
        before = look.page.evaluate(STANDING)
    with pytest.raises(AssertionError) as told, windows.open(SEARCH, state) as look:
        look.page.evaluate(LEAVE)
        if stopped:
            look.page.emulate_media(color_scheme="dark")
            look.page.set_viewport_size(SIZES["narrow"])
            raise AssertionError("a gate stopped here")
    for fault in ["stopped here"] if stopped else ["left behind", "Content Security Policy"]:
        assert fault in str(told.value)
    with windows.open(SEARCH) as look:
        assert look.page.evaluate(STANDING) == before
        assert not look.faults


STANDING: Any = """
() => ({
  width: innerWidth,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  opened: document.querySelectorAll("[open]").length,
  typed: document.querySelector("main input").value,
  focus: document.activeElement.tagName,
})
"""
LEAVE: Any = """
() => {
  document.querySelectorAll("details").forEach((each) => (each.open = true));
  document.querySelector("main input").value = "left";
  document.querySelector("main input").focus();
  console.error("left behind");
  const script = document.createElement("script");
  script.textContent = "1";
  document.head.append(script);
}
"""
