"""Who may see and do what with deals, leads and activities: one condition for list and door."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.access import reach
from accounts.models import User
from pipeline.models import Activity, Lead, Opportunity, OpportunityMember
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden, NotFound


def member_deals(user: User) -> list[int]:
    """The ids of deals this person works without owning them, now."""
    memberships = OpportunityMember.objects.filter(person=user, during__contains=timezone.now())
    return list(memberships.values_list("opportunity_id", flat=True))


def deals_in(user: User, verb: str) -> Q:
    """Deals whose owner is in reach, or that the person is a member of (membership allows seeing and logging)."""
    seen = reach(user, verb)
    condition = seen.q("owner")
    if not seen.everything and verb in {"deal.see", "activity.log"} and user.may(verb):
        condition |= Q(pk__in=member_deals(user))
    return condition


def visible_deals(user: User, verb: str = "deal.see") -> ScopedQuerySet[Opportunity]:
    """Every deal, open or closed, that the person may open now; deleted ones are gone for everybody."""
    return Opportunity.objects.filter(deals_in(user, verb), deleted=False).mark_scoped(user)


def deal_for(user: User, uid: UUID, verb: str = "deal.see") -> Opportunity:
    """One deal: outside scope 404, inside without the verb 403."""
    deal = visible_deals(user).filter(uid=uid).first()
    if deal is None:
        raise NotFound()
    if verb != "deal.see" and not visible_deals(user, verb).filter(pk=deal.pk).exists():
        raise Forbidden()
    return deal


def visible_leads(user: User, verb: str = "lead.see") -> ScopedQuerySet[Lead]:
    """Leads of people in reach; a lead without an owner is seen by those whose reach is everything."""
    return Lead.objects.filter(reach(user, verb).q("owner")).mark_scoped(user)


def lead_for(user: User, uid: UUID, verb: str = "lead.see") -> Lead:
    lead = visible_leads(user).filter(uid=uid).first()
    if lead is None:
        raise NotFound()
    if verb != "lead.see" and not visible_leads(user, verb).filter(pk=lead.pk).exists():
        raise Forbidden()
    return lead


def visible_activities(user: User) -> ScopedQuerySet[Activity]:
    """Activities of people in reach, and those logged on deals the person is a member of."""
    seen = reach(user, "activity.see")
    condition = seen.q("owner")
    if not seen.everything and user.may("activity.see"):
        condition |= Q(opportunity__in=member_deals(user))
    return Activity.objects.filter(condition, deleted_at__isnull=True).mark_scoped(user)
