"""Writes about obligations: what a contract asks of us by a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts import events
from accounts.models import Contract, Obligation, User
from accounts.operations.rows import locked, require_known, required_text, save_changes
from accounts.rules.contracts import RECURS, next_due
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused

EDITABLE = frozenset({"name", "due", "owner", "recurrence"})


def add_obligation(
    contract: Contract, *, name: str, due: date, by: User | None, owner: User | None = None, recurrence: str = ""
) -> Obligation:
    """Raises Refused `required`, `value_unknown`, `wrong_state` on a void contract."""
    with operation(by=by):
        contract = locked(contract)
        if contract.state == Contract.State.VOID:
            raise Refused("wrong_state", _("A void contract obliges nobody."))
        checked = _checked({"name": name, "due": due, "owner": owner, "recurrence": recurrence})
        made = Obligation.objects.create(contract=contract, **checked)
        record("obligation.created", by=by, of=made, after={"name": made.name, "due": str(due)})
        return made


def edit_obligation(
    one: Obligation, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None
) -> Obligation:
    """Raises as `add_obligation`, Conflict `stale_version`, Refused `wrong_state` once it is done."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        one = locked(one, seen=seen, wanted=changes)
        if one.done_at is not None:
            raise _already_done()
        checked = _checked(changes)
        save_changes(one, checked | ({"told_at": None} if "due" in checked else {}), "obligation.edited", by=by)
        events.obligation_changed.send(Obligation, obligation=one, by=by)
        return one


def finish_obligation(one: Obligation, *, by: User | None) -> Obligation | None:
    """Done. The next one of a recurring obligation, as long as its contract runs. Raises Refused `wrong_state`."""
    with operation(by=by) as op:
        contract = locked(one.contract)
        one = locked(one)
        if one.done_at is not None:
            raise _already_done()
        save_changes(one, {"done_at": op.at}, "obligation.done", by=by)
        events.obligation_changed.send(Obligation, obligation=one, by=by)
        due = _next_due(one)
        if due is None or due > contract.last_day:
            return None
        made = Obligation.objects.create(
            contract=contract, name=one.name, due=due, owner=one.owner, recurrence=one.recurrence
        )
        record("obligation.created", by=by, of=made, after={"name": made.name, "due": str(due)})
        return made


def reopen_obligation(one: Obligation, *, by: User | None) -> Obligation:
    """Not done after all; the one that was made to follow it goes, unless that is done or edited since.

    Raises Refused `wrong_state` while it is open.
    """
    with operation(by=by):
        contract = locked(one.contract)
        one = locked(one)
        if one.done_at is None:
            raise Refused("wrong_state", _("This is not done yet."))
        follower = _follower(one, contract)
        if follower is not None:
            record("obligation.removed", by=by, of=follower, before={"name": follower.name, "due": str(follower.due)})
            events.obligation_changed.send(Obligation, obligation=follower, by=by, gone=True)
            follower.delete()
        save_changes(one, {"done_at": None}, "obligation.reopened", by=by)
        events.obligation_changed.send(Obligation, obligation=one, by=by)
        return one


def _next_due(one: Obligation) -> date | None:
    """None for a single one."""
    if not one.recurrence:
        return None
    series = Obligation.objects.filter(contract=one.contract_id, name=one.name, recurrence=one.recurrence)
    return next_due(one.due, series.values_list("due", flat=True), RECURS[one.recurrence])


def _follower(one: Obligation, contract: Contract) -> Obligation | None:
    """What finishing `one` made, if nobody has done or changed it. Past the last day of the contract it made none."""
    due = _next_due(one)
    if due is None or due > contract.last_day:
        return None
    same = Obligation.objects.filter(contract=contract, name=one.name, owner=one.owner, recurrence=one.recurrence)
    later = same.filter(pk__gt=one.pk, due=due, done_at__isnull=True)
    return later.select_for_update().order_by("-pk").first()


def _already_done() -> Refused:
    return Refused("wrong_state", _("This is done already."))


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(fields)
    if "name" in checked:
        checked["name"] = required_text(checked["name"], "name", _("Say what is to be done."))
    if checked.get("recurrence") and checked["recurrence"] not in RECURS:
        sentence = _("Choose how often from the list.")
        raise Refused("value_unknown", sentence, fields={"recurrence": sentence})
    return checked
