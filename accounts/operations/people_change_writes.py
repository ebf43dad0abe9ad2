"""The dated rows of a hire, a move and a leaver: line, team, seat, job, employment, roles turn on one day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import reach, visible_customers
from accounts.models import (
    AccountOwnership,
    CustomerMember,
    Delegation,
    Employment,
    ReportingLine,
    Role,
    RoleGrant,
    Seat,
    SeatOccupancy,
    Team,
    TeamMembership,
    User,
)
from accounts.operations.customers import DEAL
from accounts.operations.employment import assign_job, begin_employment, end_employment
from accounts.operations.people import create_person, grant_role, set_manager
from accounts.operations.people_change_books import CUSTOMERS, HandOver
from accounts.operations.roles import VERB, holders
from accounts.operations.rows import cut_from, lock_rights
from accounts.operations.teams import put_in_team
from accounts.people_changes import Moving, books
from accounts.queries.customers import owned_by
from accounts.queries.headcount import employment_on
from accounts.queries.planned import takes_over_on, works_on
from accounts.rules.people_changes import Choices
from salesops.kernel.errors import Conflict, Forbidden, Refused
from salesops.kernel.moments import INFINITY

JOB = ("function", "job_role", "cost_centre", "location")


def hire(person: User | None, asked: Choices, start: date, *, by: User | None) -> User:
    """The person with seat, line, team, employment and role from `start` on; a known one is hired again.

    Raises as the operations it calls, Refused `receiver_inactive` for a manager who is not here then, Conflict
    `seat_taken`, Forbidden `guarded_role`.
    """
    manager = manager_of(asked, start)
    seat = free_seat(asked, start, by)
    _require_grantable(asked.role, by)
    if person is None:
        person = create_person(name=asked.name, email=asked.email or None, title=asked.job_role, start=start, by=by)
    else:
        person = _back(person, start)
    begin_employment(person, start=start, by=by, **{name: getattr(asked, name) for name in JOB})
    if manager is not None:
        set_manager(person, manager, start=start, by=by)
    if asked.team:
        put_in_team(person, _team(asked), start=start, by=by)
    if seat is not None:
        SeatOccupancy.objects.create(seat=seat, person=person, during=DateRange(start, None))
    if asked.role:
        grant_role(person, asked.role, start=start, by=by, reason=_("New hire"))
    return person


def move(person: User, asked: Choices, day: date, *, by: User | None) -> None:
    """What is asked turns on `day`; the rest stays. Raises as `hire`, Refused `wrong_state`, `outside_employment`."""
    _require_here(person, day)
    manager = manager_of(asked, day)
    seat = free_seat(asked, day, by)
    if manager is not None:
        set_manager(person, manager, start=day, by=by)
    if asked.team:
        put_in_team(person, _team(asked), start=day, by=by)
    job = {name: value for name in JOB if (value := getattr(asked, name))}
    if job:
        assign_job(_employed(person, day), start=day, by=by, **job)
    if seat is not None:
        SeatOccupancy.objects.create(seat=seat, person=person, during=DateRange(day, None))


def leave(person: User, asked: Choices, day: date, *, by: User | None) -> None:
    """From `day` on without job, seat, team, line, roles, delegations and memberships. Raises Conflict `last_admin`.

    Who never had an address keeps the line: what they still own stands under it, as a leaver's does.
    """
    lock_rights()
    if holders() == {person.pk}:
        raise Conflict("last_admin", _("Nobody else could grant roles then. Give the role to somebody first."))
    last = asked.last_day or day - timedelta(days=1)
    employment = employment_on(person.pk, last)
    if employment is not None:
        said: dict[str, Any] = {"exit_kind": asked.exit_kind, "reason": asked.reason, "regretted": asked.regretted}
        end_employment(employment, last_day=last, by=by, **said)
    if person.email:
        cut_from(ReportingLine.objects.filter(person=person), day)
    cut_from(TeamMembership.objects.filter(person=person), day)
    cut_from(SeatOccupancy.objects.filter(person=person), day)
    cut_from(RoleGrant.objects.filter(user=person), day)
    cut_from(Delegation.objects.filter(Q(person=person) | Q(delegate=person)), day)
    cut_from(CustomerMember.objects.filter(person=person).exclude(role=DEAL), day)


def vacate(person: User, day: date, *, stays: bool) -> None:
    """Their seats become posts for the next one, with the accounts they own. stays: who only moves sits anew."""
    _seats, rows = owned_by([person.pk], day)
    mine = sorted({row.seat_id for row in rows})
    cut_from(SeatOccupancy.objects.filter(person=person, seat__in=mine), day)
    Seat.objects.filter(pk__in=mine).update(kind=Seat.Kind.POST, person=None)
    if stays and not Seat.objects.filter(person=person, kind=Seat.Kind.PERSONAL).exists():
        seat = Seat.objects.create(name=person.name, person=person)
        SeatOccupancy.objects.create(seat=seat, person=person, during=DateRange(day, None))


def leave_posts(person: User, plans: Iterable[HandOver], moving: Moving) -> dict[str, Any]:
    """Who moves to another seat sits on no former post from the day on; accounts that go along come to their own seat.

    What the book answered, for taking it back.
    """
    posts = SeatOccupancy.objects.filter(person=person, seat__kind=Seat.Kind.POST)
    owned = set(AccountOwnership.objects.filter(seat__in=posts.values("seat")).values_list("pk", flat=True))
    along = [
        (row.key, person)
        for plan in plans
        if plan.book.key == CUSTOMERS and plan.choice.how == "along"
        for row in plan.rows
        if row.key in owned
    ]
    cut_from(posts, moving.day)
    return {CUSTOMERS: books[CUSTOMERS].give(along, moving)} if along else {}


def _require_here(person: User, day: date) -> None:
    if not works_on(person, day):
        sentence = _("%(name)s is not here on %(day)s. Choose another day.") % {"name": person.name, "day": day}
        raise Refused("wrong_state", sentence, fields={"start": sentence})


def manager_of(asked: Choices, day: date) -> User | None:
    if not asked.manager:
        return None
    manager = User.objects.filter(uid=UUID(asked.manager)).first()
    if manager is None or not takes_over_on(manager, day):
        sentence = _("The manager is not here on %(day)s. Choose somebody else.") % {"day": day}
        raise Refused("receiver_inactive", sentence, fields={"manager": sentence})
    return manager


def free_seat(asked: Choices, day: date, by: User | None = None) -> Seat | None:
    """The vacant seat that is asked for. Raises Conflict `seat_taken` when somebody sits there from then on.

    Who sits there sees its accounts: Forbidden `not_allowed` for one with accounts that `by` does not see.
    """
    if not asked.seat:
        return None
    seat = Seat.objects.select_for_update().filter(uid=UUID(asked.seat)).first()
    sits = SeatOccupancy.objects.filter(seat=seat, during__overlap=DateRange(day, None)).select_related("person")
    taken = sits.order_by("during").first()
    if seat is None or taken is not None:
        name = taken.person.name if taken else _("somebody else")
        sentence = _("%(name)s sits there then. Choose a vacant seat.") % {"name": name}
        raise Conflict("seat_taken", sentence, fields={"seat": sentence})
    owned = AccountOwnership.objects.filter(seat=seat, superseded_at=INFINITY, valid__overlap=DateRange(day, None))
    if by is not None and not reach(by, "change.draft").everything:
        seen = visible_customers(by, archived=True).values("pk")
        if owned.exclude(account__in=seen).exists():
            raise Forbidden(_("This seat has accounts outside of your line. Ask operations."), "not_allowed")
    return seat


def seats_of(person: User | None, asked: Choices) -> list[int]:
    """The seats that a change may touch: theirs, and the one that is asked for."""
    rows = Seat.objects.filter(uid=UUID(asked.seat)) if asked.seat else Seat.objects.none()
    mine = SeatOccupancy.objects.filter(person=person).values_list("seat_id", flat=True) if person else []
    return sorted({*rows.values_list("pk", flat=True), *mine})


def _back(person: User, start: date) -> User:
    """Somebody known works here again: listed, until they are invited, on a personal seat."""
    if person.state not in (User.State.LISTED, User.State.DEACTIVATED):
        sentence = _("%(name)s works here already. Use Job change.") % {"name": person.name}
        raise Refused("wrong_state", sentence, fields={"person": sentence})
    User.objects.filter(pk=person.pk).update(state=User.State.LISTED)
    person.refresh_from_db(fields=["state"])
    seat, _made = Seat.objects.get_or_create(person=person, kind=Seat.Kind.PERSONAL, defaults={"name": person.name})
    if not SeatOccupancy.objects.filter(seat=seat, during__overlap=DateRange(start, None)).exists():
        SeatOccupancy.objects.create(seat=seat, person=person, during=DateRange(start, None))
    return person


def _employed(person: User, day: date) -> Employment:
    employment = employment_on(person.pk, day)
    if employment is None or day not in employment.during:
        sentence = _("%(name)s is not employed on %(day)s. Enter the employment first.") % {
            "name": person.name, "day": day,
        }  # fmt: skip
        raise Refused("outside_employment", sentence, fields={"function": sentence})
    return employment


def _team(asked: Choices) -> Team:
    team = Team.objects.filter(uid=UUID(asked.team)).first()
    if team is None:
        sentence = _("There is no such team.")
        raise Refused("value_unknown", sentence, fields={"team": sentence})
    return team


def _require_grantable(key: str, by: User | None) -> None:
    """A role that sets up the company or reads its money, or that grants roles, is given by who may grant roles."""
    role = Role.objects.filter(key=key).first() if key else None
    guards = role is not None and (role.second_factor or role.verbs.filter(verb=VERB).exists())
    if role is not None and by is not None and role.scope == RoleGrant.Scope.ALL:
        # Over everything nobody hires who has not everything themselves: they would choose the address, too.
        guards = guards or not reach(by, "change.draft").everything
    if guards and by is not None and not by.may(VERB):
        sentence = _("Only a system administrator gives the role “%(role)s”. Hire without it.") % {"role": role}
        raise Forbidden(sentence, "guarded_role")
