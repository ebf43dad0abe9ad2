"""What of this app follows a customer or a contact that turned out to be another one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.merging import followers, pointing
from accounts.queries.organisation import zone
from pipeline.models import Activity, Lead, Opportunity
from pipeline.operations.membership import follow_deals
from salesops.db.operation import Operation
from salesops.kernel.moments import local_day


def _follow(loser: Any, survivor: Any, op: Operation) -> None:
    """Deals may have changed hands since: whoever holds one at either of the two sees it."""
    follow_deals([loser.pk, survivor.pk], local_day(op.at, zone()))


def register() -> None:
    for follower in (
        pointing("deals", "customer", _("deals"), Opportunity, "customer", _follow),
        pointing("leads", "customer", _("leads"), Lead, "customer"),
        pointing("activities", "customer", _("activities"), Activity, "customer"),
        pointing("contact_leads", "contact", _("leads"), Lead, "contact"),
        pointing("contact_activities", "contact", _("activities"), Activity, "contact"),
    ):
        followers.register(follower.key, follower)
