"""Pages of imports."""

from django.urls import path

from salesops.imports.views import batches as views
from salesops.imports.views import start

app_name = "imports"

urlpatterns = [
    path("start", start.start_page, name="start"),
    path("start/<uuid:uid>", start.proposals_page, name="start_proposals"),
    path("start/<uuid:uid>/change", start.change_proposals, name="start_change"),
    path("start/<uuid:uid>/create", start.create, name="start_create"),
    path("start/<uuid:uid>/rows/<slug:finding>", start.rows_page, name="start_rows"),
    path("imports", views.batches_page, name="batches"),
    path("imports/<uuid:uid>", views.batch_page, name="batch"),
    path("imports/<uuid:uid>/files", views.add_file_action, name="add_file"),
    path("imports/<uuid:uid>/files/<uuid:file_uid>/mapping", views.map_columns, name="map"),
    path("imports/<uuid:uid>/files/<uuid:file_uid>/repair", views.repair_reason, name="repair"),
    path("imports/<uuid:uid>/check", views.check_again, name="check"),
    path("imports/<uuid:uid>/commit", views.commit_action, name="commit"),
    path("imports/<uuid:uid>/undo", views.undo_action, name="undo"),
    path("imports/<uuid:uid>/errors.csv", views.errors_csv, name="errors"),
]
