"""Writes about delegation: giving it for some days, and ending it early (accounts-desk.md A-2)."""

from collections.abc import Collection
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import Delegation, User
from accounts.operations.rows import lock_rights, locked
from accounts.planning_access import possible_delegates
from accounts.rules.delegation import DELEGABLE
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Forbidden, Refused

LONGEST_DAYS = 184


def delegate_to(
    delegate: User, *, start: date, end: date, verbs: Collection[str], by: User, reason: str = ""
) -> Delegation:
    """`delegate` may do `verbs` for `by` from `start` up to `end`, exclusive.

    Raises Forbidden `own_only` while `by` acts for somebody; Refused `dates_order`, `delegation_too_long`, `required`,
    `not_delegable`, `receiver_inactive`, `delegation_self`; Conflict `overlaps`.
    """
    if by.acting:
        raise Forbidden(_("What was delegated to you cannot be handed on."), "own_only")
    with operation(by=by, reason=reason):
        person = locked(by)
        _require_days(start, end)
        _require_verbs(person, verbs)
        _require_delegate(person, delegate)
        during = DateRange(start, end)
        if Delegation.objects.filter(person=person, delegate=delegate, during__overlap=during).exists():
            sentence = _("%(name)s acts for you in these days already.") % {"name": delegate.name}
            raise Conflict("overlaps", sentence, fields={"start": sentence})
        known = {"during": during, "verbs": sorted(set(verbs)), "reason": reason.strip()}
        made = Delegation.objects.create(person=person, delegate=delegate, **known)
        after = {"delegate": delegate.name, "from": str(start), "to": str(end), "verbs": made.verbs}
        record("delegation.given", by=by, of=person, after=after, reason=reason)
        return made


def end_delegation(delegation: Delegation, *, by: User) -> Delegation | None:
    """It ends at once; one that has not begun goes, and None comes back. Raises Refused `wrong_state` when over."""
    with operation(by=by):
        lock_rights()
        person = locked(delegation.person)
        delegation = Delegation.objects.select_for_update(of=("self",)).select_related("delegate").get(pk=delegation.pk)
        day = today()
        if delegation.during.upper <= day:
            raise Refused("wrong_state", _("This delegation is over."))
        before = {"delegate": delegation.delegate.name, "to": str(delegation.during.upper)}
        kept = delegation.during.lower < day
        if kept:
            delegation.during = DateRange(delegation.during.lower, day)
            delegation.save(update_fields=["during"])
        else:
            delegation.delete()
        record("delegation.ended", by=by, of=person, before=before, after={"to": str(day)})
        return delegation if kept else None


def _require_days(start: date, end: date) -> None:
    if end <= start or end <= today():
        sentence = _("The last day is before the first, or over.")
        raise Refused("dates_order", sentence, fields={"end": sentence})
    if (end - start).days > LONGEST_DAYS:
        sentence = _("Delegate for half a year at most.")
        raise Refused("delegation_too_long", sentence, fields={"end": sentence})


def _require_verbs(person: User, verbs: Collection[str]) -> None:
    if not verbs:
        sentence = _("Choose what may be done for you.")
        raise Refused("required", sentence, fields={"verbs": sentence})
    unknown = sorted(set(verbs) - (DELEGABLE & person.verbs))
    if unknown:
        sentence = _("You cannot delegate this: %(names)s.") % {"names": ", ".join(unknown)[:200]}
        raise Refused("not_delegable", sentence, fields={"verbs": sentence})


def _require_delegate(person: User, delegate: User) -> None:
    if delegate.pk == person.pk:
        sentence = _("Nobody acts for themselves.")
        raise Refused("delegation_self", sentence, fields={"delegate": sentence})
    if not possible_delegates(person).filter(pk=delegate.pk).exists():
        sentence = _("%(name)s cannot act for you.") % {"name": delegate.name}
        raise Refused("receiver_inactive", sentence, fields={"delegate": sentence})
