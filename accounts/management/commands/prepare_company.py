"""`manage.py prepare_company --company demo|own`: what an empty database gets. Any other stays as it is.

Standard output is what the launcher shows and keeps in `.state/first-login.txt`: nothing when nothing was done.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from accounts.operations.first_company import is_prepared, prepare_own_company


class Command(BaseCommand):
    help = "Give an empty database its organisation and the first sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--company", choices=["demo", "own"], required=True)
        parser.add_argument("--email", default="admin@example.com", help="the administrator's address")

    def handle(self, *args: Any, company: str, email: str, **options: Any) -> None:
        if is_prepared():
            return
        if company == "demo":
            # By name: the demo fills every app, so it stands above them all.
            call_command("generate_demo", stdout=self.stdout, stderr=self.stderr)
            return
        first = prepare_own_company(
            time_zone=settings.ORG_TIME_ZONE,
            currency=settings.ORG_CURRENCY,
            fiscal_start_month=settings.FISCAL_START_MONTH,
            email=email,
        )
        self.stdout.write(f"Administrator: {first.email}\nPassword: {first.password}")
