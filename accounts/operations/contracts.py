"""Writes about contracts: made, changed, approved by a second person, signed, noticed, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts import events
from accounts.models import Contract, CustomerAccount, User
from accounts.operations.contract_terms import DEFAULTS, EDITABLE, Line, lines_said, next_key, stated, worked_out
from accounts.operations.four_eyes import approves_alone
from accounts.operations.rows import locked, require_known, required_text, save_changes
from accounts.queries.organisation import zone
from accounts.rules.arr import GRACE_DAYS
from accounts.rules.contracts import RUNNING, STEPS, UNSIGNED, renewed_in_time, state_on
from accounts.rules.notice import is_in_time
from accounts.rules.terms import term_end
from salesops.audit.operations import acted_for, record
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Conflict, Refused
from salesops.kernel.moments import local_day

APPROVE = "contract.approve"


def create_contract(
    *,
    customer: CustomerAccount,
    start: date,
    last_day: date,
    lines: Sequence[Line],
    by: User | None,
    number: str = "",
    opportunity_uid: UUID | None = None,
    **fields: Any,
) -> Contract:
    """A draft. Without a number it gets its own. The same content under a known number is the first contract again.

    Raises as `worked_out`, Refused `field_unknown`, Conflict `already_exists` for another content.
    """
    require_known(fields, DEFAULTS)
    with operation(by=by):
        locked(customer)
        key = next_key()
        asked = {**DEFAULTS, **fields, "start": start, "last_day": last_day, "lines": list(lines)}
        columns, rows = worked_out(asked | {"number": number.strip() or f"C-{key:06}"})
        known = Contract.objects.filter(number=columns["number"]).first()
        if known is not None:
            return _the_same(known, customer, columns, asked["lines"])
        contract = Contract(pk=key, customer=customer, opportunity_uid=opportunity_uid, made_by=by, **columns)
        contract.save(force_insert=True)
        _write_lines(contract, rows)
        after = {"number": contract.number, "value": str(contract.value), "lines": lines_said(asked["lines"])}
        record("contract.created", by=by, of=contract, after=after)
        return contract


def edit_contract(
    contract: Contract, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None
) -> Contract:
    """Change terms before anybody signs. What was approved goes back to review: the approval was for other terms.

    Raises as `create_contract`, Conflict `stale_version`, Refused `signed`, `wrong_state`.
    """
    require_known(changes, EDITABLE)
    with operation(by=by):
        contract = locked(contract, seen=seen, wanted=_comparable(changes))
        require_unsigned(contract)
        before = stated(contract)
        columns, rows = worked_out({**before, **changes})
        if columns["number"] != contract.number and Contract.objects.filter(number=columns["number"]).exists():
            raise _number_taken()
        state = Contract.State.IN_REVIEW if contract.state == Contract.State.SENT else contract.state
        again = {
            "state": state,
            "approved_by": None,
            "approved_for": None,
            "approved_at": None,
            "approval_reason": "",
            "sole_approver": False,
        }
        new_lines = list(changes.get("lines", before["lines"]))
        is_new = new_lines != before["lines"]
        differs = is_new or any(getattr(contract, name) != value for name, value in columns.items())
        if differs:
            save_changes(contract, {**columns, **again, "made_by": by}, "contract.edited", by=by)
            _write_lines(contract, rows)
        if is_new:
            sides = (lines_said(before["lines"]), lines_said(new_lines))
            record("contract.lines", by=by, of=contract, before={"lines": sides[0]}, after={"lines": sides[1]})
        contract.refresh_from_db()
        return contract


def submit_contract(contract: Contract, *, by: User | None) -> Contract:
    """For review. Raises Refused `wrong_state`, as every step does."""
    return _step(contract, "submit", {}, by=by)


def approve_contract(contract: Contract, *, by: User, reason: str = "") -> Contract:
    """By somebody else than who made its terms (A-13). Raises Forbidden `second_person_needed`, `reason_required`."""
    with operation(by=by, reason=reason) as op:
        contract = locked(contract)
        _require_step(contract, "approve")
        alone = approves_alone(APPROVE, maker=contract.made_by, by=by, reason=reason)
        kept = {
            "approved_by": by,
            "approved_for": acted_for(by, None),
            "approved_at": op.at,
            "approval_reason": reason.strip(),
            "sole_approver": alone,
        }
        return _step(contract, "approve", kept, by=by, reason=reason)


def sign_contract(contract: Contract, *, signed_on: date, by: User | None, is_accepted: bool = False) -> Contract:
    """Signed by both sides on a day; active at once when its first day has come.

    is_accepted: what a won deal or finance accepted needs no other step before. Raises Refused `wrong_state`,
    `signed_in_future`.
    """
    with operation(by=by) as op:
        today = today_of(op)
        if signed_on > today:
            sentence = _("Nothing is signed in the future.")
            raise Refused("signed_in_future", sentence, fields={"signed_on": sentence})
        # What it follows first, as automatic renewal locks them: the two never wait for each other.
        olds = [locked(link.old) for link in contract.predecessors.select_related("old").order_by("old")]
        contract = locked(contract)
        if not (is_accepted and contract.state in UNSIGNED):
            _require_step(contract, "sign")
        state = state_on(today, contract.during.lower, contract.last_day, is_renewed=False)
        save_changes(contract, {"state": state, "signed_on": signed_on}, "contract.signed", by=by)
        contract.predecessors.update(signed_on=signed_on)
        for old in olds:
            _decided(settle(old, today, by=by), by)
        return contract


def terminate_contract(contract: Contract, *, terminated_on: date, reason: str, by: User | None) -> Contract:
    """`terminated_on` is the last day it holds. Raises Refused `wrong_state`, `required`, `day_out_of_range`."""
    said = required_text(reason, "reason", _("Say why this contract ends."))
    with operation(by=by, reason=said):
        contract = locked(contract)
        _require_step(contract, "terminate")
        if not contract.during.lower <= terminated_on <= contract.last_day:
            sentence = _("This day is not within the contract.")
            raise Refused("day_out_of_range", sentence, fields={"terminated_on": sentence})
        contract = _step(contract, "terminate", {"terminated_on": terminated_on}, by=by, reason=said)
        _decided(contract, by)
        return contract


def void_contract(contract: Contract, *, reason: str, by: User | None) -> Contract:
    """Before anybody signed. Raises Refused `wrong_state`, `required`."""
    said = required_text(reason, "reason", _("Say why this contract is not needed."))
    return _step(contract, "void", {}, by=by, reason=said)


def give_notice(contract: Contract, *, given_on: date | None, by: User | None) -> Contract:
    """The customer will not renew; None takes it back. It holds on up to its last day.

    Raises Refused `wrong_state`, `notice_late` for one that renews itself, `signed_in_future`.
    """
    with operation(by=by) as op:
        contract = locked(contract)
        if contract.state not in RUNNING or (given_on is None) == (contract.refused_on is None):
            raise _wrong_state(contract)
        if given_on is not None:
            _require_in_time(contract, given_on, today_of(op))
        save_changes(contract, {"refused_on": given_on}, "contract.notice", by=by)
        _decided(contract, by)
        return contract


def draft_contract(*, customer: CustomerAccount, start: date, months: int, by: User | None, **terms: Any) -> Contract:
    """The contract of a deal that was won with a term of months: `lines`, `owner`, `opportunity_uid` and the like."""
    last_day = term_end(start, months) - timedelta(days=1)
    return create_contract(customer=customer, start=start, last_day=last_day, by=by, renewal_months=months, **terms)


def void_of_deal(opportunity_uid: UUID, *, by: User | None, reason: str) -> list[Contract]:
    """A deal was reopened: its unsigned contracts are void; the signed ones come back, for somebody to look at."""
    found = list(Contract.objects.filter(opportunity_uid=opportunity_uid).order_by("pk"))
    for contract in found:
        if contract.state in UNSIGNED:
            void_contract(contract, reason=reason, by=by)
    return [contract for contract in found if contract.is_signed]


def settle(contract: Contract, today: date, *, by: User | None) -> Contract:
    """A signed contract as its days have it: active from its first day, afterwards renewed or expired."""
    contract = locked(contract)
    if contract.state not in (*RUNNING, Contract.State.EXPIRED):
        return contract
    last = contract.last_day
    is_renewed = any(renewed_in_time(link.signed_on, last, GRACE_DAYS) for link in contract.successors.all())
    state = state_on(today, contract.during.lower, last, is_renewed=is_renewed)
    save_changes(contract, {"state": state}, f"contract.{state}", by=by)
    return contract


def today_of(op: Operation) -> date:
    return local_day(op.at, zone())


def require_unsigned(contract: Contract) -> None:
    """Raises Refused `signed`, or `wrong_state` for a void one."""
    if contract.is_signed:
        raise Refused("signed", _("This contract is signed. What changes now is a new contract."))
    if contract.state not in UNSIGNED:
        raise _wrong_state(contract)


def _step(contract: Contract, step: str, changes: Mapping[str, Any], *, by: User | None, reason: str = "") -> Contract:
    with operation(by=by, reason=reason):
        contract = locked(contract)
        _require_step(contract, step)
        state = STEPS[step][1]
        save_changes(contract, {"state": state, **changes}, f"contract.{state}", by=by, reason=reason)
        return contract


def _decided(contract: Contract, by: User | None) -> None:
    events.contract_decided.send(Contract, contract=contract, by=by)


def _require_step(contract: Contract, step: str) -> None:
    if contract.state not in STEPS[step][0]:
        raise _wrong_state(contract)


def _wrong_state(contract: Contract) -> Refused:
    words = {"number": contract.number, "state": contract.get_state_display()}
    return Refused("wrong_state", _("%(number)s is in the state “%(state)s”: this is not possible now.") % words)


def _require_in_time(contract: Contract, given_on: date, today: date) -> None:
    if given_on > today:
        sentence = _("Nobody gave notice in the future.")
        raise Refused("signed_in_future", sentence, fields={"given_on": sentence})
    if contract.successors.filter(signed_on__isnull=False).exists():
        raise Refused("wrong_state", _("This contract has been renewed already."))
    if contract.auto_renew and not is_in_time(given_on, contract.notice_by):
        sentence = _("Notice was due by %(day)s; the contract renews itself.") % {"day": contract.notice_by}
        raise Refused("notice_late", sentence, fields={"given_on": sentence})


def _write_lines(contract: Contract, rows: Sequence[Any]) -> None:
    contract.lines.all().delete()
    for row in rows:
        row.contract = contract
    contract.lines.bulk_create(rows)


def _the_same(known: Contract, customer: CustomerAccount, columns: Mapping[str, Any], lines: list[Line]) -> Contract:
    """Sent twice it is one contract. Raises Conflict `already_exists` for other words under its number."""
    same = known.customer_id == customer.pk and stated(known)["lines"] == lines
    if same and all(getattr(known, name) == value for name, value in columns.items()):
        return known
    raise _number_taken()


def _number_taken() -> Conflict:
    sentence = _("Another contract has this number.")
    return Conflict("already_exists", sentence, fields={"number": sentence})


def _comparable(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What a second editor is shown of both sides: columns that bear the name of what was asked."""
    return {name: value for name, value in changes.items() if name not in ("start", "last_day", "lines")}
