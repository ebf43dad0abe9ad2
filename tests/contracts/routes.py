"""Every route of the site, found in the resolver."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def named_routes() -> list[str]:
    """Names with their namespaces, each once; a route without a name shows as its pattern in angle brackets."""
    return sorted(set(_walk(get_resolver().url_patterns, "", "")))


def _walk(patterns: list[Any], space: str, path: str) -> Iterator[str]:
    for item in patterns:
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from _walk(item.url_patterns, inner, f"{path}{item.pattern}")
        elif isinstance(item, URLPattern):
            yield f"{space}{item.name}" if item.name else f"<{path}{item.pattern}>"
