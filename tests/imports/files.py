"""Small files that tests write themselves."""

import io
from typing import Any

from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import check_batch
from salesops.imports.operations.commit import commit_batch
from salesops.imports.operations.presets import start_from_preset
from salesops.imports.operations.upload import add_file

HEADER = "Id,Deal Name,Account,Owner,Stage,Amount,Created,Close Date"


def deals(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def staged(by: Any, *files: bytes, **options: Any) -> ImportBatch:
    batch = start_from_preset(options.pop("source", "crm"), by=by, **options)
    for number, content in enumerate(files):
        add_file(batch, io.BytesIO(content), name=f"file{number}.csv", by=by)
    return batch


def checked(by: Any, *files: bytes, **options: Any) -> ImportBatch:
    return check_batch(staged(by, *files, **options), by=by)


def committed(by: Any, *files: bytes, **options: Any) -> ImportBatch:
    return commit_batch(checked(by, *files, **options), by=by)
