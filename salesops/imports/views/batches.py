"""The import wizard: upload, map, check, preview, import, undo. Each write is one operation, then back to the page."""

from collections.abc import Container
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesops.imports.access import CHECK, RUN, SEE, UNDO, batch_for, file_for, require, visible_to
from salesops.imports.error_file import error_file
from salesops.imports.models import ImportBatch, ImportFile
from salesops.imports.operations.check import request_check
from salesops.imports.operations.commit import request_commit
from salesops.imports.operations.mapping import change_mapping, repair
from salesops.imports.operations.presets import take_in
from salesops.imports.operations.undo import request_undo
from salesops.imports.operations.upload import add_file
from salesops.imports.presets import PRESETS
from salesops.imports.registry import in_order
from salesops.imports.views.jobs import asking, job_of, onward
from salesops.imports.views.shown import wizard
from salesops.kernel.errors import Refused
from salesops.web.requests import is_fragment

NEWEST = 50


@require_http_methods(["GET", "POST"])
def batches_page(request: HttpRequest) -> HttpResponse:
    """The newest imports, and the upload of a new one."""
    require(request.user, SEE)
    problem: Refused | None = None
    if request.method == "POST":
        require(request.user, CHECK)
        try:
            return _back(_uploaded(request))
        except Refused as refused:
            problem = refused
    context = {
        "batches": visible_to(request.user)[:NEWEST],
        "may_start": asking(request).may(CHECK),
        "presets": sorted(PRESETS),
        "objects": in_order(),
        "problem": problem,
        "errors": upload_errors(problem),
        "typed": request.POST,
    }
    return render(request, "imports/batches.html", context, status=422 if problem else 200)


def upload_errors(problem: Refused | None, shown: Container[str] = ("object", "snapshot_day")) -> dict[str, str]:
    """The sentence at the field that caused it: at the file, unless it names another field of the form."""
    if problem is None:
        return {}
    named = {name: problem.message for name in problem.fields if name in shown}
    return named or {"file": problem.message}


def _uploaded(request: HttpRequest) -> ImportBatch:
    files = request.FILES.getlist("file")
    if not files:
        raise Refused("no_files", _("Choose a file first."), fields={"file": _("Choose at least one file.")})
    batch, _job = take_in(
        files,
        by=request.user,
        source=request.POST.get("source", ""),
        object_key=request.POST.get("object", ""),
        mode=_mode(request),
        snapshot_day=request.POST.get("snapshot_day", ""),
    )
    return batch


def _mode(request: HttpRequest) -> str:
    accepted = request.POST.get("mode") == ImportBatch.Mode.ACCEPTED
    return ImportBatch.Mode.ACCEPTED if accepted else ImportBatch.Mode.ALL


@require_GET
def batch_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    batch = batch_for(request.user, uid)
    if is_fragment(request):
        return _progress(request, batch)
    return render(request, "imports/batch.html", wizard(request, batch))


def _progress(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """What the page asks for every second while a job runs."""
    job = job_of(request, batch)
    running = bool(job and job["running"])
    answer = render(request, "web/_job.html", {"job": job, "poll_url": request.path if running else ""})
    if not running:
        header, where = onward(batch, job)
        answer.headers[header] = where
    return answer


@require_POST
def add_file_action(request: HttpRequest, uid: UUID) -> HttpResponse:
    batch = batch_for(request.user, uid, CHECK)
    for file in request.FILES.getlist("file"):
        add_file(batch, file, name=str(file.name), by=request.user, object_key=request.POST.get("object", ""))
    return _checked(request, batch)


@require_POST
def map_columns(request: HttpRequest, uid: UUID, file_uid: UUID) -> HttpResponse:
    """`column-<n>` names the field that column goes to; an empty one is not imported."""
    file = file_for(request.user, uid, file_uid)
    try:
        change_mapping(file, columns=_asked_columns(request, file), by=request.user)
    except Refused as refused:
        return render(request, "imports/batch.html", wizard(request, file.batch, file, refused), status=422)
    return _checked(request, file.batch)


def _asked_columns(request: HttpRequest, file: ImportFile) -> dict[str, int | None]:
    columns: dict[str, int | None] = dict.fromkeys(file.mapping.get("columns", {}))
    for name, field in ((name, str(value)) for name, value in request.POST.items()):
        if name.startswith("column-") and field:
            number = name.removeprefix("column-")
            if columns.get(field) is not None:
                sentence = _("Another column goes to this field already. Choose another.")
                raise Refused("column_twice", sentence, fields={name: sentence})
            columns[field] = int(number) if number.isdigit() else -1
    return columns


@require_POST
def repair_reason(request: HttpRequest, uid: UUID, file_uid: UUID) -> HttpResponse:
    """One press: what the check offers, or what was chosen beside it."""
    file = file_for(request.user, uid, file_uid)
    said = request.POST
    becomes = said.get("becomes") if "becomes" in said else None
    repair(
        file, code=said.get("code", ""), field=said.get("field", ""), value=said.get("value", ""), by=request.user,
        becomes=becomes,
    )  # fmt: skip
    return _checked(request, file.batch)


@require_POST
def check_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _checked(request, batch_for(request.user, uid, CHECK))


@require_POST
def commit_action(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand the commit to a worker; the page then shows how far it is."""
    batch = batch_for(request.user, uid, RUN)
    request_commit(batch, by=request.user, mode=_mode(request) if "mode" in request.POST else "")
    return _back(batch)


@require_POST
def undo_action(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand the undo to a worker; the page then shows how far it is, and at its end what was kept."""
    batch = batch_for(request.user, uid, UNDO)
    request_undo(batch, by=request.user, reason=request.POST.get("reason", ""))
    return HttpResponseRedirect(reverse("imports:batch", args=[batch.uid]))


@require_GET
def errors_csv(request: HttpRequest, uid: UUID) -> StreamingHttpResponse:
    """The rows that need somebody: the original columns and the reason."""
    return error_file(batch_for(request.user, uid))


def _checked(request: HttpRequest, batch: ImportBatch) -> HttpResponseRedirect:
    request_check(batch, by=request.user)
    return _back(batch)


def _back(batch: ImportBatch) -> HttpResponseRedirect:
    """A repair pressed on Start's page comes back to it."""
    page = "start_proposals" if "start" in batch.options and batch.is_changeable else "batch"
    return HttpResponseRedirect(reverse(f"imports:{page}", args=[batch.uid]))
