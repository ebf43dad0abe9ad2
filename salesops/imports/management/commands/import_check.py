"""`manage.py import_check UID`: check a staged batch again and print what each row would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import check_batch
from salesops.imports.people import acting
from salesops.imports.queries import reasons_of
from salesops.kernel.errors import SalesOpsError


class Command(BaseCommand):
    help = "Check a batch of files again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("uid")
        parser.add_argument("--by", default="", help="e-mail address of who checks")

    def handle(self, *args: Any, uid: str, by: str, **options: Any) -> None:
        try:
            batch = check_batch(ImportBatch.objects.get(uid=uid), by=acting(by))
        except SalesOpsError as error:
            raise CommandError(f"{error.code}: {error.message}") from error
        for key, counts in batch.counts.items():
            self.stdout.write(f"{key}: {counts}")
        for reason in reasons_of(batch):
            self.stdout.write(f"{reason.rows:>6} {reason.sentence} (row {reason.first_row})")
