"""The application never works as a superuser: that role passes every constraint of rights and every policy."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper


def refuse_superuser(sender: type[BaseDatabaseWrapper], connection: Any, **kwargs: Any) -> None:
    """On each new connection; PostgreSQL reports it unasked, so this costs no query."""
    if connection.vendor == "postgresql" and connection.connection.get_parameter_status("is_superuser") == "on":
        connection.close()
        raise ImproperlyConfigured(
            f"DATABASE_URL signs in as the superuser {connection.settings_dict['USER']}. Give the application a role of"
            " its own; docs/operating/database.md has the statements."
        )
