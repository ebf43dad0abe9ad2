"""Every page at 390: axe, no sideways scroll, no small text, nothing under the bars (ui.md 9, 11 and 14)."""

import pytest

from tests.browser.pages import PAGES, Page
from tests.browser.windows import IS_LONG, Windows


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.label)
def test_page_at_390(entry: Page, windows: Windows) -> None:
    with windows.open(entry, width="narrow") as look:
        look.axe("light")
        if IS_LONG:
            look.dark("")
            look.menus(dark_rules=None)
        look.layout("light")
    for state in entry.states if IS_LONG else ():
        with windows.open(entry, state, width="narrow") as look:
            look.axe("light", inside=state.inside)
            look.dark("", inside=state.inside)


def test_report(windows: Windows) -> None:
    """Shown with `-s`: what was looked at in this file."""
    print("\n" + windows.report())
