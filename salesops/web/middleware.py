"""The request's id, clock and log line, who must be signed in, and what an exception looks like on a page."""

import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

import structlog
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from salesops.web.answers import answer, unreadable
from salesops.web.errors import problem_of
from salesops.web.requests import AppRequest, current_request_id, is_fragment, sign_in_url

logger = structlog.get_logger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]


class RequestMiddleware:
    """First of all: an id for the logs, one reading of the clock, and what an answer varies by."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: AppRequest) -> HttpResponseBase:
        request.request_id = uuid.uuid4().hex
        request.now = timezone.now()
        token = current_request_id.set(request.request_id)
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):
            try:
                response = self._logged(request)
            finally:
                current_request_id.reset(token)
        response.headers["X-Request-ID"] = request.request_id
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request", "HX-Request-Type"])
        return response

    def _logged(self, request: AppRequest) -> HttpResponseBase:
        """One line a request: route, status, time, queries, who; never an address, which may hold a name."""
        started, queries = time.perf_counter(), QueryCount()
        with connection.execute_wrapper(queries):
            response = unreadable(request) if _has_null(request) else self.get_response(request)
        match = request.resolver_match
        logger.info(
            "request",
            method=request.method,
            route=match.view_name if match else None,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
            queries=queries.count,
            # Only when the view has looked: the log line itself asks nothing of the database.
            user_id=getattr(getattr(request, "_cached_user", None), "pk", None),
        )
        return response


class QueryCount:
    """Counts the statements of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def _has_null(request: HttpRequest) -> bool:
    """PostgreSQL has no text with NUL, so no address can mean one."""
    return "\x00" in request.path_info or b"\x00" in unquote_to_bytes(request.META.get("QUERY_STRING", ""))


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page is closed unless its view says `login_not_required`; the API answers 401 by itself."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        if not is_fragment(request):
            return HttpResponseRedirect(sign_in_url(request))
        signed_out = HttpResponse(status=401)
        signed_out.headers["HX-Redirect"] = sign_in_url(request)
        return signed_out


class ErrorMiddleware:
    """Last of all, next to the view: our errors, and a database that is away, become an answer instead of a fault."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        problem = problem_of(exception)
        return answer(request, problem) if problem is not None else None
