"""Files of more rows than a page answers at once: a job asks the very page again, as its requester, without the limit.

So the file has the rows, columns and order of the page, through the same door; what its requester may no longer see
when the job runs is not in it.
"""

import hashlib
import os
import uuid
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import urlsplit

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from salesops.jobs.models import Job, JobFile
from salesops.jobs.operations import enqueue
from salesops.kernel.acts import record_act
from salesops.kernel.errors import Forbidden, NotFound
from salesops.kernel.jobs import Run
from salesops.web.errors import NotUnderstood
from salesops.web.export import Exporting

KEPT = timedelta(days=7)
LONGEST_ADDRESS = 4_000
EXPORT = "jobs.export"
FOLDER = "exports"
# A file without a row belongs to an export that is still writing, or to one that was killed.
ORPHANED = timedelta(days=1)


def request_export(address: str, *, by: Any) -> Job:
    """A job that writes the file of the list at `address`; the one that waits for the same is returned.

    Raises as the page does when its file is asked for, Forbidden `own_only` for
    who acts for somebody, NotUnderstood `not_exportable` for a page without one.
    """
    if getattr(by, "acting", None):
        raise Forbidden(_("A file is made for yourself: stop acting for somebody first."), "own_only")
    found = look(address, by=by)
    key = f"{by.pk}:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    with transaction.atomic():
        job = enqueue(EXPORT, key=key, requested_by=by, address=address, title=found.title)
        record_act("export.requested", by=by, of=job, after={"title": found.title, "rows": found.rows})
    return job


def look(address: str, *, by: Any) -> Exporting:
    """What the file would be: its title, name and rows; nothing is written."""
    return ask_page(address, Exporting(), by=by)


def write_export(run: Run, address: str) -> dict[str, Any]:
    """The file of the list at `address` as the requester sees it now, kept for them. Raises as the page does."""
    job = Job.objects.select_related("requested_by").get(uid=run.uid)
    by = job.requested_by
    if by is None or not by.is_active:
        raise Forbidden(_("Whoever asked for this file no longer works here."))
    with TemporaryFile() as out:
        found = ask_page(address, Exporting(out, run.progress), by=by)
        kept = _keep(job, found, out)
    return {"rows": kept.rows, "bytes": kept.size}


def _keep(job: Job, found: Exporting, out: IO[bytes]) -> JobFile:
    size = out.seek(0, os.SEEK_END)
    out.seek(0)
    return JobFile.objects.create(
        job=job,
        name=found.name,
        content_type=found.content_type,
        content=File(out, name=uuid.uuid4().hex),
        rows=found.rows or 0,
        size=size,
        expires_at=timezone.now() + KEPT,
    )


def ask_page(address: str, exporting: Exporting, *, by: Any) -> Exporting:
    """Call the view of `address` as `by`, and return what it filled in."""
    request = _request_of(address, by=by, now=timezone.now())
    try:
        match = resolve(request.path_info)
    except Resolver404 as error:
        raise NotFound() from error
    request.resolver_match = match
    request.exporting = exporting  # type: ignore[attr-defined]
    match.func(request, *match.args, **match.kwargs)
    if exporting.rows is None:
        raise _not_exportable()
    return exporting


def forget_files() -> int:
    """Files past their week, rows and contents, and contents whose job was killed. Returns how many went."""
    gone = 0
    for file in JobFile.objects.filter(expires_at__lt=Now()):
        file.content.delete(save=False)
        file.delete()
        gone += 1
    return gone + _forget_orphans()


def _forget_orphans() -> int:
    if not default_storage.exists(FOLDER):
        return 0
    names = {f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]}
    before, gone = timezone.now() - ORPHANED, 0
    for name in names - set(JobFile.objects.values_list("content", flat=True)):
        if default_storage.get_modified_time(name) < before:
            default_storage.delete(name)
            gone += 1
    return gone


def _request_of(address: str, *, by: Any, now: datetime) -> HttpRequest:
    """A GET as the middleware leaves it, without a session: lists read, and what writes takes a POST."""
    parts = urlsplit(address)
    if len(address) > LONGEST_ADDRESS or parts.scheme or parts.netloc or not parts.path.startswith("/"):
        raise _not_exportable()
    if parts.path.startswith("/api/") or "\x00" in address:
        raise _not_exportable()
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", parts.path, parts.path
    request.META = {"QUERY_STRING": parts.query, "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.GET = QueryDict(parts.query)
    request.user = by
    request.now, request.request_id = now, uuid.uuid4().hex  # type: ignore[attr-defined]
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def _not_exportable() -> NotUnderstood:
    sentence = _("There is no list with a file at this address.")
    return NotUnderstood("not_exportable", sentence, fields={"address": sentence})
