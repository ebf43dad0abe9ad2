"""Page and piece of a page from one view: same address, same context, a smaller template (ui.md 2)."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from salesops.web.context import toast
from salesops.web.requests import is_fragment


def page_or_fragment(
    request: HttpRequest, page: str, fragment: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The whole page, or its piece when htmx asks for one. `Vary` is set for every answer by the middleware."""
    return render(request, fragment if is_fragment(request) else page, dict(context), status=status)


def saved(
    request: HttpRequest,
    back: str,
    fragment: str = "",
    context: Mapping[str, Any] | None = None,
    *,
    said: str = "",
    undo_url: str = "",
) -> HttpResponse:
    """The answer to a write that succeeded: the stored piece with a toast, or without JavaScript a redirect.

    said: one sentence for the toast and the live region; undo_url: where a POST takes it back.
    """
    if not is_fragment(request):
        if said:
            toast(request, said, undo_url=undo_url)
        return HttpResponseRedirect(back)
    answer = render(request, fragment, dict(context or {})) if fragment else HttpResponse(status=204)
    return announce(answer, said, undo_url) if said else answer


def announce(answer: HttpResponse, said: str, undo_url: str = "") -> HttpResponse:
    """Tell the page's script by the event `toast`; header values are ASCII, so JSON escapes the rest.

    On the body: the element that asked may be gone with what the answer replaced, and its events with it.
    """
    answer.headers["HX-Trigger"] = json.dumps({"toast": {"text": said, "undo": undo_url, "target": "body"}})
    return answer


def refused_form(request: HttpRequest, page: str, fragment: str, context: Mapping[str, Any]) -> HttpResponse:
    """422 with the form, what was typed still in it."""
    return page_or_fragment(request, page, fragment, context, status=422)
