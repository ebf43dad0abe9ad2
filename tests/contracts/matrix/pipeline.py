"""Routes of deals, leads, products and processes. The deal, the lead and the product are Priya's or everybody's."""

from datetime import UTC, datetime
from typing import Any

from pipeline.models import Lead, Opportunity, Product, Stage
from tests.contracts.matrix import IN, NO, NONE, OUT, Route, roles

AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def deal_of_priya(company: Any) -> dict[str, Any]:
    from tests.company import make_deal

    known = Opportunity.objects.filter(name="Matrix deal").first()
    return {"uid": (known or make_deal(company, company.priya, name="Matrix deal", at=AT)).uid}


def closed_deal(company: Any) -> dict[str, Any]:
    from pipeline.operations.opportunities import close_won
    from tests.company import make_deal

    known = Opportunity.objects.filter(name="Matrix won deal").first()
    return {
        "uid": (
            known or close_won(make_deal(company, company.priya, name="Matrix won deal", at=AT), by=company.priya)
        ).uid
    }


def lead_of_priya(company: Any) -> dict[str, Any]:
    from pipeline.operations.leads import create_lead

    known = Lead.objects.filter(name="Matrix lead").first()
    return {"uid": (known or create_lead(name="Matrix lead", by=company.priya, owner=company.priya)).uid}


def product(company: Any) -> dict[str, Any]:
    return {"uid": Product.objects.get_or_create(name="Matrix product")[0].uid}


def stage(company: Any) -> dict[str, Any]:
    return {"uid": Stage.objects.get(process=company.process, name="Proposal").uid}


OBJECTS = {
    "deal_of_priya": deal_of_priya,
    "closed_deal_of_priya": closed_deal,
    "lead_of_priya": lead_of_priya,
    "product": product,
    "stage": stage,
    "amount_of_deal": lambda company: deal_of_priya(company) | {"field": "amount"},
}
CLOSED = {"anonymous": OUT, "token": OUT}
SEE = roles(IN, outsider=NO, admin=NO, **CLOSED)
READ = {"analyst": NO, "finance": NO, "admin": NO, "outsider": NO}
SELL = roles(IN, **READ, **CLOSED)
HIDDEN = {"outsider": NONE, "peer": NONE, "admin": NONE}
SEE_ONE = roles(IN, **HIDDEN, **CLOSED)
CHANGE_ONE = roles(IN, **HIDDEN, analyst=NO, finance=NO, **CLOSED)
STEER_ONE = roles(IN, **HIDDEN, rep=NO, analyst=NO, finance=NO, **CLOSED)
SET_UP = roles(NO, ops_manager=IN, **CLOSED)

ROUTES = [
    Route("pipeline:deals", get=SEE, query="?tab=changed&as_of=2026-06-01"),
    Route("pipeline:board", get=SEE),
    Route("pipeline:new_deal", get=SELL, post=SELL),
    Route("pipeline:deal", object="deal_of_priya", get=SEE_ONE),
    Route("pipeline:deal_field", object="amount_of_deal", get=CHANGE_ONE, post=CHANGE_ONE),
    Route("pipeline:deal_edit", object="deal_of_priya", get=CHANGE_ONE, post=CHANGE_ONE),
    Route("pipeline:deal_move", object="deal_of_priya", get=CHANGE_ONE, post=CHANGE_ONE),
    Route("pipeline:deal_win", object="deal_of_priya", get=CHANGE_ONE, post=CHANGE_ONE, body={"version": 1}),
    Route("pipeline:deal_lose", object="deal_of_priya", get=CHANGE_ONE, post=CHANGE_ONE),
    Route("pipeline:deal_reopen", object="closed_deal_of_priya", get=STEER_ONE, post=STEER_ONE),
    Route("pipeline:deal_transfer", object="deal_of_priya", get=STEER_ONE, post=STEER_ONE),
    Route("pipeline:deal_correct", object="deal_of_priya", get=STEER_ONE, post=STEER_ONE),
    Route(
        "pipeline:deal_delete",
        object="deal_of_priya",
        get=STEER_ONE,
        post=STEER_ONE,
        body={"version": 1, "reason": "x"},
    ),
    Route("pipeline:customer_options", get=SELL, query="?customer_text=a"),
    Route("pipeline:deal_options", get=SELL, query="?deal_text=a"),
    Route("pipeline:log", get=SELL, post=SELL),
    Route("pipeline:customer_log", object="acme", get=CHANGE_ONE, post=CHANGE_ONE),
    Route("pipeline:leads", get=SEE),
    Route("pipeline:new_lead", get=SELL, post=SELL),
    Route("pipeline:lead", object="lead_of_priya", get=SEE_ONE),
    Route("pipeline:lead_assign", object="lead_of_priya", get=CHANGE_ONE, post=CHANGE_ONE),
    Route("pipeline:lead_disqualify", object="lead_of_priya", get=CHANGE_ONE, post=CHANGE_ONE),
    Route("pipeline:lead_log", object="lead_of_priya", get=CHANGE_ONE, post=CHANGE_ONE),
    Route("pipeline:lead_qualify", object="lead_of_priya", post=CHANGE_ONE),
    Route("pipeline:lead_recycle", object="lead_of_priya", post=CHANGE_ONE),
    Route("pipeline:lead_convert", object="lead_of_priya", post=CHANGE_ONE),
    Route("pipeline:products", get=SEE),
    Route("pipeline:new_product", get=SET_UP, post=SET_UP),
    Route(
        "pipeline:product",
        object="product",
        get=roles(IN, outsider=NONE, admin=NONE, **CLOSED),
        post=roles(NO, outsider=NONE, admin=NONE, ops_manager=IN, **CLOSED),
    ),
    Route("pipeline:processes", get=SEE),
    Route("pipeline:stage_category", object="stage", get=SET_UP, post=SET_UP),
]
