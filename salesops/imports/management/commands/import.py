"""`manage.py import FILE.. --source NAME`: stage and check files as one batch, and commit it when nothing needs you.

Prints the batch's id, what each object would do, and every reason with its rows; exit code 1 when rows are blocked.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_datetime

from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import check_batch
from salesops.imports.operations.commit import commit_batch
from salesops.imports.operations.mapping import repair
from salesops.imports.operations.presets import start_from_preset
from salesops.imports.operations.upload import add_file
from salesops.imports.people import acting
from salesops.imports.presets import PRESETS
from salesops.imports.queries import reasons_of
from salesops.kernel.errors import SalesOpsError


class Command(BaseCommand):
    help = "Import files as one batch through the same operations as the page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="FILE, or OBJECT=FILE where the header does not say")
        parser.add_argument("--source", default="file", help=f"whose ids these are; known: {', '.join(PRESETS)}")
        parser.add_argument("--by", default="", help="e-mail address of who imports")
        parser.add_argument("--history-from", default="", help="where deals without any date begin, ISO with offset")
        parser.add_argument("--snapshot-day", default="", help="the day this file shows: YYYY-MM-DD")
        parser.add_argument("--repair", action="store_true", help="take every suggestion, after printing it")
        parser.add_argument("--accepted", action="store_true", help="import what can be, leave the rest staged")
        parser.add_argument("--check-only", action="store_true")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        by = acting(options["by"])
        try:
            batch = self._staged(files, by, options)
            batch = check_batch(batch, by=by)
            self._say(batch)
            if options["repair"] and self._repair(batch, by):
                batch = check_batch(batch, by=by)
                self._say(batch)
            if options["check_only"]:
                return
            batch = commit_batch(batch, by=by, progress=lambda done, total, text: self.stdout.write(f"  {text}"))
        except SalesOpsError as error:
            raise CommandError(f"{error.code}: {error.message}") from error
        self.stdout.write(f"Imported: {batch.uid}")

    def _staged(self, files: list[Path], by: Any, options: dict[str, Any]) -> ImportBatch:
        batch = start_from_preset(
            options["source"],
            by=by,
            mode=ImportBatch.Mode.ACCEPTED if options["accepted"] else ImportBatch.Mode.ALL,
            history_from=parse_datetime(options["history_from"]) if options["history_from"] else None,
            snapshot_day=options["snapshot_day"],
        )
        for name in files:
            object_key, _sign, path = str(name).rpartition("=")
            with Path(path).open("rb") as stream:
                add_file(batch, stream, name=Path(path).name, by=by, object_key=object_key)
        return batch

    def _say(self, batch: ImportBatch) -> None:
        self.stdout.write(f"Batch {batch.uid}")
        for key, counts in batch.counts.items():
            self.stdout.write(f"  {key}: {counts}")
        for reason in reasons_of(batch):
            self.stdout.write(f"  {reason.rows:>6} {reason.sentence} (row {reason.first_row})")

    def _repair(self, batch: ImportBatch, by: Any) -> int:
        done = 0
        for reason in reasons_of(batch):
            if reason.suggestion:
                repair(reason.file, code=reason.code, field=reason.field, value=reason.value, by=by)
                done += 1
        return done
