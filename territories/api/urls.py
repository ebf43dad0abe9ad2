"""Addresses of quotas under /api/v1/."""

from salesops.web.api.routes import api_path
from territories.api import quotas

app_name = "territories_api"
urlpatterns = [
    api_path("quotas", quotas.Quotas.as_view(), "quotas"),
    api_path("quotas/prefill", quotas.Prefill.as_view(), "prefill_quotas"),
]
