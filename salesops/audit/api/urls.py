"""REST addresses of the audit log, under /api/v1/."""

from salesops.audit.api import views
from salesops.web.api.routes import api_path

app_name = "audit_api"

urlpatterns = [
    api_path("audit", views.AuditList.as_view(), "records"),
    api_path("audit/<uuid:uid>", views.AuditDetail.as_view(), "record"),
]
