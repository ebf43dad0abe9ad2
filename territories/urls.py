"""Pages of quotas."""

from django.urls import path

from territories.views import quotas

app_name = "territories"

urlpatterns = [
    path("quotas", quotas.sheet_page, name="quotas"),
    path("quotas/save", quotas.save, name="save_quotas"),
    path("quotas/prefill", quotas.prefill, name="prefill_quotas"),
    path("quotas/file", quotas.file, name="quota_file"),
]
