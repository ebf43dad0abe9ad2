"""Pages of deals, leads, products and processes."""

from django.urls import path

from pipeline.views.activities import customer_log_page, deal_options, log_page
from pipeline.views.board import board_page
from pipeline.views.capture import (
    capture_page,
    disconnect_source_page,
    new_source_page,
    read_source_page,
    rotate_source_page,
    switch_source_page,
)
from pipeline.views.captured import captured_one_page, captured_page, dismiss_captured_page, match_options
from pipeline.views.deal_changes import ACTIONS, customer_options, deal_action, deal_field, new_deal
from pipeline.views.deals import deal_page, deals_page
from pipeline.views.hooks import hook
from pipeline.views.leads import FORMS, STEPS, edit_lead_page, lead_action, lead_page, lead_step, leads_page, new_lead
from pipeline.views.processes import new_process, processes_page, stage_category
from pipeline.views.products import new_product, product_page, products_page, retire_page

app_name = "pipeline"
OF_ALL = {"of_organisation": True}

urlpatterns = [
    path("deals", deals_page, name="deals"),
    path("deals/new", new_deal, name="new_deal"),
    path("deals/new/accounts", customer_options, name="customer_options"),
    path("deals/board", board_page, name="board"),
    path("deals/<uuid:uid>", deal_page, name="deal"),
    path("deals/<uuid:uid>/fields/<slug:field>", deal_field, name="deal_field"),
    *(path(f"deals/<uuid:uid>/{key}", deal_action, {"action": key}, name=f"deal_{key}") for key in ACTIONS),
    path("log", log_page, name="log"),
    path("log/deals", deal_options, name="deal_options"),
    path("accounts/<uuid:uid>/log", customer_log_page, name="customer_log"),
    path("leads", leads_page, name="leads"),
    path("leads/new", new_lead, name="new_lead"),
    path("leads/<uuid:uid>", lead_page, name="lead"),
    path("leads/<uuid:uid>/edit", edit_lead_page, name="lead_edit"),
    *(path(f"leads/<uuid:uid>/{key}", lead_action, {"action": key}, name=f"lead_{key}") for key in FORMS),
    *(path(f"leads/<uuid:uid>/{key}", lead_step, {"step": key}, name=f"lead_{key}") for key in STEPS),
    path("settings/capture", capture_page, name="capture"),
    path("settings/capture/new/<slug:kind>", new_source_page, name="capture_new"),
    path("settings/capture/organisation", capture_page, OF_ALL, name="capture_organisation"),
    path("settings/capture/organisation/new/<slug:kind>", new_source_page, OF_ALL, name="capture_organisation_new"),
    path("settings/capture/<uuid:uid>/read", read_source_page, name="capture_read"),
    path("settings/capture/<uuid:uid>/switch", switch_source_page, name="capture_switch"),
    path("settings/capture/<uuid:uid>/rotate", rotate_source_page, name="capture_rotate"),
    path("settings/capture/<uuid:uid>/disconnect", disconnect_source_page, name="capture_disconnect"),
    path("captured", captured_page, name="captured"),
    path("captured/records", match_options, name="match_options"),
    path("captured/<uuid:uid>", captured_one_page, name="captured_one"),
    path("captured/<uuid:uid>/dismiss", dismiss_captured_page, name="captured_dismiss"),
    path("hooks/<str:key>", hook, name="hook"),
    path("products", products_page, name="products"),
    path("products/new", new_product, name="new_product"),
    path("products/<uuid:uid>", product_page, name="product"),
    path("products/<uuid:uid>/retire", retire_page, name="product_retire"),
    path("processes", processes_page, name="processes"),
    path("processes/new", new_process, name="new_process"),
    path("processes/stages/<uuid:uid>/category", stage_category, name="stage_category"),
]
