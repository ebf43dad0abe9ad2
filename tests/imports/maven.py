"""The Maven files, read from the folder beside the project; a checkout without it skips what needs them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import check_batch
from salesops.imports.operations.commit import commit_batch
from salesops.imports.operations.mapping import repair
from salesops.imports.operations.presets import start_from_preset
from salesops.imports.operations.upload import add_file
from salesops.imports.queries import reasons_of

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "data" / "maven_crm"
FILES = ("products.csv", "sales_teams.csv", "accounts.csv", "sales_pipeline.csv")
needs_files = pytest.mark.skipif(not FOLDER.exists(), reason="the sample set lies beside the project, not in it")


def facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "facts.json").read_text(encoding="utf-8"))
    return found


def staged(by: Any, *names: str) -> ImportBatch:
    batch = start_from_preset("maven_crm", by=by)
    for name in names or FILES:
        with (FOLDER / name).open("rb") as stream:
            add_file(batch, stream, name=name, by=by)
    return batch


def repaired(batch: ImportBatch, by: Any) -> ImportBatch:
    """Check, press every offered repair, check again."""
    return repair_all(check_batch(batch, by=by), by)


def repair_all(batch: ImportBatch, by: Any) -> ImportBatch:
    for reason in reasons_of(batch):
        if reason.suggestion:
            repair(reason.file, code=reason.code, field=reason.field, value=reason.value, by=by)
    return check_batch(batch, by=by)


def imported(by: Any) -> ImportBatch:
    return commit_batch(repaired(staged(by), by), by=by)
