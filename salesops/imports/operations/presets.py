"""A batch that starts with what is known of its source."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from salesops.db.operation import operation
from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import request_check
from salesops.imports.operations.upload import add_file, start_batch
from salesops.imports.presets import PRESETS
from salesops.jobs.models import Job


def start_from_preset(
    source: str,
    *,
    by: Any,
    mode: str = ImportBatch.Mode.ALL,
    history_from: datetime | None = None,
    snapshot_day: str = "",
    **options: Any,
) -> ImportBatch:
    """Known sources bring their options; `options` given here win. snapshot_day: the day a dated file shows."""
    preset = PRESETS.get(source)
    chosen = {**(preset.options if preset else {}), **options}
    if snapshot_day:
        chosen["snapshot_day"] = snapshot_day
    with operation(by=by):
        batch = start_batch(by=by, source=preset.source if preset else source, mode=mode, options=chosen)
        batch.history_from = history_from
        batch.save(update_fields=["history_from"])
        return batch


def take_in(
    files: Iterable[Any], *, by: Any, source: str, object_key: str = "", **started: Any
) -> tuple[ImportBatch, Job | None]:
    """Uploaded files as one checked batch, or one that the job will check; one unreadable file leaves no batch behind.

    files: open binary files with a `name`. Raises what `add_file` and `request_check` raise.
    """
    with operation(by=by):
        batch = start_from_preset(source or "file", by=by, **started)
        for file in files:
            add_file(batch, file, name=str(file.name), by=by, object_key=object_key)
        return batch, request_check(batch, by=by)
