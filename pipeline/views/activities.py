"""Logging an activity in one form, from anywhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require
from pipeline.access import visible_deals
from pipeline.forms import LogForm
from pipeline.models import Opportunity
from pipeline.operations.activities import log_activity
from pipeline.views.writing import attempt, refuse_past
from salesops.web.fragments import page_or_fragment, refused_form, saved


@require_http_methods(["GET", "HEAD", "POST"])
def log_page(request: HttpRequest) -> HttpResponse:
    """`deal` in the address is the deal the person was looking at; else the one they touched last."""
    refuse_past(request)
    user: Any = request.user
    require(user, "activity.log")
    guessed = guessed_deal(request)
    form = LogForm(user, request.POST or None, initial={"deal": guessed.uid if guessed else None, "kind": "call"})
    back = reverse("pipeline:deal", args=[guessed.uid]) if guessed else reverse("pipeline:deals")
    context = {"form": form, "back": back, "title": _("Log activity"), "button": _("Log activity")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/log.html", "pipeline/_form.html", context)
    done = attempt(form, lambda: log_activity(by=user, **form.cleaned_data))
    if done is None:
        return refused_form(request, "pipeline/log.html", "pipeline/_form.html", context)
    return saved(request, reverse("pipeline:deal", args=[done.opportunity.uid]), said=_("Logged."))


def guessed_deal(request: HttpRequest) -> Opportunity | None:
    deals = visible_deals(request.user, "activity.log")  # type: ignore[arg-type]
    named = request.GET.get("deal", "")
    if named:
        return deals.filter(uid=named).first() if is_uid(named) else None
    last = deals.filter(status="open", activities__owner=request.user).order_by("-activities__occurred_at")
    return last.first()


def is_uid(text: str) -> bool:
    return len(text) == 36 and all(letter in "0123456789abcdef-" for letter in text)
