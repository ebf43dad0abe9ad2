"""Opens the pages of the list: one browser, one signed-in context for each company, role and width."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.looking import Look
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
IS_LONG = os.environ.get("SALESOPS_TIER") == "gates"
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
        self.counts: Counter[str] = Counter()
        self.began = time.monotonic()

    @contextmanager
    def open(self, entry: Page, state: State | None = None, *, width: str = "wide") -> Iterator[Look]:
        """The page as it stands in this state; at the end it must have been without any fault."""
        state = state or State("")
        place = self.places[state.place]
        page = self._context(place, state.place, state.role or entry.role, width).new_page()
        watch = Watch(page, place.site, {state.status} - {200})
        try:
            with place.here():
                page.goto(address(entry, state, place))
            page.evaluate("() => document.fonts.ready.then(() => true)")
            if state.do:
                state.do(page)
                page.wait_for_load_state()
            look = Look(page, f"{entry.label} {state.name}".rstrip())
            self._keep(page, entry, state, width)
            yield look
            self.counts["pages" if not state.name else "states"] += 1
            faults = look.faults + [f"{look.what}: {fault}" for fault in watch.faults]
        finally:
            page.close()
        assert not faults, "\n" + "\n".join(faults)

    def _context(self, place: Place, name: str, role: str, width: str) -> Any:
        asked = (name, role, width)
        if asked not in self.contexts:
            context = new_context(self.browser, place.site, width=width)
            if role:
                with place.here():
                    session = session_of(place.people[role])
                context.add_cookies([{"name": "sessionid", "value": session, "url": place.site}])
            self.contexts[asked] = context
        return self.contexts[asked]

    def _keep(self, page: Any, entry: Page, state: State, width: str) -> None:
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
            f"{counts['pages']} pages, {counts['states']} states and {Look.menus_opened} menus opened, "
            f"{Look.runs} axe runs, {seconds:.0f} s"
        )


def address(entry: Page, state: State, place: Place) -> str:
    from django.urls import reverse

    query = entry.query if state.query is None else state.query
    return reverse(entry.route, kwargs=entry.find(place)) + (query(place) if callable(query) else query)
