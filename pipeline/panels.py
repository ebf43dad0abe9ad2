"""What this app puts on the pages of an account and of a person."""

from typing import Any

from django.db.models import Case, F, Value, When
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.access import visible_customers
from accounts.capture_access import CAPTURE, visible_sources
from pipeline.access import visible_activities, visible_deals
from pipeline.capture_access import visible_captured
from pipeline.models import Captured, Stage
from salesops.web.panels import Panel, panels

LATEST = 10
OPEN_FIRST = Case(When(status=Stage.Kind.OPEN, then=Value(0)), default=Value(1))


def deals_panel(request: Any, customer: Any) -> SafeString:
    """The deals with one account that the reader sees, open ones first, the next to close before the rest."""
    found = visible_deals(request.user).filter(customer=customer).select_related("stage", "owner")
    rows = list(found.order_by(OPEN_FIRST, F("close_date").asc(nulls_last=True), "pk")[: LATEST + 1])
    may_create = visible_customers(request.user, "deal.change").filter(pk=customer.pk).exists()
    if not rows and not may_create:
        return SafeString("")
    context = {"deals": rows[:LATEST], "has_more": len(rows) > LATEST, "customer": customer, "may_create": may_create}
    return SafeString(render_to_string("pipeline/_customer_deals.html", context, request))


def activities_panel(request: Any, customer: Any) -> SafeString:
    """The last activities with one account that the reader sees, and the way to log one."""
    found = visible_activities(request.user).filter(customer=customer).select_related("owner", "contact", "opportunity")
    rows = list(found.order_by("-occurred_at", "-pk")[:LATEST])
    may_log = visible_customers(request.user, "activity.log").filter(pk=customer.pk).exists()
    if not rows and not may_log:
        return SafeString("")
    context = {"activities": rows, "customer": customer, "may_log": may_log}
    return SafeString(render_to_string("pipeline/_customer_activities.html", context, request))


def capture_panel(request: Any, person: Any) -> SafeString:
    """One's own ways in; hidden where there is none."""
    sources = list(visible_sources(request.user).filter(person=person))
    if not sources:
        return SafeString("")
    waiting = visible_captured(request.user).filter(state=Captured.State.UNMATCHED).count()
    context = {"sources": sources, "waiting": waiting}
    return SafeString(render_to_string("pipeline/_capture_panel.html", context, request))


def register() -> None:
    panel = Panel(
        "activities", "customer", 10, lambda user, customer: user.may("activity.see"), activities_panel, width=8
    )
    panels.register(panel.key, panel)
    own = Panel("capture", "person", 65, lambda user, person: user == person and user.may(CAPTURE), capture_panel)
    panels.register(own.key, own)
    deals = Panel("deals", "customer", 5, lambda user, customer: user.may("deal.see"), deals_panel, width=8)
    panels.register(deals.key, deals)
