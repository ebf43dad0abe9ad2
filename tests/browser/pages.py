"""THE list of pages: what every gate opens. A page of the site that is missing here fails (test_pages.py).

A page says who opens it, what it is about, and its states beyond the first sight: an address with another question, a
press, another company. Menus and folded parts are found and opened by the gates themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.browser.places import Place


@dataclass(frozen=True)
class State:
    """One more sight of a page. `do` presses something; `inside` narrows axe to what it opened.

    query replaces that of the page; status is what the server answers, when that is not 200.
    """

    name: str
    query: str | None = None
    do: Callable[[Any], None] | None = None
    inside: str = ""
    place: str = "full"
    role: str = ""
    status: int = 200


@dataclass(frozen=True)
class Page:
    route: str
    role: str = ""
    """Who opens it, by role; empty is nobody signed in."""
    find: Callable[[Place], dict[str, Any]] = lambda place: {}
    query: str = ""
    states: tuple[State, ...] = ()
    name: str = ""
    """Tells two entries of one route apart."""

    @property
    def label(self) -> str:
        return f"{self.route} {self.name}".rstrip()


def press(selector: str) -> Callable[[Any], None]:
    return lambda page: page.locator(selector).first.click()


def key(keys: str, then: str) -> Callable[[Any], None]:
    """Presses keys on the page, and waits for what they open."""

    def do(page: Any) -> None:
        page.keyboard.press(keys)
        page.locator(then).wait_for()

    return do


def empty(role: str = "admin") -> State:
    """The page in a company that was set up a minute ago."""
    return State("empty", place="empty", role=role)


def submit_empty(form: str, *fields: str) -> Callable[[Any], None]:
    """Sends a form whose fields were emptied, past the browser's own checks; the server's answer is looked at."""

    def do(page: Any) -> None:
        for name in fields:
            page.locator(f"{form} [name={name}]").fill("")
        page.locator(form).evaluate("form => { form.noValidate = true; form.requestSubmit() }")
        page.locator("[role=alert], .error, [aria-invalid=true]").first.wait_for()

    return do


def search_for(text: str) -> Callable[[Any], None]:
    def do(page: Any) -> None:
        page.keyboard.press("Control+k")
        page.locator("#palette input").fill(text)
        page.locator("#palette-records").locator("a, p").first.wait_for()

    return do


PALETTE = State("palette", do=key("Control+k", "#palette[open]"), inside="#palette")
KEYS = State("keys", do=key("?", "#keys[open]"), inside="#keys")
PERSON = State("person menu", do=press(".person summary"), inside=".nav")


FRAME = (
    Page("accounts:sign_in", states=(State("refused", do=submit_empty("main form, form", "username"), status=422),)),
    Page(
        "web:search",
        "rep",
        query="?q=ar",
        states=(State("nothing asked", ""), State("nothing found", "?q=qqqqqq"), PALETTE, KEYS, PERSON),
    ),
    Page("web:components", "admin"),
)

PAGES: tuple[Page, ...] = (*FRAME,)

NOT_PAGES: dict[str, str] = {
    "healthz": "plain text for a load balancer",
    "readyz": "plain text for a load balancer",
}
"""Addresses that answer GET and show nobody a page, each with what they answer."""
