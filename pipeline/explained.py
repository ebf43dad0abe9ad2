"""The deal as a record to explain: who owns it, who is a member."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.explaining import Kind, Tie, kinds
from accounts.models import User
from pipeline.access import deal_for, visible_deals
from pipeline.models import OpportunityMember
from salesops.web.templatetags.formats import day as said_day

# A member sees the deal and logs on it; nobody above them does because of that.
MEMBER = frozenset({"deal.see", "activity.log"})


def deal_ties(deal: Any, day: date) -> Iterator[Tie]:
    if deal.owner is not None:
        yield Tie(deal.owner, _("owns it."))
    now = timezone.now()
    for row in OpportunityMember.objects.filter(opportunity=deal, during__contains=now).select_related("person"):
        words = {"role": row.role, "day": said_day(row.during.lower)}
        yield Tie(row.person, _("is a member as %(role)s (from %(day)s).") % words, MEMBER, is_personal=True)


def may_deal(person: User, verb: str, deal: Any) -> bool:
    return person.may(verb) and visible_deals(person, verb).filter(pk=deal.pk).exists()


DEAL = Kind(
    "deal",
    gettext_lazy("Deal"),
    ("deal.see", "activity.log", "deal.change", "deal.close", "deal.reopen", "deal.transfer"),
    deal_for,
    may_deal,
    deal_ties,
    lambda deal: reverse("pipeline:deal", args=[deal.uid]),
)


def register() -> None:
    kinds.register(DEAL.key, DEAL)
