"""Writes about people: who they are, under whom, in which team, on which seat, with which role."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import ReportingLine, Role, RoleGrant, RoleVerb, Seat, SeatOccupancy, Team, TeamMembership, User
from accounts.operations.roles import require_hand_over, require_second_person
from accounts.operations.rows import cut_from, lock_rights, locked, require_known, required_text, save_changes
from accounts.operations.sign_ins import end_sign_ins
from accounts.operations.suppressed import require_not_erased
from accounts.operations.teams import put_in_team
from accounts.queries.line import cycle_through
from accounts.rules.roles import PRESETS
from salesops.audit.operations import record
from salesops.audit.queries import history_of
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

EDITABLE = frozenset({"name", "title", "email"})


def make_role_presets(*, by: User | None) -> list[Role]:
    """The shipped roles; existing ones keep the verbs their organisation gave them."""
    with operation(by=by):
        for preset in PRESETS:
            known = {"name": preset.name, "home": preset.home, "preset": True, "second_factor": preset.second_factor}
            known["scope"] = preset.scope
            role, made = Role.objects.get_or_create(key=preset.key, defaults=known)
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

    Raises Conflict `email_taken` when somebody has the address, Refused `required`, `person_erased`.
    """
    name = required_text(name, "name", _("A person needs a name."))
    with operation(by=by):
        _require_free_address(email)
        require_not_erased(email=email)
        person = User.objects.create_user(_address(email), password, name=name, title=title, state=state)
        seat = Seat.objects.create(name=person.name, person=person)
        SeatOccupancy.objects.create(seat=seat, person=person, during=DateRange(start, None))
        record("person.created", by=by, of=person, after={"name": name, "title": title, "state": str(state)})
        return person


