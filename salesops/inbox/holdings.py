"""What this app holds of a person, for `accounts.personal`: what they wrote, have to do, and were told."""

from django.utils.translation import gettext_lazy as _

from accounts.holdings import of_user
from accounts.personal import Held, held
from salesops.inbox.models import Channel, Comment, Delivery, Follow, Mute, Notification, Preference, Task

WORDS = _("What was said to others at work stays theirs to read; names in it are blanked.")
LOG = _("That a message went out, and when; its words are not in it.")

HELD = (
    Held("user.60_comments", "inbox", _("Comments"), "user", of_user(Comment, "author"),
         ("created_at", "edited_at", "withdrawn_at", "body"), stays=WORDS),
    Held("user.61_tasks", "inbox", _("Tasks"), "user", of_user(Task, "assignee"),
         ("created_at", "title", "due", "state", "done_at"), stays=WORDS),
    Held("user.62_notifications", "inbox", _("Notifications"), "user", of_user(Notification, "person"),
         ("made_at", "read_at"), removed=True),
    Held("user.63_deliveries", "inbox", _("Messages sent"), "user", of_user(Delivery, "person"),
         ("made_at", "state", "sent_at"), stays=LOG),
    Held("user.64_preference", "inbox", _("How they are told"), "user", of_user(Preference, "person"),
         ("mail", "digest_hour", "quiet_from", "quiet_to", "switched_off"), removed=True),
    Held("user.65_mutes", "inbox", _("Muted records"), "user", of_user(Mute, "person"), ("kind",), removed=True),
    Held("user.67_follows", "inbox", _("Followed records"), "user", of_user(Follow, "person"), ("kind",),
         removed=True),
    Held("user.66_channels", "inbox", _("Channels owned"), "user", of_user(Channel, "owner"),
         ("name", "kind", "host"), blank={"is_on": False}),
)  # fmt: skip


def register() -> None:
    for rows in HELD:
        held.register(rows.key, rows)
