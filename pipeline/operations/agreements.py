"""The contract that winning a deal makes, in the same transaction (accounts-desk.md A-6)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Contract, CustomerAccount, User
from accounts.operations.contract_terms import MOST_MONTHS, Line
from accounts.operations.contracts import draft_contract, sign_contract
from accounts.operations.renewals import contract_to_renew, draft_successor
from accounts.queries.organisation import organisation
from accounts.rules.contracts import RUNNING
from pipeline.models import Opportunity
from pipeline.models.opportunities import Kind
from salesops.kernel.errors import Refused

COMPENSATION = "compensation"
IN_FORCE = (*RUNNING, Contract.State.RENEWED)
"""Of a renewed one the successor runs: a second contract beside either would count the deal twice."""


def agree_contract(deal: Opportunity, *, start: date | None, months: int, by: User | None, today: date) -> Contract:
    """Drafted from its first day for so many months at the deal's amount, and signed by the win.

    A renewal deal follows the one contract of the account that waits for it. Where pay is calculated here, finance
    signs when it accepts the deal. A deal won again keeps the contract signed for it before.

    Raises Refused `customer_required`, `contract_start`, `value_unknown`.
    """
    customer, start = _require(deal, start, months)
    kept = Contract.objects.filter(opportunity_uid=deal.uid, state__in=IN_FORCE).order_by("pk").first()
    if kept is not None:
        return kept
    signed_on = min(deal.close_date or today, today)
    value = deal.amount or Decimal(0)
    terms: dict[str, Any] = {"opportunity_uid": deal.uid, "owner": deal.owner}
    old = contract_to_renew(customer, deal.currency, signed_on) if deal.kind == Kind.RENEWAL else None
    if old is not None:
        contract = draft_successor([old], by=by, start=start, months=months, value=value, **terms)
    else:
        product = deal.product
        line = Line((product.name if product else deal.name)[:200], value, product_uid=product.uid if product else None)
        kind = Contract.Type.RENEWAL if deal.kind == Kind.RENEWAL else Contract.Type.NEW
        terms |= {"currency": deal.currency, "type": kind}
        contract = draft_contract(customer=customer, start=start, months=months, lines=[line], by=by, **terms)
    if COMPENSATION in organisation().areas:
        return contract
    return sign_contract(contract, signed_on=signed_on, by=by, is_accepted=True)


def _require(deal: Opportunity, start: date | None, months: int) -> tuple[CustomerAccount, date]:
    if deal.customer is None:
        sentence = _("Give the deal an account first: the contract is with it.")
        raise Refused("customer_required", sentence, fields={"months": sentence})
    if start is None:
        sentence = _("Say from which day the contract runs.")
        raise Refused("contract_start", sentence, fields={"contract_from": sentence})
    if not 1 <= months <= MOST_MONTHS:
        sentence = _("This is %(least)s to %(most)s.") % {"least": 1, "most": MOST_MONTHS}
        raise Refused("value_unknown", sentence, fields={"months": sentence})
    return deal.customer, start
