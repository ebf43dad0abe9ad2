"""Who may see and do what with what is planned: calendars, leave, delegations, re-organisations."""

from uuid import UUID

from django.db.models import Q

from accounts.access import person_for, reach, require, today, visible_people
from accounts.models import (
    Delegation,
    Holiday,
    Leave,
    PersonMove,
    Reorganisation,
    ReportingLine,
    TeamMove,
    User,
    WorkCalendar,
)
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden, NotFound


def visible_reorganisations(user: User) -> ScopedQuerySet[Reorganisation]:
    """Plans are for who changes the line; everybody else sees what took effect."""
    rows: ScopedQuerySet[Reorganisation] = Reorganisation.objects.select_related("made_by")
    return (rows if user.may("line.change") else rows.none()).mark_scoped(user)


def reorganisation_for(user: User, uid: UUID) -> Reorganisation:
    return visible_reorganisations(user).one(uid=uid)


def move_for(user: User, uid: UUID) -> PersonMove | TeamMove:
    """One line of a plan, of a person or of a team."""
    plans = visible_reorganisations(user).values("pk")
    for table in (PersonMove, TeamMove):
        found = table.objects.filter(uid=uid, reorganisation__in=plans).select_related("reorganisation").first()
        if found is not None:
            return found
    raise NotFound()


def visible_delegations(user: User) -> ScopedQuerySet[Delegation]:
    """Those one gave or got; all of them for who looks after rights."""
    rows = Delegation.objects.select_related("person", "delegate")
    if not user.may("role.change"):
        rows = rows.filter(Q(person=user) | Q(delegate=user))
    return rows.mark_scoped(user)


def delegation_for(user: User, uid: UUID) -> Delegation:
    """One that the person may end: they gave or got it, or look after rights."""
    return visible_delegations(user).one(uid=uid)


def possible_delegates(user: User) -> ScopedQuerySet[User]:
    """Who may be asked to act for one: active people one sees, who stand above, or who report to the same manager."""
    managers = ReportingLine.objects.filter(person=user, during__contains=today()).values("manager")
    mates = ReportingLine.objects.filter(manager__in=managers, during__contains=today()).values("person")
    near = Q(pk__in=visible_people(user).values("pk")) | Q(pk__in=managers) | Q(pk__in=mates)
    rows = User.objects.filter(near, state=User.State.ACTIVE).exclude(pk=user.pk)
    return rows.mark_scoped(user)


def visible_calendars(user: User) -> ScopedQuerySet[WorkCalendar]:
    """When the company works is no secret."""
    return WorkCalendar.objects.all().mark_scoped(user)


def calendar_for(user: User, uid: UUID, verb: str = "") -> WorkCalendar:
    calendar = visible_calendars(user).one(uid=uid)
    if verb:
        require(user, verb)
    return calendar


def visible_holidays(user: User) -> ScopedQuerySet[Holiday]:
    return Holiday.objects.select_related("calendar").mark_scoped(user)


def holiday_for(user: User, uid: UUID, verb: str = "") -> Holiday:
    holiday = visible_holidays(user).one(uid=uid)
    if verb:
        require(user, verb)
    return holiday


def visible_leaves(user: User) -> ScopedQuerySet[Leave]:
    """When visible people are away; why is for `covers_leave` alone."""
    people = visible_people(user).values("pk")
    return Leave.objects.filter(person__in=people).select_related("person").mark_scoped(user)


def covers_leave(user: User, person_id: int, verb: str = "leave.see") -> bool:
    """Whether the verb reaches the leave of this person; one's own it always does."""
    return user.pk == person_id or reach(user, verb).covers(person_id)


def leave_for(user: User, uid: UUID, verb: str = "") -> Leave:
    """One leave; outside scope 404, inside without the verb 403 (empty: that somebody is away)."""
    leave = visible_leaves(user).one(uid=uid)
    if verb and not covers_leave(user, leave.person_id, verb):
        raise Forbidden()
    return leave


def away_person_for(user: User, uid: UUID, verb: str = "leave.change") -> User:
    """The person whose leave is planned; outside scope 404, inside without the verb 403."""
    person = person_for(user, uid)
    if not covers_leave(user, person.pk, verb):
        raise Forbidden()
    return person
