"""Pages under strain: the oddest names, 200 % zoom, the smallest screen, a failed piece (ui.md 7, 9, 11 and 14)."""

import pytest

from tests.browser.faults import fail_a_piece
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
FAILING = State("failing", do=fail_a_piece, status=503)


@pytest.mark.parametrize("width", ["wide", "narrow"] if IS_LONG else ["narrow"])
@pytest.mark.parametrize("entry", CHOSEN, ids=lambda entry: entry.label)
def test_names_of_300_letters_and_from_right_to_left(entry: Page, width: str, windows: Windows) -> None:
    with windows.open(entry, ODD, width=width) as look:
        look.axe(width)
        if IS_LONG:
            look.dark(width)
        look.layout(width)


@pytest.mark.parametrize("width", ["zoomed", "smallest"])
@pytest.mark.parametrize("entry", CHOSEN, ids=lambda entry: entry.label)
def test_nothing_is_cut_at_twice_the_size(entry: Page, width: str, windows: Windows) -> None:
    with windows.open(entry, width=width) as look:
        look.layout(width)


@pytest.mark.parametrize("width", ["wide", "narrow"] if IS_LONG else ["narrow"])
@pytest.mark.parametrize("entry", CHOSEN, ids=lambda entry: entry.label)
def test_a_failed_piece_is_told_on_every_page(entry: Page, width: str, windows: Windows) -> None:
    with windows.open(entry, FAILING, width=width) as look:
        look.axe(width, inside="#problem")
        look.dark(width, inside="#problem")
        look.layout(width)
