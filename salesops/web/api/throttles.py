"""Rate limits, counted atomically in Valkey by one script: a fixed window for each asker."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)

# Count and expiry in one step: a process killed between the two would leave a counter that never ends.
COUNT = """
local seen = redis.call('INCR', KEYS[1])
if seen == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {seen, redis.call('PTTL', KEYS[1])}
"""


@dataclass(frozen=True)
class Limit:
    """`requests` in any window of `seconds`."""

    requests: int
    seconds: int


@dataclass(frozen=True)
class Standing:
    """Where an asker stands in the window."""

    limit: Limit
    seen: int
    reset: float

    @property
    def is_over(self) -> bool:
        return self.seen > self.limit.requests

    @property
    def remaining(self) -> int:
        return max(self.limit.requests - self.seen, 0)


@lru_cache(maxsize=1)
def _client(address: str) -> redis.Redis:
    return redis.from_url(address, socket_timeout=0.5, socket_connect_timeout=0.5)


def count(key: str, limit: Limit) -> Standing | None:
    """Count one request. None when Valkey is away: a read then goes on, a sign-in must not."""
    try:
        client = _client(settings.CACHE_URL)
        name = f"{caches['default'].key_prefix}:rate:{key}"
        seen, left = client.eval(COUNT, 1, name, limit.seconds * 1000)
    except (redis.RedisError, OSError) as error:
        logger.warning("rate_limit_uncounted", exc_info=error)
        return None
    return Standing(limit, int(seen), max(int(left), 0) / 1000)


def forget(key: str) -> None:
    """Start a window anew: what was counted led to the right answer. Valkey away: the window ends by itself."""
    try:
        _client(settings.CACHE_URL).delete(f"{caches['default'].key_prefix}:rate:{key}")
    except (redis.RedisError, OSError) as error:
        logger.warning("rate_limit_kept", exc_info=error)


class RequestThrottle(BaseThrottle):
    """Reads and writes are counted apart, for each user, or each address of a stranger."""

    reads = Limit(600, 60)
    writes = Limit(240, 60)

    def __init__(self) -> None:
        self.standing: Standing | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        safe = request.method in ("GET", "HEAD", "OPTIONS")
        limit = getattr(view, "read_limit", self.reads) if safe else getattr(view, "write_limit", self.writes)
        asker = f"user:{request.user.pk}" if request.user and request.user.pk else f"from:{self.get_ident(request)}"
        self.standing = count(f"{'read' if safe else 'write'}:{asker}", limit)
        view.rate_standing = self.standing
        return self.standing is None or not self.standing.is_over

    def wait(self) -> float | None:
        return self.standing.reset if self.standing else None


def headers_of(standing: Standing | None) -> dict[str, str]:
    """The RateLimit header fields; none when nothing was counted."""
    if standing is None:
        return {}
    return {
        "RateLimit-Limit": str(standing.limit.requests),
        "RateLimit-Remaining": str(standing.remaining),
        "RateLimit-Reset": str(int(standing.reset) + 1),
    }
