"""What limps when work stands still: for /readyz (platform.md 5.4)."""

import time
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from salesops.jobs.queries import oldest_due

# The sweep comes every ten seconds; work that is due is taken within it.
LATE = timedelta(seconds=60)
SWEPT = "jobs.swept_at"


def sweep_seen() -> None:
    """A worker took the sweep: beat, broker and worker are alive together. A cache that is away is told apart."""
    try:
        cache.set(SWEPT, int(time.time()), timeout=None)
    except (RedisError, OSError):
        return


def workers_problem() -> str | None:
    try:
        swept_at = cache.get(SWEPT)
    except (RedisError, OSError):
        return None
    if swept_at is None:
        return "no worker has swept yet"
    silent = int(time.time()) - swept_at
    return f"no sweep for {silent} s" if silent > LATE.total_seconds() else None


def due_problem() -> str | None:
    now = timezone.now()
    since = oldest_due(now)
    if since is None or now - since <= LATE:
        return None
    return f"oldest due job waits for {int((now - since).total_seconds())} s"
