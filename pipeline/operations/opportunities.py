"""Writes about a deal while it is worked: create, edit, move, hand over, delete. Closing is in `closing.py`."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import CustomerAccount, User
from accounts.queries.organisation import calendar, organisation
from pipeline import events
from pipeline.models import Opportunity, ProcessVersion, Product, Stage
from pipeline.operations.closing import close_lost, close_won, money_at_close, reopen_opportunity
from pipeline.operations.deal_checks import (
    require_after_creation,
    require_amount_sign,
    require_currency,
    require_open,
    require_reason,
    require_receiver,
    require_stage,
)
from pipeline.operations.deal_rows import locked, said, save_changes
from pipeline.operations.membership import follow_deals
from pipeline.operations.receivers import tell_receiver
from pipeline.rules.closing import close_day, is_push_out_of_quarter
from salesops.audit.operations import record
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Refused
from salesops.kernel.moments import local_day

__all__ = [
    "close_lost",
    "close_won",
    "create_opportunity",
    "delete_opportunity",
    "edit_opportunity",
    "move_stage",
    "reopen_opportunity",
    "transfer_opportunity",
]

EDITABLE = frozenset(
    {
        "name",
        "customer",
        "amount",
        "amount_basis",
        "currency",
        "product",
        "close_date",
        "kind",
        "category_override",
        "subcategory",
        "omitted",
        "probability_manual",
        "next_step",
        "next_step_date",
        "push_reason",
        "loss_reason",
        "come_back_on",
        "sourced_by",
        "source",
    }
)


def create_opportunity(
    *,
    name: str,
    customer: CustomerAccount | None,
    owner: User,
    amount: Decimal | None,
    by: User | None,
    currency: str | None = None,
    stage: Stage | None = None,
    close_date: date | None = None,
    kind: str = "new",
    product: Product | None = None,
    sourced_by: str = "",
    next_step: str = "",
    next_step_date: date | None = None,
    at: datetime | None = None,
) -> Opportunity:
    """An open deal in `stage`, else in the first open stage of the default process; its currency else the company's.

    Raises Refused `currency_unknown`, `amount_sign`, `receiver_inactive`, `close_before_creation`, `stage_closes`,
    `no_process` before there is a default process.
    """
    currency = currency or organisation().currency
    require_receiver(owner)
    require_currency(currency)
    require_amount_sign(amount, Stage.Kind.OPEN)
    with operation(by=by, at=at) as op:
        stage = stage or first_stage()
        deal = Opportunity(
            name=name.strip(),
            customer=customer,
            owner=owner,
            credit_owner=owner,
            process=stage.process,
            stage=stage,
            amount=amount,
            currency=currency,
            close_date=close_date,
            kind=kind,
            product=product,
            sourced_by=sourced_by,
            next_step=next_step.strip(),
            next_step_date=next_step_date,
            created_at=op.at,
        )
        require_stage(stage, deal)
        require_after_creation(close_date, op.at)
        deal.save()
        _follow(op, deal.customer_id)
        record("deal.created", by=by, of=deal, after={"name": deal.name, "owner": owner.name, "amount": said(amount)})
        events.opportunity_created.send(Opportunity, deal=deal, by=by, at=op.at)
        return deal


def first_stage(process: ProcessVersion | None = None) -> Stage:
    """Where a deal starts. Raises Refused `no_process`."""
    process = process or ProcessVersion.objects.filter(default=True).first()
    stage = process and process.stages.filter(kind=Stage.Kind.OPEN).order_by("position").first()
    if not stage:
        raise Refused("no_process", _("There is no sales process yet. Publish one first."))
    return stage


def edit_opportunity(
    deal: Opportunity,
    *,
    changes: Mapping[str, Any],
    by: User | None,
    seen: int | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> Opportunity:
    """Save named fields (`EDITABLE`). A push of the close date out of its fiscal quarter takes `push_reason` with it.

    On a won deal a changed amount keeps its rate and a changed close date takes its own (pipeline.md 4.4). Raises
    Conflict `stale_version`; Refused `field_unknown`, `reason_required`, `amount_sign`, `currency_unknown`,
    `close_before_creation`, `deal_deleted`.
    """
    _require_known(changes)
    with operation(by=by, at=at, reason=reason) as op:
        deal = locked(deal, seen=seen, wanted=changes)
        before_customer = deal.customer_id
        changes = _checked(deal, changes, op)
        before, after = save_changes(deal, changes, op, "deal.edited")
        if "customer" in after:
            _follow(op, before_customer, deal.customer_id)
        _tell(deal, before, after, op)
        return deal


def move_stage(
    deal: Opportunity, stage: Stage, *, by: User | None, seen: int | None = None, at: datetime | None = None
) -> Opportunity:
    """To another open stage of its process; an override of the category stays, marked "differs from stage".

    Raises Conflict `stale_version`; Refused `stage_not_in_process`, `stage_closes`, `deal_closed`, `deal_deleted`.
    """
    with operation(by=by, at=at) as op:
        deal = locked(deal, seen=seen, wanted={"stage": stage})
        require_open(deal)
        require_stage(stage, deal)
        before, after = save_changes(deal, {"stage": stage}, op, "deal.moved")
        _tell(deal, before, after, op)
        return deal


def transfer_opportunity(
    deal: Opportunity, owner: User, *, by: User | None, seen: int | None = None, at: datetime | None = None
) -> Opportunity:
    """To another owner. An open deal's credit goes along; a closed one keeps the credit of its closing (4.4).

    Raises Refused `receiver_inactive`, `deal_deleted`.
    """
    require_receiver(owner)
    with operation(by=by, at=at) as op:
        deal = locked(deal, seen=seen, wanted={"owner": owner})
        _require_there(deal)
        credit = {"credit_owner": owner} if deal.status == Stage.Kind.OPEN else {}
        before, after = save_changes(deal, {"owner": owner, **credit}, op, "deal.transferred")
        if after:
            _follow(op, deal.customer_id)
            events.deal_transferred.send(Opportunity, deal=deal, by=by, at=op.at, before=before, after=after)
            tell_receiver("deal", deal, by)
        return deal


def delete_opportunity(
    deal: Opportunity, *, by: User | None, reason: str, seen: int | None = None, at: datetime | None = None
) -> Opportunity:
    """Marked deleted: gone from lists from this instant on, its past stays. Raises Refused `reason_required`."""
    require_reason(reason.strip(), "reason", _("Say why this deal is deleted."))
    with operation(by=by, at=at, reason=reason) as op:
        deal = locked(deal, seen=seen)
        _before, after = save_changes(deal, {"deleted": True}, op, "deal.deleted", reason=reason)
        if after:
            _follow(op, deal.customer_id)
            events.deal_deleted.send(Opportunity, deal=deal, by=by, at=op.at, reason=reason)
        return deal


def _require_known(changes: Mapping[str, Any]) -> None:
    unknown = sorted(set(changes) - EDITABLE)
    if unknown:
        raise Refused(
            "field_unknown",
            _("This cannot be edited here: %(names)s.") % {"names": ", ".join(unknown)},
            fields={name: _("Not an editable field.") for name in unknown},
        )


def _checked(deal: Opportunity, changes: Mapping[str, Any], op: Operation) -> dict[str, Any]:
    """The changes with what follows from them; only fields that do change are judged."""
    _require_there(deal)
    new = {name: value for name, value in changes.items() if getattr(deal, name) != value}
    if "currency" in new:
        require_currency(new["currency"])
    if "amount" in new:
        require_amount_sign(new["amount"], deal.status)
        new.setdefault("amount_basis", "stated")
    if "close_date" in new:
        require_after_creation(new["close_date"], deal.created_at)
        new |= _close_date_follows(deal, new, op)
    if deal.status != Stage.Kind.OPEN and new.keys() & {"amount", "currency", "close_date"}:
        new |= money_at_close(deal, new)
    return new


def _close_date_follows(deal: Opportunity, new: Mapping[str, Any], op: Operation) -> dict[str, Any]:
    """Without a stated day a closed deal has that of its closing: no day at all would take it out of every period."""
    if deal.status != Stage.Kind.OPEN:
        closing = close_day(new["close_date"], local_day(deal.closed_at or op.at, organisation().zone))
        return {"close_date": closing.day, "close_basis": closing.basis}
    if is_push_out_of_quarter(
        deal.close_date, new["close_date"], created_at=deal.created_at, at=op.at, calendar=calendar()
    ):
        require_reason(new.get("push_reason"), "push_reason", _("Say why this deal moves to a later quarter."))
    return {}


def _require_there(deal: Opportunity) -> None:
    if deal.deleted:
        raise Refused("deal_deleted", _("This deal was deleted."))


def _follow(op: Operation, *customers: int | None) -> None:
    follow_deals(customers, local_day(op.at, organisation().zone))


def _tell(deal: Opportunity, before: dict[str, Any], after: dict[str, Any], op: Operation) -> None:
    if after:
        events.deal_changed.send(Opportunity, deal=deal, by=op.by, at=op.at, before=before, after=after)
