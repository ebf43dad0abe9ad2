"""Writes about re-organisations: drafted, looked at, scheduled in one transaction, taken back before their day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import PersonMove, Reorganisation, ReportingLine, Team, TeamMembership, TeamMove, TeamParent, User
from accounts.operations.people import draw_line, require_no_cycle
from accounts.operations.rows import cut_from, locked, require_known, required_text, save_changes
from accounts.operations.sign_ins import GONE
from accounts.queries.reorganisations import Conflict, Preview, compared, standing_on
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused

EDITABLE = frozenset({"name", "effective"})
DATED: tuple[tuple[Any, str, str, dict[str, Any]], ...] = (
    (ReportingLine, "person", "manager", {}),
    (TeamMembership, "person", "team", {"primary": True}),
    (TeamParent, "team", "parent", {}),
)
"""The dated tables a plan writes: (table, whose row, what it points at, which rows of theirs)."""


def draft_reorganisation(*, name: str, effective: date, by: User | None) -> Reorganisation:
    """Raises Refused `required`, `day_over`."""
    with operation(by=by):
        asked = _checked({"name": name, "effective": effective})
        plan = Reorganisation.objects.create(**asked, made_by=by)
        record("reorganisation.drafted", by=by, of=plan, after={"name": plan.name, "effective": str(effective)})
        return plan


def edit_reorganisation(
    plan: Reorganisation, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None
) -> Reorganisation:
    """Raises as `draft_reorganisation`, and Refused `wrong_state`, Conflict `stale_version`."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        plan = _locked_draft(plan, seen=seen)
        save_changes(plan, _checked(changes), "reorganisation.edited", by=by)
        return plan


def remove_reorganisation(plan: Reorganisation, *, by: User | None) -> None:
    """A draft nobody scheduled. Raises Refused `wrong_state`."""
    with operation(by=by):
        plan = _locked_draft(plan)
        record("reorganisation.removed", by=by, of=plan, before={"name": plan.name, "effective": str(plan.effective)})
        plan.delete()


def move_person(plan: Reorganisation, person: User, *, by: User | None, **change: Any) -> PersonMove:
    """`manager=` (None: the top), `team=` (None: no team), or both; a second move of the person replaces the first.

    Raises Refused `wrong_state`, `required` without either, `line_not_self`, `receiver_inactive`.
    """
    require_known(change, {"manager", "team"})
    manager = change.get("manager")
    if not change:
        sentence = _("Choose a manager or a team.")
        raise Refused("required", sentence, fields={"manager": sentence})
    if manager is not None and manager.pk == person.pk:
        sentence = _("Nobody reports to themselves.")
        raise Refused("line_not_self", sentence, fields={"manager": sentence})
    if manager is not None and manager.state in GONE:
        sentence = _("%(name)s has left.") % {"name": manager.name}
        raise Refused("receiver_inactive", sentence, fields={"manager": sentence})
    with operation(by=by):
        plan = _locked_draft(plan)
        flags = {"changes_manager": "manager" in change, "changes_team": "team" in change}
        values = {"manager": None, "team": None, **change, **flags}
        move, _made = PersonMove.objects.update_or_create(reorganisation=plan, person=person, defaults=values)
        after = {name: str(value) if value else None for name, value in change.items()}
        record("reorganisation.move_drafted", by=by, of=plan, after={"person": person.name, **after})
        return move


def move_team(plan: Reorganisation, team: Team, *, parent: Team | None, by: User | None) -> TeamMove:
    """Raises Refused `wrong_state`, `team_cycle` for a team under itself."""
    if parent is not None and parent.pk == team.pk:
        sentence = _("No team is part of itself.")
        raise Refused("team_cycle", sentence, fields={"parent": sentence})
    with operation(by=by):
        plan = _locked_draft(plan)
        move, _made = TeamMove.objects.update_or_create(reorganisation=plan, team=team, defaults={"parent": parent})
        after = {"team": team.name, "parent": parent.name if parent else None}
        record("reorganisation.move_drafted", by=by, of=plan, after=after)
        return move


def take_move_out(move: PersonMove | TeamMove, *, by: User | None) -> None:
    with operation(by=by):
        plan = _locked_draft(move.reorganisation)
        what = move.person if isinstance(move, PersonMove) else move.team
        record("reorganisation.move_taken_out", by=by, of=plan, before={"what": str(what)})
        move.delete()


def preview_reorganisation(plan: Reorganisation, *, by: User) -> Preview:
    """What it would change: written as it would be, looked at, and rolled back. What cannot be is a conflict."""
    with operation(by=by), transaction.atomic():
        before = standing_on(plan.effective)
        try:
            _write(plan)
            return compared(plan, before, standing_on(plan.effective))
        except Refused as refused:
            return Preview(plan.effective, conflicts=[Conflict(refused.code, refused.message)])
        finally:
            transaction.set_rollback(True)


