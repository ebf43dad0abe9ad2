"""The dated rows of a re-organisation: written for its day, kept, and put back (accounts-desk.md ACC-10)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import PersonMove, Reorganisation, ReportingLine, Team, TeamMembership, TeamParent, User
from accounts.operations.people import draw_line, require_no_cycle
from accounts.operations.planned import require_no_later_change, require_no_later_move
from accounts.operations.rows import cut_from
from accounts.queries.planned import leave_of, works_on
from salesops.kernel.errors import Conflict, Refused

DATED: tuple[tuple[Any, str, str, dict[str, Any]], ...] = (
    (ReportingLine, "person", "manager", {}),
    (TeamMembership, "person", "team", {"primary": True}),
    (TeamParent, "team", "parent", {}),
)
"""The dated tables a plan writes: (table, whose row, what it points at, which rows of theirs)."""
Owners = Mapping[str, frozenset[int]]
Kept = list[list[list[Any]]]


def write_moves(plan: Reorganisation) -> None:
    """First every end, then every beginning: two who change places are in no circle in between."""
    start = plan.effective
    moves = list(plan.moves.select_related("person", "manager", "team"))
    for move in moves:
        _require_room(move, start)
    team_moves = list(plan.team_moves.select_related("team", "parent"))
    movers = [move.person_id for move in moves if move.changes_manager]
    joiners = [move.person_id for move in moves if move.changes_team]
    cut_from(ReportingLine.objects.filter(person__in=movers), start)
    cut_from(TeamMembership.objects.filter(person__in=joiners, primary=True), start)
    cut_from(TeamParent.objects.filter(team__in=[move.team_id for move in team_moves]), start)
    for move in moves:
        if move.manager is not None:
            require_no_cycle(move.person, move.manager, start)
            draw_line(move.person, move.manager, DateRange(start, None))
        if move.team is not None:
            TeamMembership.objects.create(person=move.person, team=move.team, during=DateRange(start, None))
    for shift in team_moves:
        if shift.parent is not None:
            _put_under(shift.team, shift.parent, start)


def _require_room(move: PersonMove, day: date) -> None:
    """Everybody is here on the day, and nothing that is planned for later gets lost."""
    for field, person in (("person", move.person), ("manager", move.manager)):
        if person is not None and not works_on(person, day):
            sentence = _("%(name)s is not here on %(day)s.") % {"name": person.name, "day": day}
            raise Refused("receiver_inactive", sentence, fields={field: sentence})
    require_no_later_change(move.person, day, field="person")
    require_no_later_move(move.person, day, field="person")


def _put_under(team: Team, parent: Team, start: date) -> None:
    try:
        with transaction.atomic():
            TeamParent.objects.create(team=team, parent=parent, during=DateRange(start, None))
    except IntegrityError as error:
        if "team_no_cycle" not in str(error):
            raise
        sentence = _("%(parent)s would be part of %(team)s, and the other way round.") % {
            "team": team.name,
            "parent": parent.name,
        }
        raise Refused("team_cycle", sentence, fields={"parent": sentence}) from error


def lock_moved(plan: Reorganisation) -> None:
    people = Q(pk__in=plan.moves.values("person")) | Q(pk__in=plan.moves.values("manager"))
    list(User.objects.select_for_update().filter(people).order_by("pk"))
    list(Team.objects.select_for_update().filter(pk__in=plan.team_moves.values("team")).order_by("pk"))


def moved_by(plan: Reorganisation) -> Owners:
    moves: Any = plan.moves
    return {
        "person": frozenset(moves.values_list("person", flat=True)),
        "team": frozenset(plan.team_moves.values_list("team", flat=True)),
    }


def still_here(plan: Reorganisation) -> Owners:
    """Who moves and has not left by the day. Raises Conflict `overlaps` for who is about to."""
    moved, people = moved_by(plan), set[int]()
    for person in User.objects.filter(pk__in=moved["person"]).order_by("name", "pk"):
        leave = leave_of(person)
        if leave is not None and leave.effective <= plan.effective:
            words = {"name": person.name, "day": leave.effective}
            sentence = _("%(name)s is leaving, and gone from %(day)s. Cancel that first.") % words
            raise Conflict("overlaps", sentence, row=str(leave.uid))
        if works_on(person, plan.effective):
            people.add(person.pk)
    return {**moved, "person": frozenset(people)}


def kept_rows(plan: Reorganisation) -> Kept:
    """The rows of everybody who moves, in each dated table: [whose, at whom, from, to]."""
    found, moved = [], moved_by(plan)
    for table, whose, at, only in DATED:
        rows = table.objects.filter(**{f"{whose}__in": moved[whose]}, **only).order_by(whose, "during")
        found.append([[getattr(row, f"{whose}_id"), getattr(row, f"{at}_id"), *_days(row.during)] for row in rows])
    return found


def rows_of(owners: Owners, kept: Kept) -> Kept:
    whose = [table[1] for table in DATED]
    return [[row for row in rows if row[0] in owners[of]] for of, rows in zip(whose, kept, strict=True)]


def restore_rows(owners: Owners, kept: Kept) -> None:
    for (table, whose, at, only), rows in zip(DATED, kept, strict=True):
        table.objects.filter(**{f"{whose}__in": owners[whose]}, **only).delete()
        for owner, target, start, end in rows:
            during = DateRange(*(date.fromisoformat(day) if day else None for day in (start, end)))
            table.objects.create(**{f"{whose}_id": owner, f"{at}_id": target}, during=during, **only)


def _days(during: DateRange) -> list[str | None]:
    return [day.isoformat() if day else None for day in (during.lower, during.upper)]
