"""`manage.py import_commit UID`: write a checked batch."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesops.imports.models import ImportBatch
from salesops.imports.operations.commit import commit_batch
from salesops.imports.people import acting
from salesops.kernel.errors import SalesOpsError


class Command(BaseCommand):
    help = "Commit a checked batch."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("uid")
        parser.add_argument("--by", default="", help="e-mail address of who imports")

    def handle(self, *args: Any, uid: str, by: str, **options: Any) -> None:
        try:
            batch = commit_batch(ImportBatch.objects.get(uid=uid), by=acting(by))
        except SalesOpsError as error:
            raise CommandError(f"{error.code}: {error.message}") from error
        self.stdout.write(f"Imported: {batch.uid}")
