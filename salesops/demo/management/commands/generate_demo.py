"""`manage.py generate_demo`: fill an empty database with the demo company."""

import secrets
from datetime import UTC, datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from salesops.demo.company import DOMAIN
from salesops.demo.load import generate


class Command(BaseCommand):
    help = "Fill an empty database with the demo company: the same seed gives the same rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=float, default=0.0, help="1.0 = 2,000 reps; the least is 18 reps")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--until", help="the demo's today, YYYY-MM-DD; default: today")
        parser.add_argument("--password", help="everybody's password; default: a generated one, printed")

    def handle(self, *args: Any, scale: float, seed: int, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("This database has people in it already: the demo company only goes into an empty one.")
        until = timezone.now()
        if options["until"]:
            until = datetime.combine(datetime.fromisoformat(options["until"]), time(23), tzinfo=UTC)
        password = options["password"] or secrets.token_urlsafe(12)
        demo = generate(until=until, seed=seed, scale=scale, password=make_password(password), say=self.stderr.write)
        self.stderr.write(", ".join(f"{count:,} {what}" for what, count in demo.counts.items()))
        for role, user in demo.people.staff.items():
            self.stdout.write(f"{role}: {user.email}")
        self.stdout.write(f"manager: {demo.people.managers['West'].email}")
        reps = [user for user in demo.people.reps if user.is_active]
        self.stdout.write(f"rep: {reps[0].email}")
        self.stdout.write(f"Password for everybody at {DOMAIN}: {password}")
