"""Roles as data: made, edited and retired by who grants roles, with what it changes for whom (ACC-06, A-13)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import Role, RoleGrant, RoleVerb, User
from accounts.operations.roles import VERB, end_grant, require_second_person
from accounts.operations.rows import lock_rights, required_text
from accounts.operations.sign_ins import end_sign_ins
from accounts.rules.roles import GUARDED, VERBS, Effect, effect_of
from salesops.audit.operations import differences, record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

LONGEST_KEY = 40


@dataclass(frozen=True)
class Affected:
    """One who holds the role today or later, and what they gain and lose by the change."""

    person: User
    effect: Effect


def create_role(
    *, name: str, verbs: Collection[str], scope: str, by: User | None, second_factor: bool = False, home: str = "other"
) -> Role:
    """A role of one's own; its key is made from the name. Raises Refused `required`, `verb_unknown`, `value_unknown`;
    Conflict `already_exists`."""
    name = required_text(name, "name", _("A role needs a name."))
    _require_values(verbs, scope, home)
    key = slugify(name)[:LONGEST_KEY].replace("-", "_")
    with operation(by=by):
        lock_rights()
        if not key or Role.objects.filter(key=key).exists():
            sentence = _("There is a role of this name, or its name has no letters.")
            raise Conflict("already_exists", sentence, fields={"name": sentence})
        role = Role.objects.create(
            key=key, name=name, scope=scope, home=home, second_factor=second_factor or bool(GUARDED & set(verbs))
        )
        RoleVerb.objects.bulk_create(RoleVerb(role=role, verb=verb) for verb in sorted(set(verbs)))
        record("role.created", by=by, kind="role", after={"role": key} | said(role))
        return role


def edit_role(
    role: Role, *, changes: dict[str, Any], by: User | None, seen: int | None = None, reason: str = ""
) -> Role:
    """`changes`: name, verbs, scope, home, second_factor. Sessions of who holds it end when its verbs change.

    Grants keep the scope they were given. Raises as `create_role`; Refused `role_retired`; Conflict `stale_version`,
    `last_admin`; Forbidden `second_person_needed` for more rights in a role of one's own.
    """
    with operation(by=by, reason=reason):
        lock_rights()
        role = _locked(role, seen)
        before, new = said(role), said(role) | changes
        new["name"] = required_text(new["name"], "name", _("A role needs a name."))
        new["verbs"] = sorted(set(new["verbs"]))
        _require_values(new["verbs"], new["scope"], new["home"])
        new["second_factor"] = bool(new["second_factor"]) or bool(GUARDED & set(new["verbs"]))
        was, differs = differences(before, new)
        if not differs:
            return role
        alone = _require_checked(role, differs, before, by=by, reason=reason)
        _write(role, new)
        if "verbs" in differs:
            for one in affected(role, frozenset(before["verbs"])):
                end_sign_ins(one.person)
        after = {"role": role.key, **differs, "sole_approver": alone}
        record("role.edited", by=by, kind="role", before=was, after=after, reason=reason)
        return role


def retire_role(role: Role, *, by: User | None, reason: str = "") -> Role:
    """Nobody holds it from today on, and nobody is given it. Raises Refused `role_retired`, `preset_stays`; Conflict
    `last_admin`."""
    with operation(by=by, reason=reason) as op:
        lock_rights()
        role = _locked(role, None)
        if role.preset:
            raise Refused("preset_stays", _("A role that ships stays; take its verbs away instead."))
        for grant in _grants(role):
            end_grant(grant, end=today(), by=by, reason=reason)
        role.retired_at, role.row_version = op.at, role.row_version + 1
        role.save(update_fields=["retired_at", "row_version"])
        record("role.retired", by=by, kind="role", after={"role": role.key}, reason=reason)
        return role


def said(role: Role) -> dict[str, Any]:
    verbs = sorted(role.verbs.values_list("verb", flat=True))
    return {
        "name": role.name,
        "verbs": verbs,
        "scope": str(role.scope),
        "home": str(role.home),
        "second_factor": role.second_factor,
    }


def affected(role: Role, before: frozenset[str], after: frozenset[str] | None = None) -> list[Affected]:
    """Everybody who holds the role today or later, by name. after: None is what it carries now."""
    if after is None:
        after = frozenset(role.verbs.values_list("verb", flat=True))
    people = User.objects.filter(pk__in=_grants(role).values("user")).order_by("name", "pk")
    others: dict[int, set[str]] = {}
    rows = RoleVerb.objects.filter(role__grants__user__in=people, role__grants__during__contains=today())
    for person, verb in rows.exclude(role=role).values_list("role__grants__user", "verb"):
        others.setdefault(person, set()).add(verb)
    return [Affected(one, effect_of(before, after, frozenset(others.get(one.pk, ())))) for one in people]


def _grants(role: Role) -> Any:
    """In force today or later."""
    return RoleGrant.objects.filter(role=role, during__overlap=DateRange(today(), None)).select_related("user", "role")


def _locked(role: Role, seen: int | None) -> Role:
    role = Role.objects.select_for_update().get(pk=role.pk)
    if seen is not None and role.row_version != seen:
        sentence = _("Somebody saved this role after you opened it: look at it again.")
        raise Conflict("role_changed", sentence, seen=seen, current=role.row_version)
    if role.retired_at is not None:
        raise Refused("role_retired", _("This role is retired."))
    return role


def _require_checked(
    role: Role, differs: dict[str, Any], before: dict[str, Any], *, by: User | None, reason: str
) -> bool:
    """More rights in a role that the maker holds are a grant to themselves; somebody must go on granting roles."""
    verbs = set(differs.get("verbs", before["verbs"]))
    if VERB in set(before["verbs"]) - verbs and not _others_grant(role):
        raise Conflict("last_admin", _("Nobody else could grant roles then. Give the role to somebody first."))
    adds = bool(verbs - set(before["verbs"]))
    holds = by is not None and _grants(role).filter(user=by).exists()
    return require_second_person(by, by=by, reason=reason) if by is not None and adds and holds else False


def _others_grant(role: Role) -> bool:
    rows = RoleGrant.objects.filter(role__verbs__verb=VERB, user__state=User.State.ACTIVE, during__contains=today())
    return rows.exclude(role=role).exists()


def _write(role: Role, new: dict[str, Any]) -> None:
    for name in ("name", "scope", "home", "second_factor"):
        setattr(role, name, new[name])
    role.row_version += 1
    role.save(update_fields=["name", "scope", "home", "second_factor", "row_version"])
    role.verbs.exclude(verb__in=new["verbs"]).delete()
    known = set(role.verbs.values_list("verb", flat=True))
    RoleVerb.objects.bulk_create(RoleVerb(role=role, verb=verb) for verb in new["verbs"] if verb not in known)


def _require_values(verbs: Collection[str], scope: str, home: str) -> None:
    unknown = sorted(set(verbs) - set(VERBS))
    if unknown or not verbs:
        sentence = (
            _("There is no verb “%(verb)s”.") % {"verb": unknown[0][:60]} if unknown else _("Choose at least one.")
        )
        raise Refused("verb_unknown", sentence, fields={"verbs": sentence})
    for field, value, known in (("scope", scope, RoleGrant.Scope.values), ("home", home, Role.Home.values)):
        if value not in known:
            sentence = _("“%(value)s” cannot be chosen here.") % {"value": str(value)[:60]}
            raise Refused("value_unknown", sentence, fields={field: sentence})
