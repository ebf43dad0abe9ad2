"""Every error of the API as problem+json, with the codes that docs/api/codes.md lists."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from salesops.web.answers import problem_json
from salesops.web.errors import Problem, problem_of

CONTENT_TYPE = "application/problem+json"

CODES: dict[type[exceptions.APIException], str] = {
    exceptions.ParseError: "bad_request",
    exceptions.AuthenticationFailed: "not_signed_in",
    exceptions.NotAuthenticated: "not_signed_in",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.Throttled: "too_many_requests",
}


class PreconditionMissing(exceptions.APIException):
    """A PATCH or PUT that does not say which version it saw."""

    status_code = 428
    default_code = "if_match_required"


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. None lets a fault of ours reach the one 500 handler."""
    problem = _api_problem(error) if isinstance(error, exceptions.APIException) else problem_of(error)
    if problem is None:
        return None
    request = context["request"]
    view = context.get("view")
    if problem.code == "stale_version" and view is not None and hasattr(view, "conflict_facts"):
        problem = Problem(**{**vars(problem), "facts": problem.facts | view.conflict_facts(problem.facts)})
    body = problem_json(problem, getattr(request, "request_id", ""))
    response = Response(body, status=problem.status, content_type=CONTENT_TYPE, headers=_headers(error, problem))
    response.exception = True
    return response


def _headers(error: Exception, problem: Problem) -> dict[str, str]:
    headers: dict[str, str] = {}
    wait = getattr(error, "wait", None) or problem.retry_after
    if wait:
        headers["Retry-After"] = str(int(wait) + (int(wait) < wait))
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    return headers


def _api_problem(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        fields = flatten(error.detail)
        return Problem(422, _first_code(error.detail), _("Some values cannot be accepted."), fields)
    if isinstance(error, PreconditionMissing):
        return Problem(428, "if_match_required", _("Send If-Match with the ETag of the version you saw."))
    code = next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), "bad_request")
    return Problem(error.status_code, code, str(error.detail))


def flatten(detail: Any, path: str = "") -> dict[str, str]:
    """`{"lines": [{"amount": ["Too many decimals."]}]}` -> `{"lines.0.amount": "Too many decimals."}`."""
    if isinstance(detail, Mapping):
        pairs = [(str(name), value) for name, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        pairs = [(str(number), value) for number, value in enumerate(detail)]
    else:
        sentences = detail if isinstance(detail, list) else [detail]
        return {path: " ".join(map(str, sentences))} if sentences else {}
    found: dict[str, str] = {}
    for name, value in pairs:
        inner = path if name == "non_field_errors" else f"{path}.{name}" if path else name
        found |= flatten(value, inner)
    return found


OWN_CODES = ("value_refused", "currency_unknown", "record_unknown", "too_many_decimals")


def _first_code(detail: Any) -> str:
    """Our own code where a field named one, else `value_refused`: DRF's words are no stable codes."""
    for item in detail.values() if isinstance(detail, Mapping) else detail if isinstance(detail, list) else [detail]:
        code = _first_code(item) if isinstance(item, Mapping | list) else getattr(item, "code", "")
        if code in OWN_CODES:
            return code
    return OWN_CODES[0]
