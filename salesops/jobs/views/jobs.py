"""Work in progress: the list, one job and how far it got, stopping it, running it again, its file."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from salesops.jobs.access import SEE_ALL, file_for, job_for, job_to_control, visible_to
from salesops.jobs.models import Job
from salesops.jobs.operations import cancel, rerun
from salesops.jobs.tables import JobTable
from salesops.jobs.views.shown import shown
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved
from salesops.web.requests import is_fragment


@require_safe
def jobs_page(request: HttpRequest) -> HttpResponseBase:
    table = JobTable.read(request, visible_to(request.user))
    sees_all = request.user.may(SEE_ALL)  # type: ignore[union-attr]
    context = {"table": table.view, "sees_all": sees_all}
    return export_answer(request, table) or page_or_fragment(request, "jobs/jobs.html", "web/table.html", context)


@require_safe
@never_cache
def job_page(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    job = job_for(request.user, uid)
    return page_or_fragment(request, "jobs/job.html", "jobs/_job.html", _context(request, job))


@require_POST
def cancel_job(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    job = cancel(job_to_control(request.user, uid), by=request.user)
    return _changed(request, job, _("%(work)s stopped") % {"work": job.label})


@require_POST
def rerun_job(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    job = rerun(job_to_control(request.user, uid), by=request.user)
    return _changed(request, job, _("%(work)s runs again") % {"work": job.label})


@require_safe
def job_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    file = file_for(request.user, uid)
    return FileResponse(file.content.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type)


def _changed(request: HttpRequest, job: Job, said: str) -> HttpResponseBase:
    back = reverse("jobs:job", args=[job.uid])
    return saved(request, back, "jobs/_job.html", _context(request, job), said=said)


def _context(request: HttpRequest, job: Job) -> dict[str, object]:
    return {"job": job, "shown": shown(request, job, is_poll=is_fragment(request))}
