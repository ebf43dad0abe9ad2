"""Where the inbox stands in the frame: its entries, and its panels on the pages of accounts."""

from django.utils.translation import gettext_lazy as _

from salesops.inbox.panels import talk_panel
from salesops.web.navigation import NavEntry, navigation

NAVIGATION = (NavEntry("tasks", _("Tasks"), "circle-check", "inbox:tasks", "top", 30),)


def register() -> None:
    for entry in NAVIGATION:
        navigation.register(entry.key, entry)
    talk_panel("customer")
    for kind in ("contract", "contact"):
        talk_panel(kind, width=12)
