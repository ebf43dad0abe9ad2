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
        page.locator("main [role=alert], main [aria-invalid=true]").first.wait_for()

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
    Page("accounts:sign_in", states=(State("refused", do=submit_empty("main form", "username"), status=422),)),
    Page(
        "web:search",
        "rep",
        query="?q=ar",
        states=(State("nothing asked", ""), State("nothing found", "?q=qqqqqq"), PALETTE, KEYS, PERSON),
    ),
    Page("web:components", "admin"),
)


def first_customer(place: Place) -> dict[str, Any]:
    """The account of the rep with most contacts."""
    from django.db.models import Count

    from accounts.access import visible_customers

    rows = visible_customers(place.people["rep"]).annotate(known=Count("contacts"))
    return {"uid": rows.order_by("-known", "pk")[0].uid}


def a_contact(place: Place) -> dict[str, Any]:
    from accounts.access import visible_contacts
    from accounts.models import Contact

    found = visible_contacts(place.people["rep"]).order_by("pk").first()
    return {"uid": (found or Contact.objects.create(name="Amara Osei", customer_id=_customer_id(place))).uid}


def _customer_id(place: Place) -> int:
    from accounts.access import visible_customers

    return visible_customers(place.people["rep"]).order_by("pk")[0].pk


def the_rep(place: Place) -> dict[str, Any]:
    return {"uid": place.people["rep"].uid}


def a_grant(place: Place) -> dict[str, Any]:
    return {"uid": place.people["rep"].grants.all()[0].uid}


def a_team(place: Place) -> dict[str, Any]:
    from accounts.models import Team

    return {"uid": (Team.objects.order_by("pk").first() or Team.objects.create(name="West")).uid}


def preview_move(page: Any) -> None:
    """Nobody above: always a change that is allowed."""
    page.locator("main form button[type=submit]").first.click()
    page.locator("#moving-title").wait_for()


ACCOUNTS = (
    Page("accounts:customers", "rep", states=(State("nothing found", "?name=qqqqqq"), empty())),
    Page("accounts:customer", "rep", first_customer),
    Page("accounts:customer_new", "rep", states=(State("refused", do=submit_empty("main form", "name"), status=422),)),
    Page("accounts:customer_edit", "rep", first_customer),
    Page("accounts:owner", "manager", first_customer),
    Page("accounts:member_new", "manager", first_customer),
    Page("accounts:contact_new", "rep", first_customer),
    Page("accounts:contact_edit", "rep", a_contact),
    Page("accounts:people", "admin", states=(empty(),)),
    Page("accounts:person_new", "admin"),
    Page("accounts:org_chart", "admin", states=(empty(),)),
    Page("accounts:person", "admin", the_rep),
    Page("accounts:person_edit", "admin", the_rep),
    Page("accounts:manager", "admin", the_rep, states=(State("preview", do=preview_move),)),
    Page("accounts:person_team", "admin", the_rep),
    Page("accounts:activate", "admin", the_rep),
    Page("accounts:grant", "admin", the_rep),
    Page("accounts:grant_end", "admin", a_grant),
    Page("accounts:settings", "admin"),
    Page("accounts:profile", "rep"),
    Page("accounts:password", "rep"),
    Page("accounts:tokens", "rep", states=(State("refused", do=submit_empty("main form", "name"), status=422),)),
    Page("accounts:roles", "admin"),
    Page("accounts:teams", "admin", states=(empty(),)),
    Page("accounts:team_new", "admin"),
    Page("accounts:team_edit", "admin", a_team),
    Page("accounts:organisation", "admin"),
    Page("accounts:fiscal_years", "admin", states=(empty(),)),
    Page("accounts:rates", "admin", states=(empty(),)),
)

PAGES: tuple[Page, ...] = (
    *FRAME,
    *ACCOUNTS,
)

NOT_PAGES: dict[str, str] = {
    "healthz": "plain text for a load balancer",
    "readyz": "plain text for a load balancer",
}
"""Addresses that answer GET and show nobody a page, each with what they answer."""
