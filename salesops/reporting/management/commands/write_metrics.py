"""`python manage.py write_metrics > docs/metrics.md`."""

from typing import Any

from django.core.management.base import BaseCommand

from salesops.reporting.catalogue import page


class Command(BaseCommand):
    help = "Print the page of all metrics."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page())
