"""Who may see and do what with people and customers: one condition for list and door.

Present pages and every write use the reporting line of now; figures about the past use the line as it stood on each
row's own day (accounts-desk.md A-1), which is what `scope_for` hands to measures.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import (
    ApiToken,
    Contact,
    ContactMerge,
    CustomerAccount,
    CustomerMerge,
    Employment,
    ErasureRequest,
    FiscalPeriod,
    FxRate,
    PersonSession,
    ReportingLine,
    Role,
    RoleGrant,
    SeatOccupancy,
    SettingsChange,
    SignInEvent,
    Team,
    TeamMembership,
    User,
)
from accounts.queries.holding import joined_by, left_under, owned_by
from accounts.queries.line import people_below, subtree_spans
from accounts.queries.organisation import zone
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden, NotFound, Refused
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
    person = user.principal
    spans: list[Span] = [(person.pk, None, None)] if scopes else []
    if RoleGrant.Scope.SUBTREE in scopes:
        spans += subtree_spans([person.pk])
    if RoleGrant.Scope.TEAM in scopes:
        spans += _team_spans(person)
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
    """One person; outside scope 404, inside without the verb over them 403 (`people.see` needs none beyond scope)."""
    person = visible_people(user).one(uid=uid)
    if verb != "people.see" and not reach(user, verb).covers(person.pk):
        raise Forbidden()
    return person


def visible_lines(user: User) -> ScopedQuerySet[ReportingLine]:
    """The stretches of the reporting line whose person is visible; the manager's name stands beside them."""
    people = visible_people(user).values("pk")
    return ReportingLine.objects.filter(person__in=people).select_related("person", "manager").mark_scoped(user)


def visible_employments(user: User) -> ScopedQuerySet[Employment]:
    """Those of visible people; how they ended is a matter of `exit.see`."""
    people = visible_people(user).values("pk")
    return Employment.objects.filter(person__in=people).select_related("person").mark_scoped(user)


def employment_for(user: User, uid: UUID, *verbs: str) -> Employment:
    """One employment; outside scope 404, inside without every verb over the person 403."""
    found = visible_employments(user).one(uid=uid)
    if not all(reach(user, verb).covers(found.person_id) for verb in verbs):
        raise Forbidden()
    return found


def visible_grants(user: User) -> ScopedQuerySet[RoleGrant]:
    people = visible_people(user).values("pk")
    return RoleGrant.objects.filter(user__in=people).select_related("user", "role", "granted_by").mark_scoped(user)


def grant_for(user: User, uid: UUID, verb: str) -> RoleGrant:
    grant = visible_grants(user).one(uid=uid)
    if not reach(user, verb).covers(grant.user_id):
        raise Forbidden()
    return grant


def visible_roles(user: User) -> ScopedQuerySet[Role]:
    """Everybody may know what the roles carry."""
    return Role.objects.all().mark_scoped(user)


def role_for(user: User, key: str, verb: str = "") -> Role:
    role = visible_roles(user).one(key=key)
    if verb:
        require(user, verb)
    return role


def visible_teams(user: User) -> ScopedQuerySet[Team]:
    """Names of teams are no secret; who is in them follows `visible_people`."""
    return Team.objects.all().mark_scoped(user)


def team_for(user: User, uid: UUID, verb: str = "team.see") -> Team:
    team = visible_teams(user).one(uid=uid)
    if verb != "team.see":
        require(user, verb)
    return team


def visible_tokens(user: User) -> ScopedQuerySet[ApiToken]:
    """One's own; nobody reads those of others."""
    return ApiToken.objects.filter(user=user).mark_scoped(user)


def token_for(user: User, uid: UUID) -> ApiToken:
    return visible_tokens(user).one(uid=uid)


def visible_sessions(user: User) -> ScopedQuerySet[PersonSession]:
    """One's own; nobody reads those of others."""
    return PersonSession.objects.filter(person=user).mark_scoped(user)


def session_for(user: User, uid: UUID) -> PersonSession:
    return visible_sessions(user).one(uid=uid, ended_at__isnull=True)


def visible_sign_ins(user: User) -> ScopedQuerySet[SignInEvent]:
    """Everything at the door for who looks after sign-ins, what was about oneself for everybody."""
    rows = SignInEvent.objects.all() if user.may("role.change") else SignInEvent.objects.filter(person=user)
    return rows.mark_scoped(user)


def visible_erasure_requests(user: User) -> ScopedQuerySet[ErasureRequest]:
    """All of them for who deals with them, nobody else's business."""
    rows = ErasureRequest.objects.all() if user.may("erasure.see") else ErasureRequest.objects.none()
    return rows.mark_scoped(user)


def erasure_request_for(user: User, uid: UUID, verb: str = "erasure.see") -> ErasureRequest:
    require(user, "erasure.see")
    request = visible_erasure_requests(user).one(uid=uid)
    require(user, verb)
    return request


def visible_settings_changes(user: User) -> ScopedQuerySet[SettingsChange]:
    """For who sets them."""
    rows = SettingsChange.objects.all() if user.may("org.change") else SettingsChange.objects.none()
    return rows.mark_scoped(user)


def visible_rates(user: User) -> ScopedQuerySet[FxRate]:
    return FxRate.objects.filter(superseded_at=INFINITY).mark_scoped(user)


def visible_periods(user: User) -> ScopedQuerySet[FiscalPeriod]:
    return FiscalPeriod.objects.all().mark_scoped(user)


MEMBERS_MAY = frozenset({"customer.see", "contract.see", "activity.log"})
"""What joining somebody to a customer opens to them, and nothing else (accounts-desk.md A-15)."""


