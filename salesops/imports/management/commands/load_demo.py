"""`manage.py load_demo maven FOLDER`: one of the sample sets, from its files, through the one import path.

The files are not part of the product (their licences are not stated), so the folder that holds them is named.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesops.imports.operations.check import check_batch
from salesops.imports.operations.commit import commit_batch
from salesops.imports.operations.mapping import repair
from salesops.imports.operations.presets import start_from_preset
from salesops.imports.operations.upload import add_file
from salesops.imports.people import acting
from salesops.imports.queries import reasons_of
from salesops.kernel.errors import SalesOpsError

SETS = {
    "maven": ("maven_crm", ("products.csv", "sales_teams.csv", "accounts.csv", "sales_pipeline.csv")),
    "salesforce": ("salesforce", ("Account.csv", "Opportunity.csv")),
}
"""Name: (preset, files)."""


class Command(BaseCommand):
    help = "Load a sample set: maven, salesforce."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("set", choices=sorted(SETS))
        parser.add_argument("folder", type=Path)
        parser.add_argument("--by", default="", help="e-mail address of who imports")

    def handle(self, *args: Any, folder: Path, by: str, **options: Any) -> None:
        preset, files = SETS[options["set"]]
        missing = [name for name in files if not (folder / name).exists()]
        if missing:
            raise CommandError(f"{folder} lacks {', '.join(missing)}.")
        person = acting(by)
        try:
            batch = start_from_preset(preset, by=person)
            for name in files:
                with (folder / name).open("rb") as stream:
                    add_file(batch, stream, name=name, by=person)
            batch = check_batch(batch, by=person)
            for reason in reasons_of(batch):
                self.stdout.write(f"{reason.rows:>6} {reason.sentence}")
                if reason.suggestion:
                    repair(reason.file, code=reason.code, field=reason.field, value=reason.value, by=person)
            batch = commit_batch(check_batch(batch, by=person), by=person)
        except SalesOpsError as error:
            raise CommandError(f"{error.code}: {error.message}") from error
        for key, counts in batch.counts.items():
            self.stdout.write(f"{key}: {counts}")
        self.stdout.write(f"Imported: {batch.uid}")
