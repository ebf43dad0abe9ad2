"""REST addresses of background work, under /api/v1/."""

from salesops.jobs.api import views
from salesops.web.api.routes import api_path

app_name = "jobs_api"

urlpatterns = [
    api_path("jobs", views.JobList.as_view(), "jobs"),
    api_path("jobs/<uuid:uid>", views.JobDetail.as_view(), "job"),
    api_path("jobs/<uuid:uid>/cancel", views.JobCancel.as_view(), "cancel"),
    api_path("jobs/<uuid:uid>/rerun", views.JobRerun.as_view(), "rerun"),
    api_path("jobs/<uuid:uid>/file", views.JobFileView.as_view(), "file"),
    api_path("exports", views.ExportList.as_view(), "exports"),
]
