"""Who may see and do what with people and customers: one condition for list and door.

Present pages and every write use the reporting line of now; figures about the past use the line as it stood on each
row's own day (accounts-desk.md A-1), which is what `scope_for` hands to measures.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import (
    AccountOwnership,
    CustomerAccount,
    CustomerMember,
    RoleGrant,
    SeatOccupancy,
    TeamMembership,
    User,
)
from accounts.queries.line import people_below, subtree_spans
from accounts.queries.organisation import zone
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden, NotFound
from salesops.kernel.moments import INFINITY, local_day
from salesops.kernel.scope import EVERYTHING, Scope, Span


@dataclass(frozen=True)
class Reach:
    """The people whose records a verb covers today. `everything` also covers rows nobody owns."""

    everything: bool = False
    people: frozenset[int] = frozenset()

    def covers(self, owner_id: int | None) -> bool:
        return self.everything or owner_id in self.people

    def q(self, owner: str) -> Q:
        """The condition on a column that holds the owner's id."""
        return Q() if self.everything else Q(**{f"{owner}__in": list(self.people)})


def today() -> date:
    return local_day(timezone.now(), zone())


def reach(user: User, verb: str) -> Reach:
    """What `verb` covers for this person today; nothing when no role of theirs carries it."""
    known: dict[str, Reach] = user.__dict__.setdefault("_reach", {})
    if verb not in known:
        known[verb] = _reach(user, verb)
    return known[verb]


def scope_for(user: User, verb: str = "metrics.see") -> Scope:
    """The same reach with the days each person stood in it, for figures about the past."""
    scopes = _scopes(user, verb)
    if RoleGrant.Scope.ALL in scopes:
        return EVERYTHING
    spans: list[Span] = [(user.pk, None, None)] if scopes else []
    if RoleGrant.Scope.SUBTREE in scopes:
        spans += subtree_spans([user.pk])
    if RoleGrant.Scope.TEAM in scopes:
        spans += _team_spans(user)
    return Scope(spans=tuple(spans))


def node_scope(user: User, node: User, verb: str = "metrics.see") -> Scope:
    """The subtree of `node` as a focus; raises NotFound when the node is outside the asker's scope."""
    if not reach(user, verb).covers(node.pk):
        raise NotFound()
    return Scope(spans=tuple(subtree_spans([node.pk])))


def require(user: User, verb: str) -> None:
    """Raises Forbidden when no role of this person carries the verb at all."""
    if not user.may(verb):
        raise Forbidden()


def visible_people(user: User) -> ScopedQuerySet[User]:
    """Everyone the person works with: self, their subtree, and everybody for those who may see all people."""
    seen = reach(user, "people.see")
    people = reach(user, "deal.see").people | seen.people | {user.pk}
    rows = User.objects.exclude(state=User.State.ERASED)
    if not (seen.everything or reach(user, "deal.see").everything):
        rows = rows.filter(pk__in=people)
    return rows.mark_scoped(user)


def person_for(user: User, uid: UUID, verb: str = "people.see") -> User:
    """One person; outside scope 404, inside without the verb 403 (`people.see` needs no verb beyond scope)."""
    person = visible_people(user).filter(uid=uid).first()
    if person is None:
        raise NotFound()
    if verb != "people.see" and not user.may(verb):
        raise Forbidden()
    return person


def customers_in(seen: Reach, day: date) -> Q:
    """A customer's scope: ownership by an occupied seat, and membership, of the people in reach."""
    people = list(seen.people)
    seats = SeatOccupancy.objects.filter(person__in=people, during__contains=day).values("seat")
    owned = AccountOwnership.objects.filter(seat__in=seats, superseded_at=INFINITY, valid__contains=day)
    return Q(pk__in=owned.values("account")) | Q(
        pk__in=CustomerMember.objects.filter(person__in=people, during__contains=day).values("customer")
    )


def visible_customers(user: User, verb: str = "customer.see") -> ScopedQuerySet[CustomerAccount]:
    seen = reach(user, verb)
    rows = CustomerAccount.objects.filter(archived_at__isnull=True)
    if not seen.everything:
        rows = rows.filter(customers_in(seen, today()))
    return rows.mark_scoped(user)


def customer_for(user: User, uid: UUID, verb: str = "customer.see") -> CustomerAccount:
    customer = visible_customers(user).filter(uid=uid).first()
    if customer is None:
        raise NotFound()
    if verb != "customer.see" and not visible_customers(user, verb).filter(pk=customer.pk).exists():
        raise Forbidden()
    return customer


def _scopes(user: User, verb: str) -> set[str]:
    if not user.is_active:
        return set()
    return {grant.scope for grant in user.grants_now if any(row.verb == verb for row in grant.role.verbs.all())}


def _reach(user: User, verb: str) -> Reach:
    scopes = _scopes(user, verb)
    if not scopes:
        return Reach()
    if RoleGrant.Scope.ALL in scopes:
        return Reach(everything=True)
    people = {user.pk}
    if RoleGrant.Scope.SUBTREE in scopes:
        people |= people_below([user.pk], today())
    if RoleGrant.Scope.TEAM in scopes:
        people |= {person for person, start, end in _team_spans(user) if _holds(start, end, today())}
    return Reach(people=frozenset(people))


def _team_spans(user: User) -> list[Span]:
    """The people of the teams this person is in today, with their days there."""
    teams = TeamMembership.objects.filter(person=user, during__contains=today()).values("team")
    rows = TeamMembership.objects.filter(team__in=teams)
    return [(row.person_id, row.during.lower, row.during.upper) for row in rows]


def _holds(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)
