"""Pages of background work."""

from django.urls import path

from salesops.jobs.views import exports, jobs

app_name = "jobs"

urlpatterns = [
    path("jobs", jobs.jobs_page, name="jobs"),
    path("jobs/<uuid:uid>", jobs.job_page, name="job"),
    path("jobs/<uuid:uid>/cancel", jobs.cancel_job, name="cancel"),
    path("jobs/<uuid:uid>/rerun", jobs.rerun_job, name="rerun"),
    path("jobs/<uuid:uid>/file", jobs.job_file, name="file"),
    path("exports/new", exports.new_export, name="new_export"),
]
