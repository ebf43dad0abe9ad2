"""Who acts when a command is run from a terminal."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError


def acting(email: str) -> Any:
    """The person with this address, None (the system) without one. Raises CommandError for an unknown address."""
    if not email:
        return None
    found = get_user_model()._default_manager.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody has the address {email}.")
    return found
