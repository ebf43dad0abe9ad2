"""What one request carries: its id, its one reading of the clock, and whether it wants a page or a piece of one."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from salesops.web.errors import NotUnderstood

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
"""Empty outside a request. A job row that is enqueued keeps it, so that one id follows the work."""


class AppRequest(HttpRequest):
    """The request as `RequestMiddleware` leaves it. Views annotate it; it is never constructed."""

    request_id: str
    now: datetime
    htmx: Any


def is_fragment(request: HttpRequest) -> bool:
    """htmx asks for a piece of the page. A restored history entry and a boosted link get the full page (ui.md 2.8)."""
    headers = request.headers
    if headers.get("HX-Request") != "true" or headers.get("HX-History-Restore-Request") == "true":
        return False
    return headers.get("HX-Request-Type", "partial") != "full"


def page_number(parameters: QueryDict) -> int:
    """`page`, from 1, of a list in order of a computed value, which no cursor can hold. Raises NotUnderstood."""
    text = parameters.get("page", "1")
    if not text.isascii() or not text.isdigit() or len(text) > 7 or not 1 <= int(text) <= 1_000_000:
        raise NotUnderstood("bad_page", _("There is no such page."), fields={"page": text[:20]})
    return int(text)


def is_api(request: HttpRequest) -> bool:
    """Errors under /api/ and /hooks/ are problem+json even before a view is found."""
    return request.path_info.startswith(("/api/", "/hooks/"))


def page_behind(request: HttpRequest) -> str:
    """The local address the person was looking at: for a fragment the page round it, never another host."""
    address = request.headers.get("HX-Current-URL", "") if is_fragment(request) else ""
    if not address:
        return request.get_full_path()
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "") or "/"


def sign_in_url(request: HttpRequest) -> str:
    """Sign-in that comes back to where the person was."""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page_behind(request)})}"


def with_parameters(path: str, params: QueryDict, **changes: object) -> str:
    """`path` with the query string of `params` after `changes`; None takes a parameter out, a list repeats it."""
    query = params.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query.setlist(name, [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)])
    encoded = query.urlencode()
    return f"{path}?{encoded}" if encoded else path
