"""Addresses of figures under /api/v1/."""

from salesops.reporting.api import views
from salesops.web.api.routes import api_path

app_name = "reporting_api"
urlpatterns = [
    api_path("metrics", views.Metrics.as_view(), "metrics"),
    api_path("metrics/query", views.Query.as_view(), "query"),
    api_path("metrics/<slug:key>", views.Definition.as_view(), "metric"),
    api_path("metrics/<slug:key>/value", views.Value.as_view(), "value"),
    api_path("metrics/<slug:key>/series", views.Series.as_view(), "series"),
    api_path("metrics/<slug:key>/rows", views.RowsBehind.as_view(), "rows"),
]
