"""THE list of pages: what every gate opens. A page of the site that is missing here fails (test_pages.py).

A page says who opens it, what it is about, and its states beyond the first sight: an address with another question, a
press, another company. Menus and folded parts are found and opened by the gates themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.browser.places import Place


Question = str | Callable[[Any], str]
"""What stands behind the path; by a function of the place where it names a record or a day."""


@dataclass(frozen=True)
class State:
    """One more sight of a page. `do` presses something; `inside` narrows axe to what it opened.

    query replaces that of the page; status is what the server answers, when that is not 200.
    """

    name: str
    query: Question | None = None
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
    query: Question = ""
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


def press_and_wait(selector: str, then: str) -> Callable[[Any], None]:
    def do(page: Any) -> None:
        page.locator(selector).first.click()
        page.locator(then).first.wait_for()

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


def days_ago(days: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def about(thing: str) -> Callable[[Place], dict[str, Any]]:
    """The address of one record of the place."""
    return lambda place: {"uid": place.things[thing]}


AS_OF = State("in the past", f"?as_of={days_ago(30)}")

FORECAST = (
    Page(
        "forecasting:call",
        "manager",
        states=(
            AS_OF,
            State("adjusting in its cell", do=press_and_wait("[data-edit]", ".cell-form [name=value]")),
            State("own form", do=press("summary:has-text('Change my forecast')")),
            State("rep", role="rep"),
            State("vp", role="vp"),
            empty(),
        ),
    ),
    Page("forecasting:rows", "manager", query="?cell=commit"),
    Page("forecasting:edit_call", "manager", query=lambda place: f"?node={place.people['rep'].uid}"),
    Page("forecasting:submissions", "manager", states=(empty(),)),
    Page("forecasting:submission", "manager", find=about("submission")),
    Page("forecasting:periods", "ops_manager", states=(empty(), State("only looking", role="rep"))),
)

WORK = (
    Page("jobs:jobs", "admin", states=(empty(),)),
    Page("jobs:job", "ops_manager", find=about("job")),
    Page("jobs:new_export", "ops_manager", query="?address=/jobs%3Fformat%3Dcsv"),
    Page("audit:records", "admin", states=(empty(), State("filtered to nothing", "?verb=nothing"))),
    Page("audit:record", "admin", find=about("record")),
)

IMPORTS = (
    Page("imports:batches", "ops_manager", states=(empty(), State("only looking", role="analyst"))),
    Page("imports:batch", "ops_manager", find=about("checked"), name="to decide"),
    Page("imports:batch", "ops_manager", find=about("imported"), name="imported"),
)

PAGES: tuple[Page, ...] = (*FRAME, *FORECAST, *WORK, *IMPORTS)

NOT_PAGES: dict[str, str] = {
    "healthz": "plain text for a load balancer",
    "readyz": "plain text for a load balancer",
    "imports:errors": "a CSV file",
    "jobs:file": "a file",
}
"""Addresses that answer GET and show nobody a page, each with what they answer."""
