"""What follows a contract: drafted early or late, split into several, several into one, or by itself."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Contract, ContractRenewal, CustomerAccount, Obligation, User
from accounts.operations.contract_terms import DEFAULTS, Line
from accounts.operations.contracts import create_contract, sign_contract, today_of, void_contract
from accounts.operations.customers import GONE
from accounts.operations.rows import locked
from accounts.rules.arr import GRACE_DAYS
from accounts.rules.contracts import RECURS, RUNNING, UNSIGNED
from accounts.rules.notice import renews_itself_on
from accounts.rules.terms import compared_months, months_later, renewed_value, term_end, whole_months
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused
from salesops.kernel.money import allocate, minor_units, round_half_up

SHARE_DIGITS = 8
RENEWABLE = (*RUNNING, Contract.State.EXPIRED, Contract.State.RENEWED)
ZERO = Decimal(0)


def draft_successor(
    olds: Sequence[Contract],
    *,
    by: User | None,
    start: date | None = None,
    months: int | None = None,
    value: Decimal | None = None,
    **terms: Any,
) -> Contract:
    """A draft that follows one contract, or several with one end from then on (co-termed), linked with their shares.

    Without more words it starts the day after the first of them ends, for the usual term, at what is left of their
    renewal value, for another term as much of it as that is longer or shorter: called again for the same contract it
    is the other part of a split. Obligations come along.

    Raises Refused `renewal_mixed`, `wrong_state`, and what `create_contract` raises.
    """
    with operation(by=by):
        olds = [locked(old) for old in sorted(olds, key=lambda old: old.pk)]
        _require_renewable(olds)
        first = olds[0]
        start = start or min(old.last_day for old in olds) + timedelta(days=1)
        months = months or first.renewal_months
        left = [renewed_value(_left_of(old), old.during.lower, old.during.upper, months) for old in olds]
        if value is None:
            value = round_half_up(sum(left, ZERO), minor_units(first.currency))
        new = create_contract(
            customer=first.customer,
            start=start,
            last_day=term_end(start, months) - timedelta(days=1),
            lines=_scaled(olds, value),
            by=by,
            **{**_usual_terms(first), "renewal_months": months, **terms},
        )
        shares = _shares(left)
        ContractRenewal.objects.bulk_create(
            ContractRenewal(old=old, new=new, share=share) for old, share in zip(olds, shares, strict=True)
        )
        for old in olds:
            _copy_obligations(old, new)
        after = {"follows": [old.number for old in olds], "shares": [str(share) for share in shares]}
        record("contract.follows", by=by, of=new, after=after)
        return new


def contract_to_renew(customer: CustomerAccount, currency: str, signed_on: date) -> Contract | None:
    """The one contract of the account that waits for a renewal; None without one, or with a choice.

    One that runs; where none does, one that a signature on `signed_on` still renews in grace. Confidentiality has no
    value to go on.
    """
    waiting = Contract.objects.filter(customer=customer, currency=currency)
    waiting = waiting.exclude(type=Contract.Type.NDA).exclude(successors__signed_on__isnull=False)
    running = waiting.filter(state__in=RUNNING)
    # The range ends the day after the last day.
    in_grace = waiting.filter(state=Contract.State.EXPIRED, during__endswith__gt=signed_on - timedelta(days=GRACE_DAYS))
    found = list(running[:2]) or list(in_grace[:2])
    return found[0] if len(found) == 1 else None


def renew_by_itself(contract: Contract) -> Contract | None:
    """The successor of a contract without notice, made and signed by its own terms; None when there is nothing to do.

    A successor that nobody signed until then is void: the contract went on before it came to be.

    Raises Refused `renewal_waits` while one of them is of a won deal: finance signs it, and then it is the renewal.
    """
    with operation(by=None) as op:
        contract = locked(contract)
        made_on = renews_itself_on(contract.notice_by)
        has_next = contract.successors.filter(signed_on__isnull=False).exists()
        due = contract.auto_renew and contract.state in RUNNING and contract.refused_on is None
        if not due or has_next or today_of(op) < made_on:
            return None
        unsigned = contract.successors.select_related("new").filter(new__state__in=UNSIGNED)
        if unsigned.filter(new__opportunity_uid__isnull=False).exists():
            words = {"number": contract.number}
            raise Refused("renewal_waits", _("The renewal of %(number)s is won and waits for its signature.") % words)
        for link in unsigned:
            void_contract(link.new, reason=_("The contract renewed itself."), by=None)
        new = draft_successor([contract], by=None)
        return sign_contract(new, signed_on=made_on, by=None, is_accepted=True)


def _require_renewable(olds: Sequence[Contract]) -> None:
    one = {(old.customer_id, old.currency) for old in olds}
    if len(one) != 1 or len({old.pk for old in olds}) != len(olds):
        sentence = _("Contracts end together when they are of one account, in one currency, each once.")
        raise Refused("renewal_mixed", sentence, fields={"together_with": sentence})
    for old in olds:
        if old.state not in RENEWABLE:
            words = {"number": old.number, "state": old.get_state_display()}
            raise Refused("wrong_state", _("%(number)s is in the state “%(state)s”: nothing follows it.") % words)


def _usual_terms(contract: Contract) -> dict[str, Any]:
    """Those of the old one; a leaver does not get the new one."""
    kind = Contract.Type.RENEWAL if contract.type == Contract.Type.NEW else contract.type
    owner = contract.owner if contract.owner and contract.owner.state not in GONE else None
    kept = {name: getattr(contract, name) for name in DEFAULTS if name != "renewal_value"}
    return kept | {"type": kind, "owner": owner}


def _left_of(old: Contract) -> Decimal:
    """Its renewal value less what its successors carry of it already, theirs as of its own term."""
    carried = ZERO
    own = compared_months(old.during.lower, old.during.upper)
    for link in old.successors.select_related("new").exclude(new__state=Contract.State.VOID):
        term = link.new.during
        carried += link.new.compared_value * link.share * own / compared_months(term.lower, term.upper)
    return max(old.renewal_value - round_half_up(carried, minor_units(old.currency)), ZERO)


def _shares(left: Sequence[Decimal]) -> list[Decimal]:
    weights = left if any(left) else [Decimal(1)] * len(left)
    return allocate(Decimal(1), weights, SHARE_DIGITS)


def _scaled(olds: Sequence[Contract], value: Decimal) -> list[Line]:
    """The lines of the old ones, the new value spread over them as the old one was."""
    lines = [line for old in olds for line in old.lines.all()]
    if not lines:
        return [Line(_("Renewal"), value)] if value else []
    weights = [line.value for line in lines]
    weights = weights if any(weights) else [Decimal(1)] * len(lines)
    parts = allocate(value, weights, minor_units(olds[0].currency))
    return [Line(line.name, part, line.recurring, line.product_uid) for line, part in zip(lines, parts, strict=True)]


def _copy_obligations(old: Contract, new: Contract) -> None:
    """Single ones as many months later as the new term begins; of a recurring one the next that falls into it."""
    months = whole_months(old.during.lower, new.during.lower) or old.renewal_months
    newest: dict[tuple[str, str], Obligation] = {}
    for one in old.obligations.order_by("due", "pk"):
        newest[(one.name, one.recurrence)] = one
    Obligation.objects.bulk_create(
        Obligation(
            contract=new, name=one.name, owner=one.owner, recurrence=one.recurrence, due=_due_in(one, new, months)
        )
        for one in newest.values()
    )


def _due_in(one: Obligation, new: Contract, months: int) -> date:
    due = one.due
    if not one.recurrence:
        return months_later(due, months)
    step = 0
    while due < new.during.lower:
        step += RECURS[one.recurrence]
        due = months_later(one.due, step)
    return due
