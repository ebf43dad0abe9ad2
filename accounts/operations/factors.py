"""Writes about second factors: added, proven, removed, reset. The rows are django-allauth's, secrets sealed."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import (
    WebAuthn,
    complete_authentication,
    complete_registration,
    parse_authentication_response,
    parse_registration_response,
)
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SignInEvent, User
from accounts.operations.roles import holders
from accounts.operations.rows import lock_rights, locked
from accounts.operations.sign_in_events import note
from accounts.operations.sign_ins import end_sign_ins
from accounts.queries.signing_in import has_factor, must_have_factor
from accounts.rules.factors import accepted_step
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.db.secrets import opened, sealed
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Conflict, Forbidden, Refused

MAIL_FACTORS_RESET = "accounts.mail_factors_reset"
LONGEST_NAME = 60
Type = Authenticator.Type


def add_app(person: User, *, secret: str, code: str, by: User) -> list[str]:
    """An authenticator app, proven by a code. Returns recovery codes where there were none, to be shown once.

    Every other session ends. Raises Refused `code_wrong`, Conflict `factor_exists`.
    """
    with operation(by=by):
        person = locked(person)
        if Authenticator.objects.filter(user=person, type=Type.TOTP).exists():
            raise Conflict("factor_exists", _("You have an authenticator app already. Remove it first."))
        step = accepted_step(secret, code, seconds=timezone.now().timestamp(), after=0)
        if step is None:
            raise _wrong(_("This code does not fit. Scan the picture again and type the six digits shown now."))
        Authenticator.objects.create(user=person, type=Type.TOTP, data={"secret": sealed(secret), "last_step": step})
        return _added(person, Type.TOTP, by=by)


def add_passkey(person: User, *, name: str, credential: Any, by: User) -> list[str]:
    """A passkey whose answer to our challenge holds. Returns and raises as `add_app`."""
    with operation(by=by):
        person = locked(person)
        try:
            parse_registration_response(credential)
            complete_registration(credential)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise _wrong(_("This passkey could not be added. Try again.")) from error
        WebAuthn.add(person, name.strip()[:LONGEST_NAME] or _("Passkey"), credential)
        return _added(person, Type.WEBAUTHN, by=by)


def new_recovery_codes(person: User, *, by: User) -> list[str]:
    """The codes there were open nothing any more. Every other session ends. Raises Refused `factor_needed`."""
    with operation(by=by):
        person = locked(person)
        if not has_factor(person):
            raise Refused("factor_needed", _("Recovery codes stand in for a second factor: add one first."))
        codes = _make_codes(person)
        end_sign_ins(person)
        record("factor.codes_made", by=by, of=person)
        return codes


def remove_factor(person: User, factor: Authenticator, *, by: User) -> None:
    """Every other session ends; with the last factor its recovery codes go.

    Raises Refused `factor_needed` where the person must keep one.
    """
    with operation(by=by):
        person = locked(person)
        factor.delete()
        if not has_factor(person):
            if must_have_factor(person):
                raise Refused("factor_needed", _("Your role needs a second factor: add another one first."))
            Authenticator.objects.filter(user=person).delete()
        end_sign_ins(person)
        record("factor.removed", by=by, of=person, before={"type": factor.type})


def prove_code(person: User, code: str) -> SignInEvent.Method:
    """Six digits of the app, or a recovery code; either counts once. Raises Refused `code_wrong`."""
    with operation(by=person):
        # Under lock: the same code sent twice at once finds the first one's step.
        app = Authenticator.objects.select_for_update().filter(user=person, type=Type.TOTP).first()
        if app is not None and _used_step(app, code):
            return SignInEvent.Method.TOTP
        codes = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
        if codes is not None and RecoveryCodes(codes).validate_code(code):
            return SignInEvent.Method.RECOVERY
    raise _wrong(_("This code does not fit, was used, or its 30 seconds are over. Type the one shown now."))


def prove_passkey(person: User, credential: Any) -> SignInEvent.Method:
    """Raises Refused `code_wrong`."""
    try:
        parse_authentication_response(credential)
        complete_authentication(person, credential).record_usage()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _wrong(_("This passkey does not fit. Try again, or use a code.")) from error
    return SignInEvent.Method.WEBAUTHN


def reset_factors(person: User, *, by: User | None, reason: str) -> None:
    """All factors go, every session ends, and the owner is told by mail: they add a new one when they sign in.

    by: None is the operator of the server. Raises Refused `nothing_to_reset`, `reason_required`; Forbidden
    `second_person_needed` for one's own while somebody else could.
    """
    with operation(by=by, reason=reason):
        lock_rights()
        person = locked(person)
        alone = _require_other(person, by=by)
        if not reason.strip():
            sentence = _("Say how you know that it is really them who asks.")
            raise Refused("reason_required", sentence, fields={"reason": sentence})
        if not Authenticator.objects.filter(user=person).delete()[0]:
            raise Refused("nothing_to_reset", _("%(name)s has no second factor.") % {"name": person.name})
        end_sign_ins(person)
        note(SignInEvent.Kind.FACTORS_RESET, person=person, by=by)
        record("factor.reset", by=by, of=person, after={"sole_approver": alone}, reason=reason)
        enqueue(MAIL_FACTORS_RESET, key=str(person.uid), requested_by=by, person=str(person.uid))


def _require_other(person: User, *, by: User | None) -> bool:
    """Whether it is the only one who could who resets their own (A-13)."""
    if by is None or by.pk != person.pk:
        return False
    others = User.objects.filter(pk__in=holders() - {by.pk}).order_by("pk")
    if others:
        sentence = _("Somebody else must reset your factors: ask %(name)s.") % {"name": others[0].name}
        raise Forbidden(sentence, "second_person_needed")
    return True


def _added(person: User, kind: str, *, by: User) -> list[str]:
    has_codes = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).exists()
    codes = [] if has_codes else _make_codes(person)
    end_sign_ins(person)
    record("factor.added", by=by, of=person, after={"type": str(kind)})
    return codes


def _make_codes(person: User) -> list[str]:
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(person).generate_codes())


def _used_step(app: Authenticator, code: str) -> bool:
    seconds, after = timezone.now().timestamp(), app.data["last_step"]
    step = accepted_step(opened(app.data["secret"]), code, seconds=seconds, after=after)
    if step is None:
        return False
    app.data["last_step"] = step
    app.last_used_at = timezone.now()
    app.save(update_fields=["data", "last_used_at"])
    return True


def _wrong(sentence: str) -> Refused:
    return Refused("code_wrong", sentence, fields={"code": sentence})
