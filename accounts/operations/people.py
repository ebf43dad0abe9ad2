"""Writes about people: who they are, under whom, in which team, on which seat, with which role."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import (
    ReportingLine,
    Role,
    RoleGrant,
    RoleVerb,
    Seat,
    SeatOccupancy,
    Team,
    TeamMembership,
    User,
)
from accounts.rules.roles import PRESETS
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused


def make_role_presets(*, by: User | None) -> list[Role]:
    """The shipped roles; existing ones keep the verbs their organisation gave them."""
    with operation(by=by):
        for preset in PRESETS:
            role, made = Role.objects.get_or_create(
                key=preset.key, defaults={"name": preset.name, "home": preset.home, "preset": True}
            )
            if made:
                RoleVerb.objects.bulk_create(RoleVerb(role=role, verb=verb) for verb in sorted(preset.verbs))
        return list(Role.objects.all())


def create_person(
    *,
    name: str,
    email: str | None = None,
    title: str = "",
    state: str = User.State.LISTED,
    password: str | None = None,
    start: date | None = None,
    by: User | None,
) -> User:
    """A person with their personal seat, occupied from `start` (None: always).

    Raises Conflict `email_taken` when somebody has the address.
    """
    with operation(by=by):
        if email and User.objects.filter(email__iexact=email).exists():
            raise Conflict("email_taken", "Somebody already has this e-mail address.")
        person = User.objects.create_user(email or None, password, name=name.strip(), title=title, state=state)
        seat = Seat.objects.create(name=person.name, person=person)
        SeatOccupancy.objects.create(seat=seat, person=person, during=DateRange(start, None))
        return person


def grant_role(
    user: User, role_key: str, *, by: User | None, start: date | None = None, scope: str | None = None, reason: str = ""
) -> RoleGrant:
    """From `start` (None: always) without an end. Raises Refused `role_unknown`."""
    preset = next((preset for preset in PRESETS if preset.key == role_key), None)
    role = Role.objects.filter(key=role_key).first()
    if role is None:
        raise Refused("role_unknown", f"There is no role “{role_key}”.", fields={"role": "Choose a role of the list."})
    with operation(by=by):
        return RoleGrant.objects.create(
            user=user,
            role=role,
            scope=scope or (preset.scope if preset else RoleGrant.Scope.OWN),
            during=DateRange(start, None),
            granted_by=by,
            reason=reason,
        )


def set_manager(person: User, manager: User | None, *, start: date | None, by: User | None) -> None:
    """`person` reports to `manager` from `start` on (None: always, for a first line). Past days keep their line.

    Raises Refused `line_cycle` when the manager stands below the person, `line_not_self` for oneself.
    """
    from accounts.queries.line import people_below

    if manager is not None and manager.pk == person.pk:
        raise Refused("line_not_self", "Nobody reports to themselves.", fields={"manager": "Choose somebody else."})
    with operation(by=by):
        User.objects.select_for_update().filter(pk=person.pk).first()
        if manager is not None and manager.pk in people_below([person.pk], start or timezone.now().date()):
            raise Refused(
                "line_cycle",
                f"{manager.name} already reports to {person.name}, directly or not.",
                fields={"manager": "Choose somebody outside this team."},
            )
        _end_lines(person, start)
        if manager is not None:
            ReportingLine.objects.create(person=person, manager=manager, during=DateRange(start, None))


def _end_lines(person: User, start: date | None) -> None:
    """Cut what overlaps `[start, )`: later rows go, the running one ends at `start`."""
    for line in ReportingLine.objects.select_for_update().filter(person=person, during__overlap=DateRange(start, None)):
        if start is None or (line.during.lower is not None and line.during.lower >= start):
            line.delete()
        else:
            line.during = DateRange(line.during.lower, start)
            line.save(update_fields=["during"])


def join_team(person: User, team: Team, *, start: date | None, by: User | None) -> TeamMembership:
    """The primary team from `start` on; an earlier one ends there."""
    with operation(by=by):
        for row in TeamMembership.objects.select_for_update().filter(
            person=person, primary=True, during__overlap=DateRange(start, None)
        ):
            if start is None or (row.during.lower is not None and row.during.lower >= start):
                row.delete()
            else:
                row.during = DateRange(row.during.lower, start)
                row.save(update_fields=["during"])
        return TeamMembership.objects.create(person=person, team=team, during=DateRange(start, None))