def customers_in(seen: Reach, day: date, verb: str = "customer.see") -> Q:
    """A customer's scope: ownership by an occupied seat, and for some verbs membership, of people in reach."""
    people = list(seen.people)
    inside = Q(pk__in=owned_by(people, day))
    return inside | Q(pk__in=joined_by(people, day)) if verb in MEMBERS_MAY else inside


def vacant_under(people: list[int], day: date) -> QuerySet[SeatOccupancy]:
    """The last ones on seats where nobody sits that day, who reported to one of `people` when they went."""
    return SeatOccupancy.objects.filter(pk__in=left_under(people, day))


def visible_customers(
    user: User, verb: str = "customer.see", *, archived: bool = False
) -> ScopedQuerySet[CustomerAccount]:
    seen = reach(user, verb)
    rows = CustomerAccount.objects.all() if archived else CustomerAccount.objects.filter(archived_at__isnull=True)
    if not seen.everything:
        rows = rows.filter(customers_in(seen, today(), verb))
    return rows.mark_scoped(user)


def customer_for(user: User, uid: UUID, verb: str = "customer.see", *, archived: bool = False) -> CustomerAccount:
    """One customer; outside scope 404, inside without the verb 403. `archived` also finds what was put away."""
    customer = visible_customers(user, archived=archived).one(uid=uid)
    if verb != "customer.see" and not visible_customers(user, verb, archived=archived).filter(pk=customer.pk).exists():
        raise Forbidden()
    return customer


def survivor_for(user: User, uid: UUID) -> CustomerAccount | None:
    """What a customer was merged into, for who may see that one: an old address leads there."""
    return visible_customers(user).filter(merged__uid=uid).first()


def visible_merges(user: User) -> ScopedQuerySet[CustomerMerge]:
    """Of the customers that one sees, also of those merged away."""
    rows = CustomerMerge.objects.filter(survivor__in=visible_customers(user, archived=True).values("pk"))
    return rows.select_related("survivor", "loser", "merged_by", "undone_by").mark_scoped(user)


def merge_for(user: User, uid: UUID, verb: str = "customer.merge") -> CustomerMerge:
    merge = visible_merges(user).one(uid=uid)
    customer_for(user, merge.survivor.uid, verb, archived=True)
    return merge


def visible_contact_merges(user: User) -> ScopedQuerySet[ContactMerge]:
    rows = ContactMerge.objects.filter(survivor__in=visible_contacts(user, archived=True).values("pk"))
    return rows.select_related("survivor__customer", "loser", "merged_by", "undone_by").mark_scoped(user)


def contact_merge_for(user: User, uid: UUID, verb: str = "customer.merge") -> ContactMerge:
    merge = visible_contact_merges(user).one(uid=uid)
    contact_for(user, merge.survivor.uid, verb, archived=True)
    return merge


def visible_contacts(user: User, verb: str = "customer.see", *, archived: bool = False) -> ScopedQuerySet[Contact]:
    """The contacts of visible customers; those without a customer are seen by whose reach is everything."""
    rows = Contact.objects.select_related("customer")
    if not archived:
        rows = rows.filter(archived_at__isnull=True)
    inside = Q(customer__in=visible_customers(user, verb).values("pk"))
    if reach(user, verb).everything:
        inside |= Q(customer__isnull=True)
    return rows.filter(inside).mark_scoped(user)


def contact_for(user: User, uid: UUID, verb: str = "customer.see", *, archived: bool = False) -> Contact:
    contact = visible_contacts(user, archived=archived).one(uid=uid)
    if verb != "customer.see" and not visible_contacts(user, verb, archived=archived).filter(pk=contact.pk).exists():
        raise Forbidden()
    return contact


def customers_on(user: User, verb: str, day: date) -> list[int] | None:
    """The ids of customers whose figures `verb` shows for that day: the line as it stood then. None: all of them."""
    scope = scope_for(user, verb)
    if scope.everything:
        return None
    people = frozenset(person for person, start, end in scope.spans if _holds(start, end, day))
    inside = customers_in(Reach(people=people), day)
    return list(CustomerAccount.objects.filter(inside).values_list("pk", flat=True))


def require_owner(user: User, owner: User | None, verb: str) -> None:
    """Who may be given a customer: whom the verb covers, nobody only where it covers everything.

    Raises Refused `owner_outside` at the field.
    """
    if not reach(user, verb).covers(owner.pk if owner else None):
        sentence = _("Choose an owner among the people you work with.")
        raise Refused("owner_outside", sentence, fields={"owner": sentence})


def _scopes(user: User, verb: str) -> set[str]:
    """Under a delegation those of the person acted for, while the verb is one that was named."""
    if not user.may(verb):
        return set()
    return {grant.scope for grant in user.principal.grants_now if verb in grant.carried}


def _reach(user: User, verb: str) -> Reach:
    scopes = _scopes(user, verb)
    if not scopes:
        return Reach()
    if RoleGrant.Scope.ALL in scopes:
        return Reach(everything=True)
    principal = user.principal
    people = {principal.pk}
    if RoleGrant.Scope.SUBTREE in scopes:
        people |= people_below([principal.pk], today())
    if RoleGrant.Scope.TEAM in scopes:
        people |= {person for person, start, end in _team_spans(principal) if _holds(start, end, today())}
    return Reach(people=frozenset(people))


def _team_spans(user: User) -> list[Span]:
    """The people of the teams this person is in today, with their days there."""
    teams = TeamMembership.objects.filter(person=user, during__contains=today()).values("team")
    rows = TeamMembership.objects.filter(team__in=teams)
    return [(row.person_id, row.during.lower, row.during.upper) for row in rows]


def _holds(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)
