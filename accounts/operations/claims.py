"""Claims on an account: made by a seller, decided by who may give the account away."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import AccountOwnership, CustomerAccount, OwnershipClaim, User
from accounts.operations.customers import change_ownership, seat_of_receiver
from accounts.operations.four_eyes import approves_alone
from accounts.operations.rows import locked, required_text
from accounts.queries.organisation import zone
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused
from salesops.kernel.moments import INFINITY, local_day

State = OwnershipClaim.State


def claim_customer(customer: CustomerAccount, *, reason: str, by: User) -> OwnershipClaim:
    """`by` says why the account should be theirs; saying it again while it is open gives the first claim.

    Raises Refused `reason_required`, `receiver_inactive`; Conflict `already_owner`, `merge_invalid`.
    """
    if not reason.strip():
        sentence = _("Say why this account should be yours.")
        raise Refused("reason_required", sentence, fields={"reason": sentence})
    with operation(by=by) as op:
        customer = locked(customer)
        seat = seat_of_receiver(by)
        day = local_day(op.at, zone())
        owned = AccountOwnership.objects.filter(account=customer, role=AccountOwnership.Role.OWNER, seat=seat)
        if owned.filter(superseded_at=INFINITY, valid__contains=day).exists():
            raise Conflict("already_owner", _("You own %(name)s already.") % {"name": customer.name})
        claim, is_new = OwnershipClaim.objects.get_or_create(
            customer=customer, claimed_by=by, state=State.OPEN, defaults={"reason": reason.strip(), "made_at": op.at}
        )
        if is_new:
            record("customer.claimed", by=by, of=customer, reason=claim.reason)
        return claim


def accept_claim(claim: OwnershipClaim, *, start: date, by: User, note: str = "") -> OwnershipClaim:
    """The account is the claimant's from `start`; days before keep their owner. Other open claims on it stay open.

    Raises Conflict `wrong_state` when it was decided, Forbidden `second_person_needed`, Refused `receiver_inactive`.
    """
    with operation(by=by, reason=claim.reason) as op:
        claim = _open(claim)
        alone = approves_alone("claim.decide", maker=claim.claimed_by, by=by, reason=note)
        seat = seat_of_receiver(claim.claimed_by)
        change_ownership(claim.customer, seat, start=start, by=by, source="claim", reason=claim.reason)
        claim.state, claim.starts_on, claim.sole_approver = State.ACCEPTED, start, alone
        claim.decided_by, claim.decided_at, claim.note = by, op.at, note.strip()
        claim.save()
        after = {"claim": "accepted", "owner": claim.claimed_by.name, "from": start.isoformat(), "alone": alone}
        record("customer.claim_accepted", by=by, of=claim.customer, after=after, reason=claim.note)
        return claim


def decline_claim(claim: OwnershipClaim, *, note: str, by: User) -> OwnershipClaim:
    """Raises Conflict `wrong_state`, Refused `required` without a word why, Forbidden `second_person_needed`."""
    note = required_text(note, "note", _("Say why the account stays where it is."))
    with operation(by=by) as op:
        claim = _open(claim)
        claim.sole_approver = approves_alone("claim.decide", maker=claim.claimed_by, by=by, reason=note)
        claim.state, claim.decided_by, claim.decided_at, claim.note = State.DECLINED, by, op.at, note
        claim.save()
        after = {"claim": "declined", "by": claim.claimed_by.name}
        record("customer.claim_declined", by=by, of=claim.customer, after=after, reason=note)
        return claim


def _open(claim: OwnershipClaim) -> OwnershipClaim:
    found = OwnershipClaim.objects.select_for_update(of=("self",)).select_related("customer", "claimed_by")
    claim = found.get(pk=claim.pk)
    if claim.state != State.OPEN:
        said = {"state": claim.get_state_display().lower(), "name": str(claim.decided_by)}
        raise Conflict("wrong_state", _("%(name)s decided about this claim: %(state)s.") % said)
    return claim
