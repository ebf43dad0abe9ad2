"""Pages of deals, leads, products and processes."""

from django.urls import path

from pipeline.views.activities import log_page
from pipeline.views.board import board_page
from pipeline.views.catalogue import new_product, processes_page, product_page, products_page, stage_category
from pipeline.views.deal_changes import ACTIONS, deal_action, deal_field, new_deal
from pipeline.views.deals import deal_page, deals_page
from pipeline.views.leads import FORMS, STEPS, lead_action, lead_page, lead_step, leads_page, new_lead

app_name = "pipeline"

urlpatterns = [
    path("deals", deals_page, name="deals"),
    path("deals/new", new_deal, name="new_deal"),
    path("deals/board", board_page, name="board"),
    path("deals/<uuid:uid>", deal_page, name="deal"),
    path("deals/<uuid:uid>/fields/<slug:field>", deal_field, name="deal_field"),
    *(path(f"deals/<uuid:uid>/{key}", deal_action, {"action": key}, name=f"deal_{key}") for key in ACTIONS),
    path("log", log_page, name="log"),
    path("leads", leads_page, name="leads"),
    path("leads/new", new_lead, name="new_lead"),
    path("leads/<uuid:uid>", lead_page, name="lead"),
    *(path(f"leads/<uuid:uid>/{key}", lead_action, {"action": key}, name=f"lead_{key}") for key in FORMS),
    *(path(f"leads/<uuid:uid>/{key}", lead_step, {"step": key}, name=f"lead_{key}") for key in STEPS),
    path("products", products_page, name="products"),
    path("products/new", new_product, name="new_product"),
    path("products/<uuid:uid>", product_page, name="product"),
    path("processes", processes_page, name="processes"),
    path("processes/stages/<uuid:uid>/category", stage_category, name="stage_category"),
]
