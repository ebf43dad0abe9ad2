"""Writes about obligations: what a contract asks of us by a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Contract, Obligation, User
from accounts.operations.rows import locked, require_known, required_text, save_changes
from accounts.rules.contracts import RECURS
from accounts.rules.terms import months_later
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
        return one


def finish_obligation(one: Obligation, *, by: User | None) -> Obligation | None:
    """Done. The next one of a recurring obligation, as long as its contract runs. Raises Refused `wrong_state`."""
    with operation(by=by) as op:
        contract = locked(one.contract)
        one = locked(one)
        if one.done_at is not None:
            raise _already_done()
        save_changes(one, {"done_at": op.at}, "obligation.done", by=by)
        due = months_later(one.due, RECURS[one.recurrence]) if one.recurrence else None
        if due is None or due > contract.last_day:
            return None
        return Obligation.objects.create(
            contract=contract, name=one.name, due=due, owner=one.owner, recurrence=one.recurrence
        )


def reopen_obligation(one: Obligation, *, by: User | None) -> Obligation:
    """Not done after all; the one that was made to follow it goes, unless that is done too."""
    with operation(by=by):
        one = locked(one)
        if one.recurrence:
            same = Obligation.objects.filter(contract=one.contract, name=one.name, recurrence=one.recurrence)
            same.filter(due__gt=one.due, done_at__isnull=True).delete()
        save_changes(one, {"done_at": None}, "obligation.reopened", by=by)
        return one


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
