"""Writes about rights: ending a role, and who may not decide alone (accounts-desk.md A-13)."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import RoleGrant, User
from accounts.operations.rows import lock_rights, locked
from accounts.operations.sign_ins import end_sign_ins
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Forbidden, Refused

VERB = "role.change"


def holders(day: date | None = None, *, but: RoleGrant | None = None) -> set[int]:
    """The ids of active people who may grant roles on `day` (None: on some day), without what `but` gives."""
    rows = RoleGrant.objects.filter(role__verbs__verb=VERB, user__state=User.State.ACTIVE)
    if day is not None:
        rows = rows.filter(during__contains=day)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return set(rows.values_list("user_id", flat=True))


def require_second_person(user: User, *, by: User | None, reason: str) -> bool:
    """A role for oneself takes another holder of the verb. True when there is none, and a reason stands in.

    Raises Forbidden `second_person_needed`, Refused `reason_required`.
    """
    if by is None or by.pk != user.pk:
        return False
    # Under lock, so that a second holder cannot appear between the look and the write.
    others = User.objects.select_for_update().filter(pk__in=holders() - {by.pk}).order_by("pk")
    if others:
        raise Forbidden(
            _("Somebody else must grant you a role: ask %(name)s.") % {"name": others[0].name}, "second_person_needed"
        )
    if not reason.strip():
        sentence = _("You are the only one who grants roles: say why you grant this to yourself.")
        raise Refused("reason_required", sentence, fields={"reason": sentence})
    return True


def require_hand_over(person: User, *, by: User | None) -> None:
    """Who gives somebody an address or a password can sign in as them: not as one whose role guards more than theirs.

    Raises Forbidden `guarded_person`.
    """
    if by is None or by.pk == person.pk or by.may(VERB):
        return
    held = RoleGrant.objects.filter(user=person, role__second_factor=True).exclude(
        during__fully_lt=DateRange(today(), None)
    )
    if held.exists():
        sentence = _("%(name)s sets up the company or reads its money: ask a system administrator.")
        raise Forbidden(sentence % {"name": person.name}, "guarded_person")


def end_grant(grant: RoleGrant, *, end: date, by: User | None, reason: str = "") -> RoleGrant | None:
    """`end` is the first day without the role; a grant that had not begun goes, and None comes back.

    Sessions and tokens of the person end at their next request. Raises Conflict `last_admin`, Refused `wrong_state`.
    """
    with operation(by=by, reason=reason):
        lock_rights()
        user = locked(grant.user)
        grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("role", "user").get(pk=grant.pk)
        if grant.during.upper is not None and grant.during.upper <= end:
            raise Refused("wrong_state", _("This role has ended already."))
        if grant.role.verbs.filter(verb=VERB).exists() and not holders(end, but=grant):
            raise Conflict("last_admin", _("Nobody else could grant roles then. Give the role to somebody first."))
        before = {"role": grant.role.key, "scope": grant.scope, "to": str(grant.during.upper)}
        kept = grant.during.lower is None or grant.during.lower < end
        if kept:
            grant.during = DateRange(grant.during.lower, end)
            grant.save(update_fields=["during"])
        else:
            grant.delete()
        end_sign_ins(user)
        record("role.ended", by=by, of=user, before=before, after={"to": str(end)}, reason=reason)
        return grant if kept else None
