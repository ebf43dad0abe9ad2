"""Writes about teams: their names, and who is in which from when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import Team, TeamMembership, User
from accounts.operations.rows import cut_from, locked, require_known, required_text, save_changes
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict

EDITABLE = frozenset({"name", "kind"})


def create_team(*, name: str, by: User | None, kind: str = "") -> Team:
    """Raises Conflict `team_name_taken`, Refused `required`."""
    name = required_text(name, "name", _("A team needs a name."))
    with operation(by=by):
        _require_free(name)
        team = Team.objects.create(name=name, kind=kind.strip())
        record("team.created", by=by, of=team, after={"name": team.name})
        return team


def edit_team(team: Team, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None) -> Team:
    """Raises as `create_team`, and Conflict `stale_version`."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        team = locked(team, seen=seen, wanted=changes)
        if "name" in changes:
            changes = {**changes, "name": required_text(changes["name"], "name", _("A team needs a name."))}
            _require_free(changes["name"], but=team)
        save_changes(team, changes, "team.edited", by=by)
        return team


def put_in_team(person: User, team: Team | None, *, start: date | None, by: User | None) -> TeamMembership | None:
    """`team` is the primary team from `start` on, None for no team; an earlier one ends there."""
    with operation(by=by):
        locked(person)
        cut_from(TeamMembership.objects.filter(person=person, primary=True), start)
        after = {"team": team.name if team else None, "from": str(start) if start else None}
        record("person.team_changed", by=by, of=person, after=after)
        if team is None:
            return None
        return TeamMembership.objects.create(person=person, team=team, during=DateRange(start, None))


def _require_free(name: str, but: Team | None = None) -> None:
    others = Team.objects.filter(name__iexact=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        sentence = _("There is a team of this name already.")
        raise Conflict("team_name_taken", sentence, fields={"name": sentence})
