"""Committing a batch: checked again, then written as one operation, or not at all."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import Progress, counts_of, prepared
from salesops.imports.operations.mapping import save_confirmed
from salesops.imports.operations.statistics import refresh_statistics
from salesops.imports.operations.upload import lock_changeable, require_changeable
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Refused

COMMIT_JOB = "imports.commit"


def commit_batch(batch: ImportBatch, *, by: Any, progress: Progress | None = None) -> ImportBatch:
    """Write what the check decided, after checking again: what changed since the preview is seen here.

    Mode `all`: one blocked row stops everything. Mode `accepted`: blocked rows stay staged. One transaction: killed
    anywhere, nothing of it stands. Raises Refused `batch_closed`, `rows_blocked`, `changed_since_preview`.
    """
    say = progress or (lambda done, total, text: None)
    with operation(by=by, source="import", batch_id=batch.pk) as op:
        lock_changeable(batch)
        if batch.history_from is None:
            batch.history_from = op.at
        with prepared(batch) as works:
            seen, batch.counts = batch.counts, counts_of(batch, works)
            _require_clean(batch, seen)
            total = sum(work.file.rows for work in works)
            done = 0
            say(done, total, str(_("Checked again")))
            for work in works:
                work.importer.write(work, op)
                done += work.file.rows
                say(done, total, str(work.importer.label))
        batch.state = ImportBatch.State.COMMITTED
        batch.committed_at, batch.committed_by = timezone.now(), by
        batch.row_version += 1
        batch.save()
        save_confirmed(batch, by=by)
        record("import.commit", by=by, of=batch, after=batch.counts, batch_id=batch.pk)
        refresh_statistics()
    return batch


def _require_clean(batch: ImportBatch, seen: dict[str, Any]) -> None:
    blocked = batch.counts["blocked"]
    if batch.mode == ImportBatch.Mode.ALL and blocked:
        raise Refused("rows_blocked", _("%(count)s rows need you before anything is written.") % {"count": blocked})
    if seen and seen != batch.counts:
        raise Refused("changed_since_preview", _("The records changed after the preview. Check again, then import."))


def request_commit(batch: ImportBatch, *, by: Any, mode: str = "") -> Job:
    """The same, later, by a worker: for pages and the API. mode: another than the batch was started with.

    Raises Refused `batch_closed`, `not_checked`.
    """
    require_changeable(batch)
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused("not_checked", _("This import is still being checked. Look at what it would do first."))
    if mode and mode != batch.mode:
        with operation(by=by):
            lock_changeable(batch)
            record("import.mode", by=by, of=batch, before={"mode": batch.mode}, after={"mode": mode})
            batch.mode = mode
            batch.row_version += 1
            batch.save(update_fields=["mode", "row_version"])
    return enqueue(COMMIT_JOB, key=str(batch.pk), requested_by=by, batch=batch.pk, by=by.pk)
