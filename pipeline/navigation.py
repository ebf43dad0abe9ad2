"""Where the pipeline stands in the frame: its entries, what the search finds, and the Log button of the phone."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.capture_access import CAPTURE, KEEP
from accounts.settings_pages import SettingsPage, settings_pages
from salesops.web.context import log_urls
from salesops.web.navigation import NavEntry, navigation
from salesops.web.search import Hit, Source, sources

SELLING = {"sell": "sell", "manage": "inspect"}


def log_url(request: HttpRequest) -> str:
    user = request.user
    return reverse("pipeline:log") if user.is_authenticated and user.may("activity.log") else ""


def find_deals(request: Any, text: str, limit: int) -> list[Hit]:
    """Open ones first, the newest of each."""
    from pipeline.access import visible_deals

    if not request.user.may("deal.see"):
        return []
    rows = visible_deals(request.user).filter(name__icontains=text).order_by("-status", "-pk")[:limit]
    return [Hit(row.name, reverse("pipeline:deal", args=[row.uid]), row.get_status_display()) for row in rows]


def find_leads(request: Any, text: str, limit: int) -> list[Hit]:
    from pipeline.access import visible_leads

    if not request.user.may("lead.see"):
        return []
    rows = visible_leads(request.user).filter(name__icontains=text).order_by("-pk")[:limit]
    return [Hit(row.name, reverse("pipeline:lead", args=[row.uid]), row.company, "inbox") for row in rows]


def register() -> None:
    entries = (
        NavEntry("board", _("Board"), "layout-kanban", "pipeline:board", "pipeline", 10, "deal.see", "b", SELLING),
        NavEntry("deals", _("Deals"), "list", "pipeline:deals", "pipeline", 20, "deal.see", "d", SELLING, phone=2),
        NavEntry("leads", _("Leads"), "inbox", "pipeline:leads", "pipeline", 30, "lead.see", "i", SELLING),
        NavEntry("products", _("Products"), "archive", "pipeline:products", "set_up", 40, "product.change"),
        NavEntry(
            "processes", _("Stages"), "adjustments-horizontal", "pipeline:processes", "set_up", 41, "process.change"
        ),
    )
    pages = (
        SettingsPage("capture", _("Capture"), _("Calendar, mail and phone that log by themselves"), "phone",
                     "pipeline:capture", 22, CAPTURE),
        SettingsPage("capture_all", _("Capture for everybody"), _("The company's mail and phone systems"), "inbox",
                     "pipeline:capture_organisation", 68, KEEP),
    )  # fmt: skip
    for page in pages:
        settings_pages.register(page.key, page)
    for entry in entries:
        navigation.register(entry.key, entry)
    log_urls.register("activity", log_url)
    sources.register("deals", Source("deals", _("Deals"), 10, find_deals))
    sources.register("leads", Source("leads", _("Leads"), 30, find_leads))
