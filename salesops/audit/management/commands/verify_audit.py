"""`manage.py verify_audit`: do sealed tables still hold what was sealed? If not: the first wrong row, exit code 1."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from salesops.audit.seal import Head, kept_head, sealed_tables, verify


class Command(BaseCommand):
    help = "Compare the sealed tables with their seals and with the head kept outside the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", help="hash of the newest seal from your own records, instead of the kept file")
        parser.add_argument("--table", default="", help="one table; all of them without it")

    def handle(self, *args: Any, **options: Any) -> None:
        tables = [options["table"]] if options["table"] else sealed_tables()
        for table in tables:
            head = Head(table, 0, options["head"]) if options["head"] else kept_head(table)
            finding = verify(table, head=head)
            if finding:
                raise CommandError(str(finding))
            self.stdout.write(f"{table}: as sealed")
