"""Routes of the pipeline's REST API. The deal and the lead are Priya's; Jonah is in another team."""

from typing import Any

from pipeline.models import Lead, Opportunity, Product
from pipeline.operations.leads import create_lead
from pipeline.operations.products import create_product
from tests.company import Company, make_deal
from tests.contracts.matrix import IN, NO, NONE, OUT, Route, roles

READS, WRITES = IN, NO
"""The token's scope is reading: what Priya may see, and no write at all."""

SEEN = roles(IN, anonymous=OUT, token=READS, outsider=NONE, peer=NONE, admin=NONE)
LISTED = roles(IN, anonymous=OUT, token=READS)
KNOWN = roles(IN, anonymous=OUT, token=READS, outsider=NONE, admin=NONE)
SELLS = roles(IN, anonymous=OUT, token=WRITES, outsider=NONE, peer=NONE, admin=NONE, analyst=NO, finance=NO)
STEERS = SELLS | {"rep": NO}
ENTERS = roles(IN, anonymous=OUT, token=WRITES, outsider=NO, admin=NO, analyst=NO, finance=NO)
SETS_UP = roles(NO, anonymous=OUT, token=WRITES, ops_manager=IN)
SETS_ONE_UP = SETS_UP | {"outsider": NONE, "admin": NONE}


def deal(company: Company) -> dict[str, Any]:
    found = Opportunity.objects.filter(name="Matrix").first() or make_deal(company, company.priya, name="Matrix")
    return {"uid": found.uid}


def lead(company: Company) -> dict[str, Any]:
    found = Lead.objects.filter(name="Matrix").first() or create_lead(name="Matrix", owner=company.priya, by=None)
    return {"uid": found.uid}


def product(company: Company) -> dict[str, Any]:
    return {"uid": (Product.objects.filter(name="Matrix").first() or create_product(name="Matrix", by=None)).uid}


OBJECTS = {
    "api_deal": deal,
    "api_lead": lead,
    "api_product": product,
    "api_process": lambda company: {"uid": company.process.uid},
    "api_stage": lambda company: {"uid": company.process.stages.get(name="Proposal").uid},
}
ROUTES = [
    Route("pipeline_api:opportunities", get=LISTED, post=ENTERS),
    Route("pipeline_api:opportunity", "api_deal", get=SEEN, patch=SELLS, headers={"If-Match": '"1"'}),
    Route("pipeline_api:history", "api_deal", get=SEEN),
    Route("pipeline_api:close", "api_deal", post=SELLS),
    Route("pipeline_api:reopen", "api_deal", post=STEERS),
    Route("pipeline_api:transfer", "api_deal", post=STEERS),
    Route("pipeline_api:delete", "api_deal", post=STEERS),
    Route("pipeline_api:record_past", "api_deal", post=STEERS),
    Route("pipeline_api:correct", "api_deal", post=STEERS),
    Route("pipeline_api:activities", get=LISTED, post=ENTERS),
    Route("pipeline_api:leads", get=LISTED, post=ENTERS),
    Route("pipeline_api:lead", "api_lead", get=SEEN, patch=SELLS, headers={"If-Match": '"1"'}),
    Route("pipeline_api:assign_lead", "api_lead", post=SELLS),
    Route("pipeline_api:qualify_lead", "api_lead", post=SELLS),
    Route("pipeline_api:disqualify_lead", "api_lead", post=SELLS, body={"reason": "Student"}),
    Route("pipeline_api:recycle_lead", "api_lead", post=SELLS),
    Route("pipeline_api:convert_lead", "api_lead", post=SELLS),
    Route("pipeline_api:products", get=LISTED, post=SETS_UP),
    Route("pipeline_api:product", "api_product", get=KNOWN, patch=SETS_ONE_UP, headers={"If-Match": '"1"'}),
    Route("pipeline_api:retire_product", "api_product", post=SETS_ONE_UP),
    Route("pipeline_api:processes", get=LISTED, post=SETS_UP),
    Route("pipeline_api:process", "api_process", get=KNOWN),
    Route("pipeline_api:stage_category", "api_stage", post=SETS_ONE_UP, body={"category": "commit"}),
    Route("pipeline_api:reasons", get=LISTED),
]
