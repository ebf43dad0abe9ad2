"""Writes about signing in: who may, with which password, and what ends the sessions there are."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from accounts.operations.capture import disconnect_all_of
from accounts.operations.rows import lock_rights, locked, require_known, save_changes
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

OWN = frozenset({"theme", "single_keys", "language", "time_zone"})
GONE = frozenset({User.State.DEACTIVATED, User.State.ERASED})


def end_sign_ins(person: User) -> None:
    """Every session of the person ends at its next request: its hash covers `auth_epoch`."""
    User.objects.filter(pk=person.pk).update(auth_epoch=F("auth_epoch") + 1)
    person.refresh_from_db(fields=["auth_epoch"])


def activate_person(person: User, *, email: str, by: User | None, seen: int | None = None) -> tuple[User, str]:
    """The person may sign in from now on, with a generated password that is shown once.

    Raises Refused `wrong_state` for who may already, or was erased; `address_needed`; Conflict `email_taken`, Forbidden
    `guarded_person`.
    """
    from accounts.operations.people import edit_person
    from accounts.operations.roles import require_hand_over

    with operation(by=by):
        person = locked(person, seen=seen)
        require_hand_over(person, by=by)
        if person.state in (User.State.ACTIVE, User.State.ERASED):
            raise Refused("wrong_state", _("%(name)s cannot be activated.") % {"name": person.name})
        if not email.strip():
            sentence = _("Who can sign in needs an address.")
            raise Refused("address_needed", sentence, fields={"email": sentence})
        person = edit_person(person, changes={"email": email}, by=by)
        password = secrets.token_urlsafe(12)
        person.set_password(password)
        person.save(update_fields=["password"])
        save_changes(person, {"state": User.State.ACTIVE}, "person.activated", by=by)
        end_sign_ins(person)
        return person, password


def suspend_person(person: User, *, by: User | None, seen: int | None = None) -> User:
    """Signs in no more for now; everything they own stays."""
    return _close(person, User.State.SUSPENDED, "person.suspended", by=by, seen=seen)


def deactivate_person(person: User, *, by: User | None, seen: int | None = None) -> User:
    """The person left: sessions end, tokens are revoked, capture stops. What they own stays under their last manager.

    Raises Refused `wrong_state` when already gone, Conflict `last_admin`.
    """
    return _close(person, User.State.DEACTIVATED, "person.deactivated", by=by, seen=seen)


def change_password(person: User, *, old: str, new: str, by: User) -> User:
    """Every other session ends. Raises Refused `password_wrong`, `password_weak`."""
    with operation(by=by):
        person = locked(person)
        if not person.check_password(old):
            sentence = _("This is not your password.")
            raise Refused("password_wrong", sentence, fields={"old": sentence})
        require_strong(new, person)
        person.set_password(new)
        person.save(update_fields=["password"])
        end_sign_ins(person)
        record("person.password_changed", by=by, of=person)
        return person


def require_strong(password: str, person: User) -> None:
    """Raises Refused `password_weak` at the field `new`."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("password_weak", error.messages[0], fields={"new": " ".join(error.messages)}) from error


def sign_out_everywhere(person: User, *, by: User | None) -> User:
    """Every session ends, this one included where it is not renewed."""
    with operation(by=by):
        person = locked(person)
        end_sign_ins(person)
        record("person.signed_out_everywhere", by=by, of=person)
        return person


def edit_profile(person: User, *, changes: Mapping[str, Any], by: User, seen: int | None = None) -> User:
    """What people set for themselves. Raises Refused `value_unknown`, `field_unknown`, Conflict `stale_version`."""
    require_known(changes, OWN)
    with operation(by=by):
        person = locked(person, seen=seen, wanted=changes)
        _require_choice("theme", changes, set(User.Theme.values))
        _require_choice("language", changes, {code for code, _name in settings.LANGUAGES})
        _require_choice("time_zone", changes, {"", *available_timezones()})
        save_changes(person, changes, "person.profile_edited", by=by)
        return person


def _require_choice(field: str, changes: Mapping[str, Any], known: set[str]) -> None:
    if field in changes and changes[field] not in known:
        sentence = _("“%(value)s” cannot be chosen here.") % {"value": str(changes[field])[:60]}
        raise Refused("value_unknown", sentence, fields={field: sentence})


def _close(person: User, state: str, verb: str, *, by: User | None, seen: int | None) -> User:
    from accounts.operations.roles import holders

    with operation(by=by) as op:
        lock_rights()
        person = locked(person, seen=seen)
        if person.state in GONE or person.state == state:
            raise Refused("wrong_state", _("%(name)s cannot sign in any more.") % {"name": person.name})
        if person.is_active and holders(op.at.date()) == {person.pk}:
            raise Conflict("last_admin", _("Nobody else could grant roles then. Give the role to somebody first."))
        _require_address(person, state)
        save_changes(person, {"state": state}, verb, by=by)
        end_sign_ins(person)
        if state == User.State.DEACTIVATED:
            _revoke_tokens(person, op.at)
            disconnect_all_of(person, by=by)
        return person


def _require_address(person: User, state: str) -> None:
    """A person from a file who never had an address is not signed in anyway."""
    if not person.email:
        sentence = _("%(name)s was only listed and never could sign in.") % {"name": person.name}
        raise Refused("wrong_state", sentence)


def _revoke_tokens(person: User, at: datetime) -> None:
    ApiToken.objects.filter(user=person, revoked_at__isnull=True).update(revoked_at=at)
