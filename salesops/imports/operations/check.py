"""Checking a batch: the same function runs before the preview and again inside the commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from salesops.db.operation import operation
from salesops.imports.columns import Columns
from salesops.imports.models import ImportBatch, ImportFile, PlannedRow, Problem, StagedRow
from salesops.imports.operations.upload import lock_changeable, propose_mapping, require_changeable, stage
from salesops.imports.registry import importers, in_order
from salesops.imports.start import findings
from salesops.imports.work import Work
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Refused

CHECK_JOB = "imports.check"
AT_ONCE = 10_000
"""Rows that are checked while somebody waits; more are checked by a job."""
Progress = Callable[[int, int, str], None]
"""Told (rows done, rows in all, what) after each object."""


def check_batch(batch: ImportBatch, *, by: Any, progress: Progress | None = None) -> ImportBatch:
    """Find every problem and what each row would do; nothing of the company's data is written.

    Raises Refused `batch_closed`, `no_files`, `staging_lost`.
    """
    with operation(by=by, source="import"):
        lock_changeable(batch)
        with prepared(batch, progress) as works:
            batch.counts = counts_of(batch, works)
            if "start" in batch.options:
                batch.options["findings"] = findings_of(works)
        batch.state = ImportBatch.State.CHECKED
        batch.checked_at = timezone.now()
        batch.row_version += 1
        batch.save()
    return batch


def request_check(batch: ImportBatch, *, by: Any) -> Job | None:
    """For pages and the API: at once, or by the job that comes back, for a batch of many rows.

    Raises what `check_batch` raises.
    """
    require_changeable(batch)
    if sum(batch.files.values_list("rows", flat=True)) <= AT_ONCE:
        check_batch(batch, by=by)
        return None
    return enqueue(CHECK_JOB, key=str(batch.pk), requested_by=by, batch=batch.pk, by=by.pk)


@contextmanager
def prepared(batch: ImportBatch, progress: Progress | None = None) -> Iterator[list[Work]]:
    """The batch as linked, checked, compared work tables, in the order in which they are written."""
    derive_files(batch)
    works = [
        Work(batch, file, importer)
        for importer in in_order()
        for file in batch.files.all()
        if file.object_key == importer.key
    ]
    if not works:
        raise Refused("no_files", _("This import has no file yet."))
    for work in works:
        _require_staged(work.file)
    files = [work.file.pk for work in works]
    Problem.objects.filter(file__in=files).delete()
    PlannedRow.objects.filter(file_id__in=files).delete()
    done = 0
    for work in works:
        _resolve(work)
        done += work.file.rows
        if progress is not None:
            progress(done, sum(work.file.rows for work in works), str(work.importer.label))
    yield works
    _drop(works)


def _resolve(work: Work) -> None:
    work.build()
    work.check_values()
    _report_file(work)
    work.offer()
    work.importer.resolve(work)
    work.plan()


def _report_file(work: Work) -> None:
    for key, column in work.columns.mapping.items():
        if "day_first" in column and column["day_first"] is None:
            work.problem("day_or_month_first", key, f"{key}_text ~ '^\\s*\\d{{1,2}}[-/.]\\d{{1,2}}[-/.]'")
    ragged = work.file.mapping.get("ragged") or []
    if ragged:
        work.problem("too_many_cells", "", "row_number = ANY(%s)", params=[ragged])
    if work.file.encoding_guessed and not work.file.mapping.get("encoding_confirmed"):
        Problem.objects.create(file=work.file, row_number=0, code="encoding_guessed", value=work.file.encoding)


def _require_staged(file: ImportFile) -> None:
    """Staging is unlogged: a database that crashed has forgotten it, the batch has not."""
    if StagedRow.objects.filter(file_id=file.pk).count() != file.rows:
        raise Refused(
            "staging_lost", _("The rows of “%(name)s” are no longer staged. Upload it again.") % {"name": file.name}
        )


def derive_files(batch: ImportBatch) -> None:
    """Rows of objects that the batch has no file for, from the columns of one it has. An edited one is kept."""
    wanted = set(batch.options.get("make", []))
    for file in list(batch.files.filter(derived_from__isnull=True)):
        importer = importers[file.object_key]
        for derivation in importer.derives:
            if derivation.object_key in wanted and not batch.files.filter(object_key=derivation.object_key).exists():
                made = ImportFile.objects.create(
                    batch=batch,
                    object_key=derivation.object_key,
                    name=file.name,
                    header=list(derivation.header),
                    derived_from=file,
                )
                rows = derivation.rows(Columns(file))
                made.rows = stage(made, enumerate(rows, start=2))
                made.mapping = propose_mapping(made, importers[derivation.object_key])
                made.save()


def _drop(works: list[Work]) -> None:
    """A later check in the same transaction (a test, an import inside another operation) starts afresh."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'"
            " AND (relname LIKE 'work\\_%%' OR relname LIKE 'offer\\_%%')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE "{name}"')


def counts_of(batch: ImportBatch, works: list[Work]) -> dict[str, Any]:
    """By object: create, update, unchanged, blocked, rows; and the number of rows that stop the batch."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for work in works:
            cursor.execute(f"SELECT action, count(*) FROM {work.table} GROUP BY 1")
            found[work.importer.key] = dict(cursor.fetchall()) | {"rows": work.file.rows}
    found["blocked"] = sum(item.get("blocked", 0) for item in found.values() if isinstance(item, dict))
    found["blocked"] += Problem.objects.filter(file__batch=batch, row_number=0, blocking=True).count()
    found["warnings"] = Problem.objects.filter(file__batch=batch, blocking=False).count()
    return found


def findings_of(works: list[Work]) -> list[dict[str, Any]]:
    """What Start shows beside its proposals, asked while the work tables stand."""
    asked = ((findings.get(work.importer.key), work) for work in works)
    return [asdict(finding) for ask, work in asked if ask is not None for finding in ask(work)]
