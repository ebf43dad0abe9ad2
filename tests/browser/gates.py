"""What the gates do with one page of the list; CI opens it once, the long gates in every size."""

from tests.browser.looking import Look
from tests.browser.pages import Page, State
from tests.browser.windows import SIZES, Windows
from tests.tier import IS_LONG


def look_at(entry: Page, windows: Windows) -> None:
    """CI: page and states at 1440 in both themes, and the page once more when the same window is made narrow."""
    with windows.open(entry) as look:
        first_sight(look)
        if not IS_LONG:
            look.page.set_viewport_size(SIZES["narrow"])
            windows.keep(look.page, entry, State(""), "narrow")
            look.axe("at 390")
        look.layout("at 1440" if IS_LONG else "at 390")
    states(entry, windows, "wide")
    if IS_LONG:
        with windows.open(entry, width="narrow") as look:
            first_sight(look)
            look.layout("at 390")
        states(entry, windows, "narrow")


def first_sight(look: Look) -> None:
    look.axe("")
    look.dark("")
    look.menus()


def states(entry: Page, windows: Windows, width: str) -> None:
    for state in (state for state in entry.states if IS_LONG or not state.is_long):
        with windows.open(entry, state, width=width) as look:
            look.axe(width, inside=state.inside)
            look.dark(width, inside=state.inside)
            if IS_LONG:
                look.layout(width)
