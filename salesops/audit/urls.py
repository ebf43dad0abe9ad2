"""Pages of the audit log."""

from django.urls import path

from salesops.audit.views import record_page, records_page

app_name = "audit"

urlpatterns = [
    path("audit", records_page, name="records"),
    path("audit/<uuid:uid>", record_page, name="record"),
]
