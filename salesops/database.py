"""Database settings from one address, with the limits of the process that will use them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Commands that change the schema run as the role that owns the tables.
OWNER_COMMANDS = frozenset({"migrate", "pgtrigger"})
# Milliseconds, as PostgreSQL reads them. A page must give up long before its reader does; a job has its queue's limit.
WEB_LIMITS = {"statement_timeout": 10_000, "lock_timeout": 5_000, "idle_in_transaction_session_timeout": 30_000}
TASK_LIMITS = {"statement_timeout": 0, "lock_timeout": 5_000, "idle_in_transaction_session_timeout": 900_000}
OWNER_LIMITS = {"statement_timeout": 0, "lock_timeout": 2_000, "idle_in_transaction_session_timeout": 0}
# django-pgtrigger asks this setting for each row. Unset, the question fails, and taking the failure back walks through
# every foreign key still to be checked: 2 ms a row in a large import, 0.02 ms with it.
NO_TRIGGER_IGNORED = {"pgtrigger.ignore": "{}"}
# Pages lie in memory or on an SSD. By the default of a turning disk, 4, the past is read by walking the whole log.
PLANNED_FOR = {"random_page_cost": "1.1"}


def database(address: str, limits: dict[str, int]) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?option=value`.

    `host` among the options is a socket directory, as libpq reads it.
    """
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("Settings: DATABASE_URL names no database.")
    session = " ".join(f"-c {key}={value}" for key, value in {**limits, **NO_TRIGGER_IGNORED, **PLANNED_FOR}.items())
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "salesops", **options, "options": session},
    }


def acts_as_owner(arguments: Sequence[str]) -> bool:
    return _is_command(arguments) and arguments[1] in OWNER_COMMANDS


def limits_for(arguments: Sequence[str]) -> dict[str, int]:
    """Short limits unless this process is known to be a command or a worker: what is new starts out careful."""
    if acts_as_owner(arguments):
        return OWNER_LIMITS
    return TASK_LIMITS if _is_command(arguments) or _is_celery(arguments) else WEB_LIMITS


def _is_command(arguments: Sequence[str]) -> bool:
    return len(arguments) > 1 and Path(arguments[0]).name == "manage.py"


def _is_celery(arguments: Sequence[str]) -> bool:
    """`celery worker` by its script, or `python -m celery worker`."""
    program = Path(arguments[0]) if arguments else Path()
    return program.name == "celery" or program.parts[-2:] == ("celery", "__main__.py")
