"""The answers that every write of the pipeline's pages gives: saved, refused with what was typed, or somebody first."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pipeline.forms import StrictForm
from salesops.kernel.errors import Conflict, Refused
from salesops.web.requests import is_fragment

HIDDEN = ("csrfmiddlewaretoken", "version")


def refuse_past(request: HttpRequest) -> None:
    """Whoever looks at the past cannot write, by whatever address. Raises Refused `past_is_read_only`."""
    if request.GET.get("as_of") or request.GET.get("known_at"):
        raise Refused("past_is_read_only", _("You look at the past. Go back to now to change something."))


def attempt(form: StrictForm, call: Callable[[], Any]) -> Any:
    """The operation's result; None when the form or the operation refused, which then stands in the form.

    Conflict `stale_version` is raised on: it has an answer of its own.
    """
    if not form.is_valid():
        return None
    try:
        return call()
    except Conflict as conflict:
        if conflict.code == "stale_version":
            raise
        form.refuse(conflict)
    except Refused as refused:
        form.refuse(refused)
    return None


def conflict_answer(
    request: HttpRequest, conflict: Conflict, *, noun: str, form: forms.Form, keep_url: str
) -> HttpResponse:
    """409 with who, when and both values; "Use mine" posts what was typed against the version there is now."""
    values: Mapping[str, Mapping[str, Any]] = conflict.facts.get("values", {})  # type: ignore[assignment]
    labels = {name: str(field.label or name) for name, field in form.fields.items()}
    at = conflict.facts.get("at")
    context = {
        "who": conflict.facts.get("by", ""),
        "when": datetime.fromisoformat(str(at)) if at else request.now,  # type: ignore[attr-defined]
        "noun": noun,
        "rows": [
            {"label": labels.get(name, name), "was": "", "theirs": value["theirs"], "mine": value["yours"]}
            for name, value in values.items()
        ],
        "keep_url": keep_url,
        "action": request.path,
        "hidden": [
            *((name, value) for name, value in request.POST.items() if name not in HIDDEN),
            ("version", conflict.facts.get("current", "")),
        ],
    }
    template = "web/_conflict.html" if is_fragment(request) else "pipeline/conflict.html"
    return render(request, template, context, status=409)
