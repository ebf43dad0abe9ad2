"""What the palette finds: each app registers a source that searches the records its reader can see."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from salesops.kernel.registry import Registry

SHORTEST = 2
PER_SOURCE = 6


@dataclass(frozen=True)
class Hit:
    """One found record: `Brightwater Logistics`, `$37K won Oct 22`."""

    label: str
    url: str
    note: str = ""
    icon: str = "list"


@dataclass(frozen=True)
class Source:
    """find(request, text, limit) answers from `visible_to(request.user)` only."""

    key: str
    label: str | Promise
    order: int
    find: Callable[[HttpRequest, str, int], list[Hit]]


@dataclass(frozen=True)
class Found:
    key: str
    label: str | Promise
    hits: list[Hit]


sources: Registry[Source] = Registry("search sources")


def search_all(request: HttpRequest, text: str) -> list[Found]:
    """Sources with at least one hit, in their order; nothing for a text shorter than two letters."""
    if len(text) < SHORTEST:
        return []
    asked = sorted(sources, key=lambda source: (source.order, source.key))
    found = [Found(source.key, source.label, source.find(request, text, PER_SOURCE)) for source in asked]
    return [answer for answer in found if answer.hits]