def schedule_reorganisation(plan: Reorganisation, *, by: User, seen: int | None = None) -> Reorganisation:
    """Writes every line, team and parent from its day on, or nothing. Days before keep what they have.

    Raises Refused `wrong_state`, `nothing_to_do`, `day_over`, `line_cycle` with chain and day, `team_cycle`,
    `receiver_inactive`; Conflict `stale_version`.
    """
    with operation(by=by):
        plan = _locked_draft(plan, seen=seen)
        _checked({"effective": plan.effective})
        if not (plan.moves.exists() or plan.team_moves.exists()):
            raise Refused("nothing_to_do", _("Nobody moves yet. Add a person or a team."))
        _lock_moved(plan)
        before = _kept(plan)
        _write(plan)
        plan.kept = {"before": before, "after": _kept(plan)}
        plan.save(update_fields=["kept"])
        save_changes(plan, {"state": Reorganisation.State.SCHEDULED}, "reorganisation.scheduled", by=by)
        for move in plan.moves.select_related("person", "manager", "team"):
            said = {"manager": str(move.manager or ""), "team": str(move.team or ""), "from": str(plan.effective)}
            record("person.reorganised", by=by, of=move.person, after={"by": plan.name, **said})
        return plan


def cancel_reorganisation(plan: Reorganisation, *, by: User) -> Reorganisation:
    """Before its day: everything stands again as it was found.

    Raises Refused `wrong_state` on its day or later, `changed_since` when somebody changed what it had written.
    """
    with operation(by=by):
        plan = locked(plan)
        if plan.state != Reorganisation.State.SCHEDULED or plan.effective <= today() or plan.kept is None:
            raise Refused("wrong_state", _("Only a plan whose day is to come can be taken back."))
        _lock_moved(plan)
        if _kept(plan) != plan.kept["after"]:
            raise Refused("changed_since", _("Somebody changed what this plan had written; that would be lost."))
        _restore(plan, plan.kept["before"])
        save_changes(plan, {"state": Reorganisation.State.CANCELLED}, "reorganisation.cancelled", by=by)
        for move in plan.moves.select_related("person"):
            record("person.reorganisation_cancelled", by=by, of=move.person, after={"by": plan.name})
        return plan


def _write(plan: Reorganisation) -> None:
    """First every end, then every beginning: two who change places are in no circle in between."""
    start = plan.effective
    moves = list(plan.moves.select_related("person", "manager", "team"))
    team_moves = list(plan.team_moves.select_related("team", "parent"))
    movers = [move.person_id for move in moves if move.changes_manager]
    joiners = [move.person_id for move in moves if move.changes_team]
    cut_from(ReportingLine.objects.filter(person__in=movers), start)
    cut_from(TeamMembership.objects.filter(person__in=joiners, primary=True), start)
    cut_from(TeamParent.objects.filter(team__in=[move.team_id for move in team_moves]), start)
    for move in moves:
        if move.manager is not None:
            if move.manager.state in GONE:
                sentence = _("%(name)s has left.") % {"name": move.manager.name}
                raise Refused("receiver_inactive", sentence, fields={"manager": sentence})
            require_no_cycle(move.person, move.manager, start)
            draw_line(move.person, move.manager, DateRange(start, None))
        if move.team is not None:
            TeamMembership.objects.create(person=move.person, team=move.team, during=DateRange(start, None))
    for shift in team_moves:
        if shift.parent is not None:
            _put_under(shift.team, shift.parent, start)


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


def _lock_moved(plan: Reorganisation) -> None:
    list(User.objects.select_for_update().filter(pk__in=plan.moves.values("person")).order_by("pk"))
    list(Team.objects.select_for_update().filter(pk__in=plan.team_moves.values("team")).order_by("pk"))


def _moved(plan: Reorganisation, whose: str) -> Iterable[int]:
    return (plan.moves if whose == "person" else plan.team_moves).values_list(whose, flat=True)  # type: ignore[attr-defined]


def _kept(plan: Reorganisation) -> list[list[list[Any]]]:
    """The rows of everybody who moves, in each dated table: [whose, at whom, from, to]."""
    found = []
    for table, whose, at, only in DATED:
        rows = table.objects.filter(**{f"{whose}__in": list(_moved(plan, whose))}, **only).order_by(whose, "during")
        found.append([[getattr(row, f"{whose}_id"), getattr(row, f"{at}_id"), *_days(row.during)] for row in rows])
    return found


def _restore(plan: Reorganisation, kept: list[list[list[Any]]]) -> None:
    for (table, whose, at, only), rows in zip(DATED, kept, strict=True):
        table.objects.filter(**{f"{whose}__in": list(_moved(plan, whose))}, **only).delete()
        for owner, target, start, end in rows:
            during = DateRange(*(date.fromisoformat(day) if day else None for day in (start, end)))
            table.objects.create(**{f"{whose}_id": owner, f"{at}_id": target}, during=during, **only)


def _days(during: DateRange) -> list[str | None]:
    return [day.isoformat() if day else None for day in (during.lower, during.upper)]


def _locked_draft(plan: Reorganisation, seen: int | None = None) -> Reorganisation:
    plan = locked(plan, seen=seen)
    if plan.state != Reorganisation.State.DRAFT:
        raise Refused("wrong_state", _("This plan is no draft any more."))
    return plan


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(fields)
    if "name" in checked:
        checked["name"] = required_text(checked["name"], "name", _("A plan needs a name."))
    if "effective" in checked and checked["effective"] < today():
        sentence = _("Choose a day to come: past days keep their line.")
        raise Refused("day_over", sentence, fields={"effective": sentence})
    return checked
