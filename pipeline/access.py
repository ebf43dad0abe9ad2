"""Who may see and do what with deals, leads and activities: one condition for list and door."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q
from django.utils import timezone

from accounts.access import reach, scope_for
from accounts.models import User
from accounts.queries.organisation import zone
from pipeline.models import (
    Activity,
    Lead,
    Opportunity,
    OpportunityMember,
    OpportunityVersion,
    ProcessVersion,
    Product,
    Reason,
    Stage,
)
from pipeline.queries.deals import with_state
from pipeline.queries.history import as_known_at, state_as_of
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden
from salesops.kernel.moments import local_day

M = TypeVar("M", bound=Model)


def member_deals(user: User) -> list[int]:
    """The ids of deals this person works without owning them, now."""
    memberships = OpportunityMember.objects.filter(person=user.principal, during__contains=timezone.now())
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
    return with_state(Opportunity.objects.all(), at, known).filter(_stood_over(user, at, "state__")).mark_scoped(user)


def _stood_over(user: User, at: datetime, state: str) -> Q:
    """Deals owned at the instant by somebody in the person's reach on that day, or worked by the person as a member.

    state: the path to the deal's version then.
    """
    scope = scope_for(user, "deal.see")
    if scope.everything:
        return Q()
    day = local_day(at, zone())
    people = [person for person, _from, _to in scope.spans if scope.sees(person, day)]
    condition = Q(**{f"{state}owner__in": people})
    if user.may("deal.see"):
        members = OpportunityMember.objects.filter(person=user.principal, during__contains=at)
        condition |= Q(**{f"{state}opportunity__in": members.values("opportunity")})
    return condition


def deal_at(user: User, uid: UUID, at: datetime | None = None, known: datetime | None = None) -> Opportunity:
    """One deal as it stood at the instant: `visible_deals_at`, or NotFound."""
    return visible_deals_at(user, at, known).one(uid=uid)


def deal_for(user: User, uid: UUID, verb: str = "deal.see") -> Opportunity:
    """One deal: outside scope 404, inside without the verb 403."""
    deal = visible_deals(user).one(uid=uid)
    if verb != "deal.see" and not visible_deals(user, verb).filter(pk=deal.pk).exists():
        raise Forbidden()
    return deal


def visible_states(user: User, at: datetime, known: datetime | None = None) -> ScopedQuerySet[OpportunityVersion]:
    """Deals as they were at `at` (as known at `known`), of people who stood in the person's reach on that day."""
    rows = state_as_of(at) if known is None else as_known_at(at, known)
    return rows.filter(_stood_over(user, at, "")).mark_scoped(user)


def history_for(user: User, deal: Opportunity) -> ScopedQuerySet[OpportunityVersion]:
    """Everything ever recorded of a deal that `deal_for` found: whoever sees the deal sees its past."""
    return OpportunityVersion.objects.filter(opportunity=deal).mark_scoped(user)


def visible_leads(user: User, verb: str = "lead.see") -> ScopedQuerySet[Lead]:
    """Leads of people in reach; a lead without an owner is seen by those whose reach is everything."""
    return Lead.objects.filter(reach(user, verb).q("owner")).mark_scoped(user)


def lead_for(user: User, uid: UUID, verb: str = "lead.see") -> Lead:
    lead = visible_leads(user).one(uid=uid)
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
    """What we sell is known to everybody who works with deals."""
    return _known_to(user, Product.objects.all(), "product.change")


def product_for(user: User, uid: UUID, verb: str = "deal.see") -> Product:
    product = visible_products(user).one(uid=uid)
    if not user.may(verb) and verb != "deal.see":
        raise Forbidden()
    return product


def visible_processes(user: User) -> ScopedQuerySet[ProcessVersion]:
    return _known_to(user, ProcessVersion.objects.all(), "process.change")


def visible_stages(user: User) -> ScopedQuerySet[Stage]:
    return _known_to(user, Stage.objects.select_related("process"), "process.change")


def stage_for(user: User, uid: UUID, verb: str = "deal.see") -> Stage:
    stage = visible_stages(user).one(uid=uid)
    if not user.may(verb) and verb != "deal.see":
        raise Forbidden()
    return stage


def visible_reasons(user: User) -> ScopedQuerySet[Reason]:
    return _known_to(user, Reason.objects.all(), "process.change")


def _known_to(user: User, rows: ScopedQuerySet[M], verb: str) -> ScopedQuerySet[M]:
    """Lists of the company that belong to nobody: for who sees deals or keeps the list."""
    return (rows if user.may("deal.see") or user.may(verb) else rows.none()).mark_scoped(user)
