"""A person at the page: counts presses of keys and buttons, and the screens that were seen (ui.md 8.1).

Typing words into a field is no press; choosing in a list is one.
"""

import time
from typing import Any

from tests.tier import IS_LONG


class Hands:
    def __init__(self, page: Any) -> None:
        self.page = page
        self.presses = 0
        self.screens = 0
        self.began = time.monotonic()
        page.on("framenavigated", self._screen)

    def _screen(self, frame: Any) -> None:
        self.screens += frame == self.page.main_frame

    def click(self, what: Any) -> None:
        self.presses += 1
        (self.page.locator(what) if isinstance(what, str) else what).first.click()

    def key(self, keys: str) -> None:
        self.presses += 1
        self.page.keyboard.press(keys)

    def choose(self, label: str, option: str) -> None:
        self.presses += 1
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def said(self, task: str) -> None:
        """Shown with `-s`: seconds of a machine, which is never slower than a person."""
        print(f"\n{task}: {self.presses} presses, {self.screens} screens, {self.seconds:.1f} s")

    def within(self, seconds: float) -> None:
        """Checked by `make gates`, on a machine of its own: a busy one must not fail the tests of every change."""
        assert not IS_LONG or self.seconds <= seconds, f"{self.seconds:.1f} s, {seconds} at most"
