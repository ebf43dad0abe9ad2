"""What a page meets when the site fails it: a piece that comes back as a fault, and a whole page that does."""

from typing import Any

from django.test import RequestFactory

from salesops.web.answers import answer
from salesops.web.errors import Problem

TOO_SLOW = Problem(503, "too_slow", "This took too long and was stopped. Ask for less.")


def too_slow(**headers: str) -> dict[str, Any]:
    """What the site answers when the database stopped a question; to htmx a piece, otherwise a page of its own."""
    request = RequestFactory().get("/deals", headers=headers)
    told = {"X-Request-ID": "1", "Content-Type": "text/html"}
    return {"status": 503, "headers": told, "body": answer(request, TOO_SLOW).content}


def fail_a_piece(page: Any) -> None:
    """Something on the page asks, whatever it is, and is failed."""
    page.route("**/fails", lambda route: route.fulfill(**too_slow(**{"HX-Request": "true"})))
    page.evaluate("() => { window.htmx.ajax('GET', '/fails', { source: '#main' }) }")
    page.locator("#problem").get_by_role("alert").wait_for()


def fail_the_page(page: Any) -> None:
    page.route(page.url, lambda route: route.fulfill(**too_slow()))
    page.reload()
