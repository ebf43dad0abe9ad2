"""Deals with their history, and what feeds them. One file an aggregate."""

from pipeline.models.activities import Activity
from pipeline.models.captured import ActivityContact, Captured
from pipeline.models.leads import Lead, LeadEvent
from pipeline.models.opportunities import Opportunity, OpportunityMember, OpportunityState, OpportunityVersion
from pipeline.models.processes import ProcessVersion, Stage, StageCategory, Subcategory
from pipeline.models.products import Product
from pipeline.models.reasons import Reason
from pipeline.models.strength import StaleStrength

__all__ = [
    "Activity",
    "ActivityContact",
    "Captured",
    "Lead",
    "LeadEvent",
    "Opportunity",
    "OpportunityMember",
    "OpportunityState",
    "OpportunityVersion",
    "ProcessVersion",
    "Product",
    "Reason",
    "Stage",
    "StageCategory",
    "StaleStrength",
    "Subcategory",
]