def edit_person(person: User, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None) -> User:
    """Raises as `create_person`, and Refused `address_needed`, Conflict `stale_version`, Forbidden `guarded_person`."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        person = locked(person, seen=seen, wanted=changes)
        new = dict(changes)
        if "name" in new:
            new["name"] = required_text(new["name"], "name", _("A person needs a name."))
        if "email" in new:
            new["email"] = _address(new["email"])
            _require_free_address(new["email"], but=person)
            if new["email"] != person.email:
                require_hand_over(person, by=by)
                require_not_erased(email=new["email"])
            _require_address(person, new["email"])
        if save_changes(person, new, "person.edited", by=by) and "name" in new:
            Seat.objects.filter(person=person, kind=Seat.Kind.PERSONAL).update(name=person.name)
        return person


def grant_role(
    user: User,
    role_key: str,
    *,
    by: User | None,
    start: date | None = None,
    end: date | None = None,
    scope: str | None = None,
    reason: str = "",
) -> RoleGrant:
    """From `start` (None: always) up to `end`, exclusive (None: without an end). Their sessions end.

    Raises Refused `role_unknown`, `reason_required`; Conflict `overlaps`; Forbidden `second_person_needed`.
    """
    role = Role.objects.filter(key=role_key, retired_at__isnull=True).first()
    if role is None:
        sentence = _("There is no role “%(key)s”.") % {"key": role_key}
        raise Refused("role_unknown", sentence, fields={"role": sentence})
    with operation(by=by, reason=reason):
        lock_rights()
        locked(user)
        alone = require_second_person(user, by=by, reason=reason)
        during = DateRange(start, end)
        if RoleGrant.objects.filter(user=user, role=role, during__overlap=during).exists():
            sentence = _("%(name)s holds the role %(role)s in these days already.") % {"name": user, "role": role}
            raise Conflict("overlaps", sentence, fields={"role": sentence})
        wide = scope or role.scope
        grant = RoleGrant.objects.create(user=user, role=role, scope=wide, during=during, granted_by=by, reason=reason)
        after = {"role": role.key, "scope": str(wide), "from": str(start), "to": str(end), "sole_approver": alone}
        record("role.granted", by=by, of=user, after=after, reason=reason)
        end_sign_ins(user)
        return grant


def set_manager(person: User, manager: User | None, *, start: date | None, by: User | None) -> None:
    """`person` reports to `manager` from `start` on (None: always, for a first line). Past days keep their line.

    Raises Refused `line_cycle` with chain and day when the manager stands below the person on some day from then on,
    `line_not_self` for oneself.
    """
    if manager is not None and manager.pk == person.pk:
        sentence = _("Nobody reports to themselves.")
        raise Refused("line_not_self", sentence, fields={"manager": sentence})
    with operation(by=by):
        locked(person)
        before = lines_of(person)
        if manager is not None:
            require_no_cycle(person, manager, start)
        cut_from(ReportingLine.objects.filter(person=person), start)
        if manager is not None:
            draw_line(person, manager, DateRange(start, None))
        record("line.changed", by=by, of=person, before={"lines": before}, after={"lines": lines_of(person)})


def undo_line_change(person: User, *, by: User | None) -> None:
    """Take the latest change of this person's line back: as it was found, if it still is as it was left.

    Raises Refused `nothing_to_undo`, `changed_since` when somebody drew it otherwise in between.
    """
    with operation(by=by):
        locked(person)
        last = history_of(person).filter(verb__in=("line.changed", "line.undone")).first()
        if last is None or last.verb == "line.undone" or last.before is None or last.after is None:
            raise Refused("nothing_to_undo", _("There is no change of this line to take back."))
        if lines_of(person) != last.after["lines"]:
            raise Refused("changed_since", _("The reporting line was changed again since; that change would be lost."))
        ReportingLine.objects.filter(person=person).delete()
        for line in last.before["lines"]:
            manager = User.objects.get(uid=line["manager"])
            start, end = (date.fromisoformat(day) if day else None for day in (line["from"], line["to"]))
            draw_line(person, manager, DateRange(start, end))
        record("line.undone", by=by, of=person, before=last.after, after=last.before)


def join_team(person: User, team: Team, *, start: date | None, by: User | None) -> TeamMembership:
    """The primary team from `start` on; an earlier one ends there."""
    with operation(by=by):
        put_in_team(person, team, start=start, by=by)
        return TeamMembership.objects.get(person=person, primary=True, during__startswith=start)


def lines_of(person: User) -> list[dict[str, Any]]:
    """The lines of a person as an audit row keeps them, oldest first."""
    rows = ReportingLine.objects.filter(person=person).select_related("manager").order_by("during")
    return [
        {
            "manager": str(row.manager.uid),
            "from": row.during.lower.isoformat() if row.during.lower else None,
            "to": row.during.upper.isoformat() if row.during.upper else None,
        }
        for row in rows
    ]


def draw_line(person: User, manager: User, during: DateRange) -> None:
    """One stretch of the line. Raises Refused `line_cycle` for a circle that two changes at once would close."""
    try:
        ReportingLine.objects.create(person=person, manager=manager, during=during)
    except IntegrityError as error:
        # Two changes at once, each fine alone, can close a circle: the trigger sees both.
        if "line_no_cycle" not in str(error):
            raise
        sentence = _("Somebody changed the reporting line in between; this would close a circle.")
        raise Refused("line_cycle", sentence, fields={"manager": sentence}) from error


def require_no_cycle(person: User, manager: User, start: date | None) -> None:
    """Raises Refused `line_cycle`, with chain and day, when `manager` already reports to `person` from `start` on."""
    found = cycle_through(person.pk, manager.pk, start)
    if found is None:
        return
    names = dict(User.objects.filter(pk__in=found.chain).values_list("pk", "name"))
    sentence = _("From %(day)s %(manager)s reports to %(person)s, directly or not: %(chain)s.") % {
        "day": found.day or _("the beginning"),
        "manager": manager.name,
        "person": person.name,
        "chain": " → ".join(names[pk] for pk in found.chain),
    }
    raise Refused("line_cycle", sentence, fields={"manager": sentence})


def _address(email: str | None) -> str | None:
    return BaseUserManager.normalize_email((email or "").strip()) or None


def _require_free_address(email: str | None, but: User | None = None) -> None:
    others = User.objects.filter(email__iexact=email) if email else User.objects.none()
    if (others.exclude(pk=but.pk) if but else others).exists():
        sentence = _("Somebody already has this e-mail address.")
        raise Conflict("email_taken", sentence, fields={"email": sentence})


def _require_address(person: User, email: str | None) -> None:
    if not email and person.state not in (User.State.LISTED, User.State.ERASED):
        sentence = _("Who can sign in needs an address.")
        raise Refused("address_needed", sentence, fields={"email": sentence})
