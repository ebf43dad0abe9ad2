"""What of this app follows a customer or a contact that turned out to be another one."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.merging import followers, pointing
from accounts.queries.organisation import zone
from pipeline.models import Activity, ActivityContact, Lead, Opportunity
from pipeline.operations.membership import follow_deals
from salesops.db.operation import Operation
from salesops.kernel.moments import local_day


def _follow(loser: Any, survivor: Any, op: Operation) -> None:
    """Deals may have changed hands since: whoever holds one at either of the two sees it."""
    follow_deals([loser.pk, survivor.pk], local_day(op.at, zone()))


def _not_there_already(others: Any, survivor: Any) -> Any:
    """Who took part as both took part once."""
    both = Q(activity__contact=survivor) | Q(
        activity__in=ActivityContact.objects.filter(contact=survivor).values("activity")
    )
    return others.exclude(both)


def register() -> None:
    for follower in (
        pointing("deals", "customer", _("deals"), Opportunity, "customer", _follow),
        pointing("leads", "customer", _("leads"), Lead, "customer"),
        pointing("activities", "customer", _("activities"), Activity, "customer"),
        pointing("contact_leads", "contact", _("leads"), Lead, "contact"),
        pointing("contact_activities", "contact", _("activities"), Activity, "contact"),
        pointing(
            "contact_others", "contact", _("activities they took part in"), ActivityContact, "contact",
            among=_not_there_already,
        ),
    ):  # fmt: skip
        followers.register(follower.key, follower)
