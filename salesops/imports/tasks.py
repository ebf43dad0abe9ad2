"""The jobs of imports: an id in, one operation called."""

from typing import Any

from django.contrib.auth import get_user_model

from salesops.imports.models import ImportBatch
from salesops.imports.operations.commit import COMMIT_JOB, commit_batch
from salesops.imports.operations.start import START_JOB, create_company
from salesops.kernel.jobs import Run, job


@job(COMMIT_JOB, queue="bulk")
def commit(run: Run, batch: int, by: int) -> dict[str, Any]:
    """A second attempt after the first one's commit finds the batch imported and changes nothing."""
    found = ImportBatch.objects.get(pk=batch)
    if found.state == ImportBatch.State.COMMITTED:
        return dict(found.counts)
    person = get_user_model()._default_manager.get(pk=by)
    return dict(commit_batch(found, by=person, progress=run.progress).counts)


@job(START_JOB, queue="bulk")
def start(run: Run, batch: int, by: int) -> dict[str, Any]:
    """Start's one press for a large file. Run twice, the second finds the company created."""
    found = ImportBatch.objects.get(pk=batch)
    if found.state == ImportBatch.State.COMMITTED:
        return dict(found.counts)
    person = get_user_model()._default_manager.get(pk=by)
    return dict(create_company(found, by=person, progress=run.progress).counts)
