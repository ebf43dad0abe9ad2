"""REST of imports."""

from salesops.imports.api import batches as views
from salesops.web.api.routes import api_path

app_name = "imports_api"

urlpatterns = [
    api_path("imports", views.Batches.as_view(), "batches"),
    api_path("imports/<uuid:uid>", views.BatchView.as_view(), "batch"),
    api_path("imports/<uuid:uid>/files/<uuid:file_uid>", views.FileView.as_view(), "file"),
    api_path("imports/<uuid:uid>/check", views.Check.as_view(), "check"),
    api_path("imports/<uuid:uid>/commit", views.Commit.as_view(), "commit"),
    api_path("imports/<uuid:uid>/undo", views.Undo.as_view(), "undo"),
    api_path("imports/<uuid:uid>/problems", views.Problems.as_view(), "problems"),
    api_path("imports/<uuid:uid>/errors.csv", views.Errors.as_view(), "errors"),
]
