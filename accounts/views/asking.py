"""One form, one operation: shown, carried out, or shown again with what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from salesops.kernel.errors import Conflict, Refused
from salesops.web.fragments import saved


@dataclass(frozen=True)
class Crumb:
    label: Any
    url: str


@dataclass(frozen=True)
class FormPage:
    """`submit` is the verb and noun of the button; `back` is where Cancel leads; `more` joins the context."""

    title: Any
    submit: Any
    back: str
    sentence: Any = ""
    crumbs: Sequence[Crumb] = ()
    template: str = "accounts/form.html"
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """Where to go on, what the toast says, and where a POST takes it back."""

    url: str
    said: Any
    undo_url: str = ""


Run = Callable[[dict[str, Any]], Done]


def ask(request: HttpRequest, form: forms.Form, page: FormPage, run: Run) -> HttpResponse:
    """GET shows the form. POST carries the operation out and redirects; 422, or 409 when somebody was first."""
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            done = run(form.cleaned_data)
        except Refused as refused:
            put_on(form, refused.message, refused.fields)
        except Conflict as found:
            conflict = found if found.code == "stale_version" else None
            if conflict is None:
                put_on(form, found.message, found.fields)
        else:
            return saved(request, done.url, said=str(done.said), undo_url=done.undo_url)
    status = 409 if conflict else 422 if request.method == "POST" else 200
    context = {"page": page, "form": form, "conflict": conflict and shown_conflict(form, conflict, request)}
    return render(request, page.template, context | dict(page.more), status=status)


def put_on(form: forms.Form, sentence: str, fields: Mapping[str, str]) -> None:
    """What an operation refused, at the fields it names; a field that the form lacks speaks for the whole form."""
    at_fields = {name: text for name, text in fields.items() if name in form.fields}
    for name, text in at_fields.items():
        form.add_error(name, text)
    if not at_fields:
        form.add_error(None, sentence)


def shown_conflict(form: forms.Form, conflict: Conflict, request: HttpRequest) -> dict[str, Any]:
    """The context of web/_conflict.html: both values of each field, and the typed ones ready to be sent again."""
    values: Mapping[str, Mapping[str, Any]] = conflict.facts.get("values") or {}  # type: ignore[assignment]
    differing = {name: pair for name, pair in values.items() if pair["yours"] != pair["theirs"]}
    typed = [(name, value) for name, sent in request.POST.lists() for value in sent if name not in HIDDEN]
    at = conflict.facts.get("at")
    return {
        "who": conflict.facts.get("by"),
        "when": datetime.fromisoformat(str(at)) if at else timezone.now(),
        "rows": [
            {"label": str(form.fields[name].label or name).lower(), "was": "", **sides(pair)}
            for name, pair in differing.items()
            if name in form.fields
        ],
        "keep_url": request.get_full_path(),
        "action": request.get_full_path(),
        "hidden": [*typed, ("version", str(conflict.facts.get("current", "")))],
    }


HIDDEN = ("version", "csrfmiddlewaretoken")


def sides(pair: Mapping[str, Any]) -> dict[str, str]:
    return {"theirs": words(pair["theirs"]), "mine": words(pair["yours"])}


def words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "–" if value in (None, "") else str(value)
