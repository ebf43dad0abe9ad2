"""A worker's Celery app that knows the jobs of the tests, with claims of seconds instead of half a minute."""

from salesops.kernel.jobs import HARD_LIMITS

HARD_LIMITS["interactive"] = 3

import django  # noqa: E402

django.setup()

from salesops.celery import app  # noqa: E402
from tests.jobs import work  # noqa: E402

__all__ = ["app", "work"]
