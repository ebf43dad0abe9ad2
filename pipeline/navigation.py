"""Where the pipeline stands in the frame: its entries, and the Log button of the phone."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from salesops.web.context import log_urls
from salesops.web.navigation import NavEntry, navigation

SELLING = {"sell": "sell", "manage": "inspect"}


def log_url(request: HttpRequest) -> str:
    user = request.user
    return reverse("pipeline:log") if user.is_authenticated and user.may("activity.log") else ""


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
    for entry in entries:
        navigation.register(entry.key, entry)
    log_urls.register("activity", log_url)
