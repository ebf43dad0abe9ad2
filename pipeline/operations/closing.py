"""Closing and reopening a deal (pipeline.md 4.4)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.contracts import void_of_deal
from accounts.queries.organisation import organisation
from pipeline import events
from pipeline.models import Opportunity, Reason, Stage
from pipeline.operations.agreements import agree_contract
from pipeline.operations.deal_checks import (
    require_after_creation,
    require_amount_sign,
    require_open,
    require_reason,
    require_stage,
)
from pipeline.operations.deal_rows import locked, save_changes
from pipeline.queries.rates import spot_rate
from pipeline.rules.closing import close_day, converted
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Refused
from salesops.kernel.moments import local_day


def close_won(
    deal: Opportunity,
    *,
    by: User | None,
    close_date: date | None = None,
    amount: Decimal | None = None,
    contract_from: date | None = None,
    months: int | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Opportunity:
    """Win the deal on `close_date`, else on the local day of the instant. No amount at all is accepted.

    months: it was won with a term, and the contract is made of it from `contract_from` on. Raises Conflict
    `stale_version`; Refused `deal_closed`, `deal_deleted`, `close_before_creation`, `amount_sign` (a credit corrects a
    deal that is won), and what `agree_contract` raises.
    """
    require_amount_sign(amount, Stage.Kind.OPEN)
    with operation(by=by, at=at) as op:
        deal = locked(deal, seen=seen, wanted={"close_date": close_date})
        own = {} if amount is None else {"amount": amount, "amount_basis": "stated"}
        before, after = _close(deal, Stage.Kind.WON, close_date, own, op)
        if months is not None:
            today = local_day(op.at, organisation().zone)
            agree_contract(deal, start=contract_from, months=months, by=by, today=today)
        events.deal_won.send(Opportunity, deal=deal, by=by, at=op.at, before=before, after=after)
        return deal


def close_lost(
    deal: Opportunity,
    *,
    reason: Reason | None,
    by: User | None,
    come_back_on: date | None = None,
    close_date: date | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Opportunity:
    """Lose the deal for a reason of the loss list. The stage it was lost from stays in its history.

    Raises Conflict `stale_version`; Refused `reason_required`, `deal_closed`, `deal_deleted`, `close_before_creation`.
    """
    known = reason if reason is not None and reason.list == Reason.List.LOSS else None
    require_reason(known, "reason", _("Say why this deal was lost."))
    with operation(by=by, at=at) as op:
        deal = locked(deal, seen=seen, wanted={"close_date": close_date})
        own = {"loss_reason": known, "come_back_on": come_back_on}
        before, after = _close(deal, Stage.Kind.LOST, close_date, own, op)
        events.deal_lost.send(Opportunity, deal=deal, by=by, at=op.at, before=before, after=after)
        return deal


def reopen_opportunity(
    deal: Opportunity,
    *,
    stage: Stage,
    by: User | None,
    reason: str,
    seen: int | None = None,
    at: datetime | None = None,
) -> Opportunity:
    """Back to an open stage; the earlier close counts no longer (metrics.md G7) and the credit is the owner's again.

    A contract that nobody signed is void; a signed one stays, and the deal's page shows it.

    Raises Conflict `stale_version`; Refused `reason_required`, `deal_not_closed`, `stage_not_in_process`,
    `amount_sign` for a credit, which no open deal can carry.
    """
    require_reason(reason.strip(), "reason", _("Say why this deal is reopened."))
    with operation(by=by, at=at, reason=reason) as op:
        deal = locked(deal, seen=seen)
        if deal.deleted or deal.status == Stage.Kind.OPEN:
            raise Refused("deal_not_closed", _("Only a closed deal can be reopened."))
        require_stage(stage, deal)
        require_amount_sign(deal.amount, Stage.Kind.OPEN)
        before, after = save_changes(deal, {"stage": stage, **open_again(deal)}, op, "deal.reopened", reason=reason)
        void_of_deal(deal.uid, by=by, reason=reason)
        events.deal_reopened.send(Opportunity, deal=deal, by=by, at=op.at, before=before, after=after)
        return deal


def open_again(deal: Opportunity) -> dict[str, Any]:
    """What an open deal does not have."""
    return {
        "status": Stage.Kind.OPEN,
        "credit_owner": deal.owner,
        "closed_at": None,
        "close_basis": "stated",
        "amount_converted": None,
        "close_rate": None,
        "loss_reason": None,
        "come_back_on": None,
    }


def money_at_close(deal: Opportunity, new: Mapping[str, Any]) -> dict[str, Any]:
    """Converted amount and rate of a closed deal with `new` values.

    The rate is that of the close date; it stays while date and currency do, whatever became of the rate since.
    """
    reporting = organisation().currency
    currency, day = new.get("currency", deal.currency), new.get("close_date", deal.close_date)
    moved = deal.status == Stage.Kind.OPEN or currency != deal.currency or day != deal.close_date
    rate = spot_rate(currency, reporting, day) if moved else deal.close_rate
    amount = converted(new.get("amount", deal.amount), currency, reporting, rate.rate if rate else None)
    return {"amount_converted": amount, "close_rate": rate}


def _close(
    deal: Opportunity, kind: str, stated: date | None, own: dict[str, Any], op: Operation
) -> tuple[dict[str, Any], dict[str, Any]]:
    require_open(deal)
    require_after_creation(stated, deal.created_at)
    stage = deal.process.stages.filter(kind=kind).order_by("position").first()
    if stage is None:
        raise Refused("stage_missing", _("The process of this deal has no stage for that."))
    require_stage(stage, deal, kind=kind)
    closing = close_day(stated, local_day(op.at, organisation().zone))
    changes = {**own, "stage": stage, "status": kind, "credit_owner": deal.owner, "closed_at": op.at}
    changes |= {"close_date": closing.day, "close_basis": closing.basis}
    return save_changes(deal, changes | money_at_close(deal, changes), op, f"deal.{kind}")
