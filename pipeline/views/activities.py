"""Logging an activity in one form, from anywhere."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import customer_for, require
from pipeline.access import visible_deals
from pipeline.forms import LogForm
from pipeline.lead_forms import CustomerLogForm
from pipeline.models import Opportunity
from pipeline.operations.activities import log_activity, log_customer_activity
from pipeline.views.writing import attempt, refuse_past
from salesops.web.fragments import page_or_fragment, refused_form, saved

MOST = 12


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
        return page_or_fragment(request, "pipeline/log.html", "pipeline/_log_form.html", context)
    done = attempt(form, lambda: log_activity(by=user, **form.cleaned_data))
    if done is None:
        return refused_form(request, "pipeline/log.html", "pipeline/_log_form.html", context)
    return saved(request, reverse("pipeline:deal", args=[done.opportunity.uid]), said=_("Logged."))


@require_http_methods(["GET", "HEAD", "POST"])
def customer_log_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """With an account, about no deal of theirs: also for its members."""
    refuse_past(request)
    user: Any = request.user
    customer = customer_for(user, uid, "activity.log")
    form = CustomerLogForm(user, customer, request.POST or None)
    back = reverse("accounts:customer", args=[uid])
    title = _("Log activity with %(name)s") % {"name": customer.name}
    context = {"form": form, "back": back, "title": title, "button": _("Log activity")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/form.html", "pipeline/_form.html", context)
    if attempt(form, lambda: log_customer_activity(customer, by=user, **form.cleaned_data)) is None:
        return refused_form(request, "pipeline/form.html", "pipeline/_form.html", context)
    return saved(request, back, said=_("Logged."))


@require_safe
def deal_options(request: HttpRequest) -> HttpResponse:
    """The answers of the form's search for a deal: open ones first."""
    user: Any = request.user
    require(user, "activity.log")
    typed = request.GET.get("deal_text", "")[:300]
    found = visible_deals(user, "activity.log").filter(name__icontains=typed).select_related("owner")
    options = [
        {"value": str(deal.uid), "label": deal.name, "note": f"{deal.get_status_display()}, {deal.owner or ''}"}
        for deal in found.order_by("-status", "name")[:MOST]
    ]
    return render(request, "web/_options.html", {"id": "log-deal", "options": options})


def guessed_deal(request: HttpRequest) -> Opportunity | None:
    user: Any = request.user
    deals = visible_deals(user, "activity.log")
    named = request.GET.get("deal", "")
    if named:
        return deals.filter(uid=named).first() if is_uid(named) else None
    last = deals.filter(status="open", activities__owner=user).order_by("-activities__occurred_at")
    return last.first()


def is_uid(text: str) -> bool:
    return len(text) == 36 and all(letter in "0123456789abcdef-" for letter in text)
