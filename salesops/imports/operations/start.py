"""Start's writes: take the file, keep the answers, create everything as one batch."""

from typing import IO, Any

from django.db import connection
from django.utils.translation import gettext as _

from salesops.db.operation import operation
from salesops.imports.columns import Columns
from salesops.imports.models import ImportBatch, ImportFile
from salesops.imports.operations.check import Progress, derive_files, request_check
from salesops.imports.operations.commit import commit_batch
from salesops.imports.operations.mapping import tick_rule
from salesops.imports.operations.presets import start_from_preset
from salesops.imports.operations.upload import add_file, lock_changeable, require_changeable
from salesops.imports.start import Proposal, Sheet, StartStep, steps
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Refused
from salesops.kernel.moments import local_day
from salesops.web.organisation import business_time

MADE = ["products", "people", "customers", "stages"]
PROCESS = "Sales"
START_JOB = "imports.start"


def take_deals(stream: IO[bytes], *, name: str, by: Any) -> ImportBatch:
    """One deals file becomes a batch whose people, accounts, products and stages come from its columns."""
    with operation(by=by):
        batch = start_from_preset("start", by=by, make=MADE, process=PROCESS, start={}, top=by.pk, default_process=True)
        file = add_file(batch, stream, name=name, by=by, object_key="deals")
        for rule in ("close_before_created", "closed_without_date"):
            tick_rule(file, rule, by=by)
        return answer(batch, {}, by=by)


def answer(batch: ImportBatch, answers: dict[str, str], *, by: Any, check: bool = True) -> ImportBatch:
    """Keep what was chosen, let the steps prepare what the check needs, and check, unless the creating comes next."""
    with operation(by=by) as op:
        lock_changeable(batch)
        derive_files(batch)
        known = {step.key for step in steps()}
        kept = {**batch.options.get("start", {}), **{key: value for key, value in answers.items() if key in known}}
        batch.options["start"] = kept
        sheet = sheet_of(batch, op.at)
        for step in steps():
            if step.prepare is not None:
                step.prepare(sheet, chosen(step, sheet))
        batch.counts = {}
        batch.save()
        if check:
            request_check(batch, by=by)
        return batch


def change_made(file: ImportFile, changes: dict[int, dict[str, str]], *, by: Any) -> None:
    """Edit rows that were made from a column: row number to {column of ours: value}.

    Raises Refused `not_made` for an uploaded file, `column_unknown`.
    """
    if file.derived_from_id is None:
        raise Refused("not_made", _("Only rows made from a column are edited here."))
    with operation(by=by), connection.cursor() as cursor:
        lock_changeable(file.batch)
        for number, values in changes.items():
            for key, value in values.items():
                if key not in file.header:
                    raise Refused("column_unknown", _("There is no such column."), fields={key: key})
                cursor.execute(
                    "UPDATE imports_stagedrow SET cells[%s] = %s WHERE file_id = %s AND row_number = %s",
                    [file.header.index(key) + 1, value.strip(), file.pk, number],
                )


def request_company(batch: ImportBatch, *, by: Any) -> Job:
    """The same, later, by a worker: for files that take longer than a request may."""
    require_changeable(batch)
    return enqueue(START_JOB, key=str(batch.pk), requested_by=by, batch=batch.pk, by=by.pk)


def create_company(batch: ImportBatch, *, by: Any, progress: Progress | None = None) -> ImportBatch:
    """Settings, rows and what follows from them, in one transaction and one batch: undone as one."""
    with operation(by=by, source="import", batch_id=batch.pk) as op:
        sheet = sheet_of(batch, op.at)
        for step in steps():
            if step.before is not None:
                step.before(sheet, chosen(step, sheet), by)
        batch = commit_batch(batch, by=by, progress=progress)
        sheet = sheet_of(batch, op.at)
        for step in steps():
            if step.after is not None:
                step.after(sheet, chosen(step, sheet), by)
    return batch


def sheet_of(batch: ImportBatch, at: Any) -> Sheet:
    file = batch.files.get(object_key="deals")
    return Sheet(batch, Columns(file), dict(batch.options.get("start", {})), local_day(at, business_time().zone))


def proposals(batch: ImportBatch, at: Any) -> list[tuple[StartStep, Proposal]]:
    sheet = sheet_of(batch, at)
    return [(step, step.propose(sheet)) for step in steps()]


def chosen(step: StartStep, sheet: Sheet) -> str:
    return sheet.answers.get(step.key) or step.propose(sheet).chosen
