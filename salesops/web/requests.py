"""What one request carries: its id, its one reading of the clock, and whether it wants a page or a piece of one."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
"""Empty outside a request. A job row that is enqueued keeps it, so that one id follows the work."""

read_once: ContextVar[dict[str, Any] | None] = ContextVar("read_once", default=None)
"""By name what one request asks again and again; None outside a request, where everything is read anew."""


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


def is_api(request: HttpRequest) -> bool:
    """Errors under /api/ are problem+json even before a view is found."""
    return request.path_info.startswith("/api/")


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
