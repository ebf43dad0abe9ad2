"""Addresses of the pipeline under /api/v1/."""

from pipeline.api import activities, capture, deal_actions, leads, opportunities, processes, products
from salesops.web.api.routes import api_path

app_name = "pipeline_api"

urlpatterns = [
    api_path("opportunities", opportunities.OpportunityList.as_view(), "opportunities"),
    api_path("opportunities/<uuid:uid>", opportunities.OpportunityRecord.as_view(), "opportunity"),
    api_path("opportunities/<uuid:uid>/history", opportunities.OpportunityHistory.as_view(), "history"),
    api_path("opportunities/<uuid:uid>/close", deal_actions.CloseDeal.as_view(), "close"),
    api_path("opportunities/<uuid:uid>/reopen", deal_actions.ReopenDeal.as_view(), "reopen"),
    api_path("opportunities/<uuid:uid>/transfer", deal_actions.TransferDeal.as_view(), "transfer"),
    api_path("opportunities/<uuid:uid>/delete", deal_actions.DeleteDeal.as_view(), "delete"),
    api_path("opportunities/<uuid:uid>/record-past", deal_actions.RecordPast.as_view(), "record_past"),
    api_path("opportunities/<uuid:uid>/correct", deal_actions.CorrectPast.as_view(), "correct"),
    api_path("activities", activities.ActivityList.as_view(), "activities"),
    api_path("capture-sources", capture.SourceList.as_view(), "capture_sources"),
    api_path("capture-sources/<uuid:uid>", capture.SourceRecord.as_view(), "capture_source"),
    api_path("capture-sources/<uuid:uid>/read", capture.SourceRead.as_view(), "capture_read"),
    api_path("capture-sources/<uuid:uid>/rotate", capture.SourceRotate.as_view(), "capture_rotate"),
    api_path("capture-sources/<uuid:uid>/disconnect", capture.SourceDisconnect.as_view(), "capture_disconnect"),
    api_path("captured", capture.CapturedList.as_view(), "captured"),
    api_path("captured/<uuid:uid>/match", capture.CapturedMatch.as_view(), "captured_match"),
    api_path("captured/<uuid:uid>/dismiss", capture.CapturedDismiss.as_view(), "captured_dismiss"),
    api_path("leads", leads.LeadList.as_view(), "leads"),
    api_path("leads/<uuid:uid>", leads.LeadRecord.as_view(), "lead"),
    api_path("leads/<uuid:uid>/assign", leads.AssignLead.as_view(), "assign_lead"),
    api_path("leads/<uuid:uid>/qualify", leads.QualifyLead.as_view(), "qualify_lead"),
    api_path("leads/<uuid:uid>/disqualify", leads.DisqualifyLead.as_view(), "disqualify_lead"),
    api_path("leads/<uuid:uid>/recycle", leads.RecycleLead.as_view(), "recycle_lead"),
    api_path("leads/<uuid:uid>/convert", leads.ConvertLead.as_view(), "convert_lead"),
    api_path("products", products.ProductList.as_view(), "products"),
    api_path("products/<uuid:uid>", products.ProductRecord.as_view(), "product"),
    api_path("products/<uuid:uid>/retire", products.RetireProduct.as_view(), "retire_product"),
    api_path("processes", processes.ProcessList.as_view(), "processes"),
    api_path("processes/<uuid:uid>", processes.ProcessRecord.as_view(), "process"),
    api_path("stages/<uuid:uid>/category", processes.SetCategory.as_view(), "stage_category"),
    api_path("reasons", processes.ReasonList.as_view(), "reasons"),
]
