"""Where the inbox stands in the frame: its entries, and its panels on the pages of accounts."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.settings_pages import SettingsPage, settings_pages
from salesops.inbox.models import Notification
from salesops.inbox.panels import talk_panel
from salesops.inbox.queries.wishes import in_sight_unread
from salesops.web.navigation import NavEntry, navigation


def unread(request: Any) -> int | None:
    """One count by its own small index, on every page."""
    return Notification.objects.filter(in_sight_unread(timezone.now()), person=request.user).count() or None


NAVIGATION = (
    NavEntry("inbox", _("Inbox"), "bell", "inbox:inbox", "top", 20, count=unread, hot=True),
    NavEntry("tasks", _("Tasks"), "circle-check", "inbox:tasks", "top", 30),
)
SETTINGS = (
    SettingsPage(
        "notifications", _("Notifications"), _("Daily mail, quiet hours, what you hear of"), "bell",
        "inbox:preferences", 16,
    ),
    SettingsPage(
        "channels", _("Channels"), _("Mail, chat, webhooks, and whether they work"), "message", "inbox:channels", 67
    ),
)  # fmt: skip


def register() -> None:
    for entry in NAVIGATION:
        navigation.register(entry.key, entry)
    for page in SETTINGS:
        settings_pages.register(page.key, page)
    talk_panel("customer")
    for kind in ("contract", "contact"):
        talk_panel(kind, width=12)
