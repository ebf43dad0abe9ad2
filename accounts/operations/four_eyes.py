"""Approvals take a second person, unless nobody else holds the verb (accounts-desk.md A-13)."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import RoleGrant, User
from accounts.operations.rows import lock_rights
from accounts.rules.delegation import is_own_item
from salesops.kernel.errors import Forbidden, Refused


def holders_of(verb: str, day: date) -> set[int]:
    """The ids of active people whose roles carry `verb` that day."""
    rows = RoleGrant.objects.filter(role__verbs__verb=verb, user__state=User.State.ACTIVE, during__contains=day)
    return set(rows.values_list("user_id", flat=True))


def approves_alone(verb: str, *, maker: User | None, by: User, reason: str) -> bool:
    """True when the maker is the only holder and gives a reason; False for a second person.

    Under a delegation neither the delegate nor the person acted for may have made it, also where nobody else could.
    Raises Forbidden `second_person_needed` that names one, Refused `reason_required`.
    """
    principal = by.principal
    if not is_own_item(maker.pk if maker else None, by.pk, principal.pk):
        return False
    if by.acting:
        sentence = _("You act for %(name)s: one of you made this, so somebody else must approve it.")
        raise Forbidden(sentence % {"name": principal.name}, "second_person_needed")
    # A grant takes the same lock: no second holder appears between the look and the write.
    lock_rights()
    others = User.objects.filter(pk__in=holders_of(verb, today()) - {by.pk}).order_by("pk")
    if others:
        sentence = _("Somebody else must approve what you made: ask %(name)s.") % {"name": others[0].name}
        raise Forbidden(sentence, "second_person_needed")
    if not reason.strip():
        sentence = _("Nobody else can approve this: say why you approve it yourself.")
        raise Refused("reason_required", sentence, fields={"reason": sentence})
    return True
