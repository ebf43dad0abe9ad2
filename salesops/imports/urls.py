"""Pages of imports."""

from django.urls import path

from salesops.imports.views import batches as views

app_name = "imports"

urlpatterns = [
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
