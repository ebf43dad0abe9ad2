"""Pages under strain: the oddest names there may be, 200 % zoom, the smallest screen (ui.md 9, 11 and 14)."""

import pytest

from tests.browser.pages import PAGES, Page, State
from tests.browser.windows import Windows
from tests.tier import IS_LONG

HANDFUL = (
    "reporting:home",
    "pipeline:deals",
    "pipeline:board",
    "pipeline:deal",
    "forecasting:call",
    "accounts:customer",
    "accounts:profile",
)
CHOSEN = [
    entry for entry in PAGES if entry.role and (IS_LONG or entry.route in HANDFUL) and (IS_LONG or not entry.name)
]
ODD = State("odd names", place="odd")


@pytest.mark.parametrize("width", ["wide", "narrow"] if IS_LONG else ["narrow"])
@pytest.mark.parametrize("entry", CHOSEN, ids=lambda entry: entry.label)
def test_names_of_300_letters_and_from_right_to_left(entry: Page, width: str, windows: Windows) -> None:
    with windows.open(entry, ODD, width=width) as look:
        look.axe(width)
        look.layout(width)


@pytest.mark.parametrize("width", ["zoomed", "smallest"])
@pytest.mark.parametrize("entry", CHOSEN, ids=lambda entry: entry.label)
def test_nothing_is_cut_at_twice_the_size(entry: Page, width: str, windows: Windows) -> None:
    with windows.open(entry, width=width) as look:
        look.layout(width)
