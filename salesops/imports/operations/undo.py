"""Undoing a committed batch: its own right, one operation, and a report of what was kept and why."""

from dataclasses import asdict
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.imports.models import ExternalId, ImportBatch
from salesops.imports.operations.check import Progress
from salesops.imports.operations.statistics import refresh_statistics
from salesops.imports.registry import Undone, in_order
from salesops.imports.start import steps
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Refused

UNDO_JOB = "imports.undo"


def undo_batch(batch: ImportBatch, *, by: Any, reason: str = "", progress: Progress | None = None) -> Undone:
    """Supersede the batch's history, take its other rows back. What somebody changed since is kept and listed.

    Raises Refused `not_committed`.
    """
    report = Undone()
    with operation(by=by, source="import", reason=reason) as op:
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        _require_committed(batch)
        if "start" in batch.options:
            for step in reversed(steps()):
                if step.undo is not None:
                    step.undo(batch, by)
        kinds = dict(batch.records.order_by().values_list("kind").annotate(n=Count("pk")))
        done, total = 0, sum(kinds.get(importer.makes, 0) for importer in in_order())
        for importer in reversed(in_order()):
            if kinds:
                importer.undo(batch, op, report)
            done += kinds.get(importer.makes, 0)
            if progress is not None:
                progress(done, total, str(importer.label))
        ExternalId.objects.filter(batch=batch).delete()
        batch.state = ImportBatch.State.UNDONE
        batch.undone_at, batch.undone_by = timezone.now(), by
        batch.options["undone"] = asdict(report)
        batch.row_version += 1
        batch.save()
        record("import.undo", by=by, of=batch, after=asdict(report), reason=reason, batch_id=batch.pk)
        refresh_statistics()
    return report


def request_undo(batch: ImportBatch, *, by: Any, reason: str = "") -> Job:
    """The same, later, by a worker: for pages and the API. Raises Refused `not_committed`."""
    batch.refresh_from_db(fields=["state"])
    _require_committed(batch)
    return enqueue(UNDO_JOB, key=str(batch.pk), requested_by=by, batch=batch.pk, by=by.pk, reason=reason)


def _require_committed(batch: ImportBatch) -> None:
    if batch.state != ImportBatch.State.COMMITTED:
        raise Refused("not_committed", _("Only an import that was committed can be undone."))
