"""`manage.py import_undo UID`: take a committed batch back and print what was kept."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesops.imports.models import ImportBatch
from salesops.imports.operations.undo import undo_batch
from salesops.imports.people import acting
from salesops.kernel.errors import SalesOpsError


class Command(BaseCommand):
    help = "Undo a committed batch."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("uid")
        parser.add_argument("--by", default="", help="e-mail address of who undoes it")
        parser.add_argument("--reason", default="")

    def handle(self, *args: Any, uid: str, by: str, reason: str, **options: Any) -> None:
        try:
            report = undo_batch(ImportBatch.objects.get(uid=uid), by=acting(by), reason=reason)
        except SalesOpsError as error:
            raise CommandError(f"{error.code}: {error.message}") from error
        self.stdout.write(f"removed {report.removed}, restored {report.restored}, archived {report.archived}")
        for name, why in report.kept:
            self.stdout.write(f"kept: {name} ({why})")
