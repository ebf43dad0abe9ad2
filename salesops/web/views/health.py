"""For whoever watches the processes: is this one alive, can it serve, what limps."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from salesops.kernel.registry import Registry

# A check returns what is wrong in a few words, or None. Apps add theirs in apps.py: workers, due jobs, late feeds.
HealthCheck = Callable[[], str | None]
degradations: Registry[HealthCheck] = Registry("degradations")


def health_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers before anything looks at the host name or the scheme: a probe speaks plain HTTP to an address."""
    views = {"/healthz": healthz, "/readyz": readyz}

    def middleware(request: HttpRequest) -> HttpResponse:
        view = views.get(request.path_info)
        return view(request) if view else get_response(request)

    return middleware


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers; nothing else is asked, so that an outage of the database restarts nobody."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, with `degraded` naming what they do without; else 503 with the reason."""
    problem = database_problem()
    if problem:
        return JsonResponse({"status": "unavailable", "reason": problem}, status=503, headers={"Retry-After": "5"})
    degraded = {name: text for name, text in _degraded() if text}
    return JsonResponse({"status": "degraded" if degraded else "ok", "degraded": degraded})


def database_problem() -> str | None:
    try:
        executor = MigrationExecutor(connection)
        unapplied = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "database away"
    return f"{len(unapplied)} migrations not applied" if unapplied else None


def cache_problem() -> str | None:
    try:
        cache.get("readyz")
    except (RedisError, OSError):
        return "away"
    return None


def _degraded() -> list[tuple[str, str | None]]:
    return [("cache", cache_problem()), *((name, degradations[name]()) for name in degradations.keys())]  # noqa: SIM118
