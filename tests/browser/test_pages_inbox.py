"""The pages of comments, tasks, notifications, channels and capture under the gates (test_pages.py)."""

import pytest

from tests.browser.gates import look_at
from tests.browser.pages import CAPTURE, INBOX, Page
from tests.browser.windows import Windows


@pytest.mark.parametrize("entry", (*INBOX, *CAPTURE), ids=lambda entry: entry.label)
def test_page_and_its_states(entry: Page, windows: Windows) -> None:
    look_at(entry, windows)
