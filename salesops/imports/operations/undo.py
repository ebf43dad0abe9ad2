"""Undoing a committed batch: its own right, one operation, and a report of what was kept and why."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.imports.models import ExternalId, ImportBatch
from salesops.imports.registry import Undone, in_order
from salesops.imports.start import steps
from salesops.kernel.errors import Refused


def undo_batch(batch: ImportBatch, *, by: Any, reason: str = "") -> Undone:
    """Supersede the batch's history, take its other rows back. What somebody changed since is kept and listed.

    Raises Refused `not_committed`.
    """
    report = Undone()
    with operation(by=by, source="import", reason=reason) as op:
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.COMMITTED:
            raise Refused("not_committed", _("Only an import that was committed can be undone."))
        if "start" in batch.options:
            for step in reversed(steps()):
                if step.undo is not None:
                    step.undo(batch, by)
        for importer in reversed(in_order()):
            if batch.records.exists():
                importer.undo(batch, op, report)
        ExternalId.objects.filter(batch=batch).delete()
        batch.state = ImportBatch.State.UNDONE
        batch.undone_at, batch.undone_by = timezone.now(), by
        batch.row_version += 1
        batch.save()
        record("import.undo", by=by, of=batch, after=asdict(report), reason=reason, batch_id=batch.pk)
    return report
