"""A problem as an answer: a page, a piece that htmx puts in `#problem`, or problem+json."""

import logging
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salesops.web.errors import Problem, problem_of
from salesops.web.requests import is_api, is_fragment

logger = logging.getLogger(__name__)

BARE = (500, 503)


def problem_json(problem: Problem, request_id: str) -> dict[str, Any]:
    """RFC 9457 members; `facts` only where the error has some (both values of a conflict, who, when)."""
    body: dict[str, Any] = {
        "type": f"urn:salesops:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "fields": problem.fields,
        "request_id": request_id,
    }
    return body | ({"facts": problem.facts} if problem.facts else {})


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """What the asker can read. 500 and 503 use a page without queries: the database may be what is missing."""
    request_id = getattr(request, "request_id", "")
    if is_api(request):
        body = problem_json(problem, request_id)
        response: HttpResponse = JsonResponse(body, status=problem.status, content_type="application/problem+json")
    else:
        response = HttpResponse(_page(request, problem, request_id), status=problem.status)
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _page(request: HttpRequest, problem: Problem, request_id: str) -> str:
    context = {"problem": problem, "request_id": request_id}
    if is_fragment(request):
        return render_to_string("web/errors/fragment.html", context)
    if problem.status in BARE or not hasattr(request, "user"):
        return render_to_string("web/errors/bare.html", context)
    try:
        return render_to_string("web/errors/page.html", context, request)
    except Exception:
        # The shell round the page asks for people and periods: its fault must not hide the first one.
        logger.exception("error_page_failed")
        return render_to_string("web/errors/bare.html", context)


def unreadable(request: HttpRequest) -> HttpResponse:
    return answer(request, Problem(400, "bad_request", _("This address cannot be read.")))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, problem_of(exception) or Problem(400, "bad_request", _("The request could not be read.")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, Problem(403, "forbidden", _("Your role does not allow this.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same answer for what does not exist and for what is out of scope."""
    return answer(request, Problem(404, "not_found", _("There is no such record, or you cannot see it.")))


def server_error(request: HttpRequest) -> HttpResponse:
    """Also reached by faults in middleware, where no hook sees them: the database may be away there too."""
    fault = Problem(
        500, "server_error", _("We have been told. Nothing was saved; try again, or ask us with this number.")
    )
    return answer(request, problem_of(sys.exc_info()[1]) or fault)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, Problem(403, "csrf", _("This page is too old to save from. Reload it and try again.")))
