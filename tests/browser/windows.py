"""Opens the pages of the list: one browser, one signed-in window for each company, role and width."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.looking import Look, questions
from tests.browser.pages import Page, State
from tests.browser.places import Place, Places
from tests.browser.signing_in import session_of
from tests.browser.watch import Watch

SIZES = {
    "wide": {"width": 1440, "height": 900},
    "narrow": {"width": 390, "height": 844},
    # 1440 x 900 looked at with 200 % zoom, and the smallest width that must do.
    "zoomed": {"width": 720, "height": 450},
    "smallest": {"width": 320, "height": 640},
}
PICTURES = os.environ.get("PICTURES", "")
"""A directory that gets a picture of everything that was opened, for eyes."""


def new_context(browser: Any, site: str, *, width: str = "wide", dark: bool = False, javascript: bool = True) -> Any:
    context = browser.new_context(
        base_url=site,
        viewport=SIZES[width],
        color_scheme="dark" if dark else "light",
        java_script_enabled=javascript,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    context.set_default_timeout(10_000)
    return context


class Windows:
    def __init__(self, browser: Any, places: Places) -> None:
        self.browser, self.places = browser, places
        self.contexts: dict[tuple[str, str, str], Any] = {}
        self.opened: dict[tuple[str, str, str], tuple[Any, Watch]] = {}
        self.counts: Counter[str] = Counter()
        self.began = time.monotonic()

    @contextmanager
    def open(self, entry: Page, state: State | None = None, *, width: str = "wide") -> Iterator[Look]:
        """The page as it stands in this state; at the end it must have been without any fault."""
        state = state or State("")
        place = self.places[state.place]
        asked = (state.place, state.role or entry.role, width)
        page, watch = self._window(place, *asked)
        watch.begin({state.status} - {200})
        is_as_found = False
        try:
            with place.here():
                page.goto(address(entry, state, place))
            page.evaluate("() => document.fonts.ready.then(() => true)")
            if state.do:
                state.do(page)
                page.wait_for_load_state()
            look = Look(page, f"{entry.label} {state.name}".rstrip())
            self.keep(page, entry, state, width)
            yield look
            page.set_viewport_size(SIZES[width])
            self.counts["pages" if not state.name else "states"] += 1
            faults = look.faults + [f"{look.what}: {fault}" for fault in watch.faults]
            is_as_found = not state.do and not faults
        finally:
            # What a press began, a guarded form or a cut line, or where a gate stopped, must not reach the next page.
            if not is_as_found:
                self.opened.pop(asked)[0].close()
        assert not faults, "\n" + "\n".join(faults)

    def _window(self, place: Place, name: str, role: str, width: str) -> tuple[Any, Watch]:
        asked = (name, role, width)
        if asked not in self.contexts:
            self.contexts[asked] = context = new_context(self.browser, place.site, width=width)
            # A window goes with its last page, and a new window costs Chromium more than a page.
            context.new_page()
            context.add_init_script(questions())
            if role:
                with place.here():
                    session = session_of(place.people[role])
                context.add_cookies([{"name": "sessionid", "value": session, "url": place.site}])
        if asked not in self.opened:
            page = self.contexts[asked].new_page()
            self.opened[asked] = page, Watch(page, place.site, set())
        return self.opened[asked]

    def keep(self, page: Any, entry: Page, state: State, width: str) -> None:
        """A picture, when somebody asked for pictures."""
        if PICTURES:
            name = "-".join(filter(None, [entry.route.replace(":", "-"), entry.name, state.name, width]))
            page.screenshot(path=Path(PICTURES) / f"{name.replace(' ', '-')}.png")
            if not state.name:
                page.emulate_media(color_scheme="dark")
                page.screenshot(path=Path(PICTURES) / f"{name.replace(' ', '-')}-dark.png")
                page.emulate_media(color_scheme="light")

    def report(self) -> str:
        counts = self.counts
        seconds = time.monotonic() - self.began
        return (
            f"{counts['pages']} pages, {counts['states']} states and {Look.menus_opened} menus looked at, "
            f"{Look.runs} axe runs, {seconds:.0f} s"
        )


def address(entry: Page, state: State, place: Place) -> str:
    from django.urls import reverse

    query = entry.query if state.query is None else state.query
    return reverse(entry.route, kwargs=(state.find or entry.find)(place)) + (query(place) if callable(query) else query)
