"""Who may see and do what with deals, leads and activities: one condition for list and door."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.access import reach, scope_for
from accounts.models import User
from accounts.queries.organisation import zone
from pipeline.models import Activity, Lead, Opportunity, OpportunityMember, ProcessVersion, Product
from pipeline.queries.deals import with_state
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden, NotFound
from salesops.kernel.moments import local_day


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


def visible_deals_at(
    user: User, at: datetime | None = None, known: datetime | None = None
) -> ScopedQuerySet[Opportunity]:
    """Deals with `state`, their version at the instant, for whoever stood over its owner on that day; None is now.

    What somebody sees of the past does not move when the deal, or the line, does later.
    """
    if at is None and known is None:
        return with_state(visible_deals(user)).mark_scoped(user)
    at = at or timezone.now()
    rows = with_state(Opportunity.objects.all(), at, known)
    scope = scope_for(user, "deal.see")
    if not scope.everything:
        day = local_day(at, zone())
        people = [p for p, start, end in scope.spans if (not start or start <= day) and (not end or day < end)]
        members = OpportunityMember.objects.filter(person=user, during__contains=at).values("opportunity")
        condition = Q(state__owner__in=people)
        rows = rows.filter(condition | Q(pk__in=members) if user.may("deal.see") else condition)
    return rows.mark_scoped(user)


def deal_at(user: User, uid: UUID, at: datetime | None = None, known: datetime | None = None) -> Opportunity:
    """One deal as it stood at the instant: `visible_deals_at`, or NotFound."""
    deal = visible_deals_at(user, at, known).filter(uid=uid).first()
    if deal is None:
        raise NotFound()
    return deal


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


def visible_products(user: User) -> ScopedQuerySet[Product]:
    """What we sell is no secret inside the company: everybody who sees deals or sets products up sees all of it."""
    rows = Product.objects.all() if user.may("deal.see") or user.may("product.change") else Product.objects.none()
    return rows.mark_scoped(user)


def product_for(user: User, uid: UUID, verb: str = "") -> Product:
    product = visible_products(user).filter(uid=uid).first()
    if product is None:
        raise NotFound()
    if verb and not user.may(verb):
        raise Forbidden()
    return product


def visible_processes(user: User) -> ScopedQuerySet[ProcessVersion]:
    rows = ProcessVersion.objects.all()
    seen = user.may("deal.see") or user.may("process.change")
    return (rows if seen else rows.none()).mark_scoped(user)
