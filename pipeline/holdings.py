"""What this app holds of a person, for `accounts.personal`: leads, and the keys of who owns and logged what."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from accounts.holdings import audited, imported, of_user
from accounts.personal import ERASED, Held, SubjectKind, held, subject_kinds
from pipeline.access import visible_leads
from pipeline.models import Activity, Captured, Lead, LeadEvent, Opportunity

FIGURES = _("Keys, dates and money: past figures stand on them.")
ACT = _("The marked values are blanked; the act stays.")
LEADS = SubjectKind(
    "lead",
    _("Lead"),
    30,
    Lead,
    lambda user: visible_leads(user).filter(erased_at__isnull=True),
    Q(erased_at__isnull=False),
    detail=lambda lead: lead.company,
)
GONE = {
    "name": ERASED,
    "title": "",
    "email": "",
    "email_norm": "",
    "phone": "",
    "erased_at": Coalesce(F("erased_at"), Now()),
}


def _leads(keys: Sequence[int]) -> QuerySet[Any]:
    return Lead._base_manager.filter(pk__in=keys)


HELD = (
    Held("lead.42_imported", "imports", _("What an import wrote"), "lead", imported("lead"),
         ("action", "before", "after"), blank={"before": {}, "after": {}}),
    Held("lead.43_changes", "audit", _("Changes of the lead"), "lead", audited(Lead, "lead"),
         ("at", "verb", "before", "after", "reason"), stays=ACT),
    Held("lead.50_events", "pipeline", _("Steps of the lead"), "lead",
         lambda keys: LeadEvent.objects.filter(lead__in=keys), ("at", "kind", "detail"), stays=ACT),
    Held("lead.99_lead", "pipeline", _("Lead"), "lead", _leads,
         ("name", "company", "title", "email", "phone", "source", "state", "created_at"), blank=GONE),
    Held("user.50_deals", "pipeline", _("Deals owned"), "user", of_user(Opportunity, "owner"),
         ("name", "created_at"), stays=FIGURES),
    Held("user.51_activities", "pipeline", _("Activities logged"), "user", of_user(Activity, "owner"),
         ("occurred_at", "kind", "subject"), stays=FIGURES),
    Held("user.53_captured", "pipeline", _("What came in by itself"), "user", of_user(Captured, "person"),
         ("occurred_at", "origin", "state", "subject", "party"), removed=True),
    Held("user.52_leads", "pipeline", _("Leads owned"), "user", of_user(Lead, "owner"),
         ("created_at", "state"), stays=FIGURES),
)  # fmt: skip


def register() -> None:
    subject_kinds.register(LEADS.key, LEADS)
    for rows in HELD:
        held.register(rows.key, rows)
