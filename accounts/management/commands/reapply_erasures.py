"""`manage.py reapply_erasures`: after a restore from a backup, erase again whoever was erased since it was made."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.operations.erasing import reapply


class Command(BaseCommand):
    help = "Erase again everybody who was erased before and is back, as jobs; run it before anybody signs in."

    def handle(self, *args: Any, **options: Any) -> None:
        requests = reapply()
        self.stdout.write(f"{len(requests)} people are being erased again.")
