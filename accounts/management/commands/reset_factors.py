"""`manage.py reset_factors ADDRESS --reason ..`: for the only administrator, who lost all factors."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.operations.factors import reset_factors
from salesops.kernel.errors import SalesOpsError


class Command(BaseCommand):
    help = "Take all second factors of a person away; they are told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, email: str, reason: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        try:
            reset_factors(person, by=None, reason=reason)
        except SalesOpsError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Second factors of {person.name} reset.")
