"""Where figures stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from salesops.reporting.access import VERB
from salesops.web.navigation import NavEntry, navigation

ENTRIES = (
    NavEntry("home", _("Home"), "home", "reporting:home", "top", 0, shortcut="h", phone=1),
    NavEntry(
        "performance",
        _("Performance"),
        "chart-bar",
        "reporting:performance",
        "forecast",
        30,
        verb=VERB,
        shortcut="p",
        groups={"sell": "grow"},
    ),
)


def declare_entries() -> None:
    for entry in ENTRIES:
        navigation.register(entry.key, entry)
