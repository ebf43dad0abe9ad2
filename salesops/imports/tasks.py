"""The jobs of imports: an id in, one operation called."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import CHECK_JOB, check_batch
from salesops.imports.operations.commit import COMMIT_JOB, commit_batch
from salesops.imports.operations.start import START_JOB, create_company
from salesops.imports.operations.undo import UNDO_JOB, undo_batch
from salesops.kernel.jobs import Run, job


@job(CHECK_JOB, queue="bulk", label=_("Check of an import"))
def check(run: Run, batch: int, by: int) -> dict[str, Any]:
    """Run twice it finds the same."""
    person = get_user_model()._default_manager.get(pk=by)
    return dict(check_batch(ImportBatch.objects.get(pk=batch), by=person, progress=run.progress).counts)


@job(COMMIT_JOB, queue="bulk", label=_("Import"))
def commit(run: Run, batch: int, by: int) -> dict[str, Any]:
    """A second attempt after the first one's commit finds the batch imported and changes nothing."""
    found = ImportBatch.objects.get(pk=batch)
    if found.state == ImportBatch.State.COMMITTED:
        return dict(found.counts)
    person = get_user_model()._default_manager.get(pk=by)
    return dict(commit_batch(found, by=person, progress=run.progress).counts)


@job(UNDO_JOB, queue="bulk", label=_("Undo of an import"))
def undo(run: Run, batch: int, by: int, reason: str) -> dict[str, Any]:
    """A second attempt after the first one's commit finds the batch undone and changes nothing."""
    found = ImportBatch.objects.get(pk=batch)
    if found.state != ImportBatch.State.UNDONE:
        person = get_user_model()._default_manager.get(pk=by)
        undo_batch(found, by=person, reason=reason, progress=run.progress)
        found.refresh_from_db()
    return dict(found.options["undone"])


@job(START_JOB, queue="bulk", label=_("Set up the company"))
def start(run: Run, batch: int, by: int) -> dict[str, Any]:
    """Start's one press for a large file. Run twice, the second finds the company created."""
    found = ImportBatch.objects.get(pk=batch)
    if found.state == ImportBatch.State.COMMITTED:
        return dict(found.counts)
    person = get_user_model()._default_manager.get(pk=by)
    return dict(create_company(found, by=person, progress=run.progress).counts)
