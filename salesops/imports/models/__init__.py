"""One import: its files, staged rows, problems, what it will do, and what it did. One file an aggregate."""

from salesops.imports.models.batches import BatchRecord, ExternalId, ImportBatch, ImportFile
from salesops.imports.models.mappings import SavedMapping
from salesops.imports.models.staging import PlannedRow, Problem, StagedRow

__all__ = [
    "BatchRecord",
    "ExternalId",
    "ImportBatch",
    "ImportFile",
    "PlannedRow",
    "Problem",
    "SavedMapping",
    "StagedRow",
]
