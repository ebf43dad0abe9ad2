"""Writes about re-organisations: drafted, looked at, scheduled in one transaction, taken back before their day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import PersonMove, Reorganisation, Team, TeamMove, User
from accounts.operations.reorganisation_writes import (
    kept_rows,
    lock_moved,
    restore_rows,
    rows_of,
    still_here,
    write_moves,
)
from accounts.operations.rows import locked, require_known, required_text, save_changes
from accounts.operations.sign_ins import GONE
from accounts.queries.reorganisations import Hindrance, Preview, compared, standing_on
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

EDITABLE = frozenset({"name", "effective"})


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
            write_moves(plan)
            return compared(plan, before, standing_on(plan.effective))
        except (Refused, Conflict) as refused:
            return Preview(plan.effective, conflicts=[Hindrance(refused.code, refused.message)])
        finally:
            transaction.set_rollback(True)


def schedule_reorganisation(plan: Reorganisation, *, by: User, seen: int | None = None) -> Reorganisation:
    """Writes every line, team and parent from its day on, or nothing. Days before keep what they have.

    Raises Refused `wrong_state`, `nothing_to_do`, `day_over`, `line_cycle` with chain and day, `team_cycle`,
    `receiver_inactive` for who is gone by then; Conflict `stale_version`, `overlaps` for who has a later plan.
    """
    with operation(by=by):
        plan = _locked_draft(plan, seen=seen)
        _checked({"effective": plan.effective})
        if not (plan.moves.exists() or plan.team_moves.exists()):
            raise Refused("nothing_to_do", _("Nobody moves yet. Add a person or a team."))
        lock_moved(plan)
        before = kept_rows(plan)
        write_moves(plan)
        plan.kept = {"before": before, "after": kept_rows(plan)}
        plan.save(update_fields=["kept"])
        save_changes(plan, {"state": Reorganisation.State.SCHEDULED}, "reorganisation.scheduled", by=by)
        for move in plan.moves.select_related("person", "manager", "team"):
            said = {"manager": str(move.manager or ""), "team": str(move.team or ""), "from": str(plan.effective)}
            record("person.reorganised", by=by, of=move.person, after={"by": plan.name, **said})
        return plan


def cancel_reorganisation(plan: Reorganisation, *, by: User) -> Reorganisation:
    """Before its day: everything stands again as it was found.

    Who has left since stays as they left. Raises Refused `wrong_state` on its day or later, `changed_since` when
    somebody changed what it had written; Conflict `overlaps` while the leave of somebody it moves is planned.
    """
    with operation(by=by):
        plan = locked(plan)
        if plan.state != Reorganisation.State.SCHEDULED or plan.effective <= today() or plan.kept is None:
            raise Refused("wrong_state", _("Only a plan whose day is to come can be taken back."))
        lock_moved(plan)
        here = still_here(plan)
        if rows_of(here, kept_rows(plan)) != rows_of(here, plan.kept["after"]):
            raise Refused("changed_since", _("Somebody changed what this plan had written; that would be lost."))
        restore_rows(here, rows_of(here, plan.kept["before"]))
        save_changes(plan, {"state": Reorganisation.State.CANCELLED}, "reorganisation.cancelled", by=by)
        for move in plan.moves.select_related("person"):
            record("person.reorganisation_cancelled", by=by, of=move.person, after={"by": plan.name})
        return plan


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
