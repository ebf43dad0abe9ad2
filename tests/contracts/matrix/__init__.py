"""Who gets what from every route: the lines of the URL x role matrix, one file for each app.

A file holds `ROUTES`, and `OBJECTS` for addresses that name a record:

    OBJECTS = {"deal_of_priya": lambda company: {"uid": company.deal.uid}}
    ROUTES = [
        Route("pipeline:deal", object="deal_of_priya", get=roles(IN, anonymous=OUT, outsider=NONE, peer=NONE)),
        Route("pipeline:move", object="deal_of_priya", post=roles(NO, rep=IN, anonymous=OUT, peer=NONE)),
    ]

A method without a line must never let anybody in. A route without a line fails, and so does a line without a route.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ROLES = (
    "anonymous",
    "outsider",
    "peer",
    "rep",
    "manager",
    "vp",
    "analyst",
    "ops_manager",
    "finance",
    "admin",
    "token",
)
"""outsider: signed in without any role. peer: a rep of another team. token: rep's own, reading only, in a header."""

METHODS = ("get", "post", "put", "patch", "delete")

IN = "in"
"""Through the door: answered, redirected, or told that the input is wrong (400, 409, 413, 415, 422, 428)."""
OUT = "out"
"""Sign in first: 401, or a redirect to the sign-in page."""
NO = "no"
"""In scope, not allowed: 403."""
NONE = "none"
"""There is no such record for this person: 404."""
METHOD = "method"
"""Nobody can do this here: 405."""

Expected = Mapping[str, str]


def roles(default: str, **others: str) -> Expected:
    """What each role gets: `default`, unless it is named. `roles(IN, anonymous=OUT)`."""
    unknown = others.keys() - set(ROLES)
    if unknown:
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")
    return {role: others.get(role, default) for role in ROLES}


EVERYBODY = roles(IN)
SIGNED_IN = roles(IN, anonymous=OUT, token=OUT)
"""A page for whoever is signed in: a token opens no page."""


@dataclass(frozen=True)
class Route:
    """One line. `body` is what a write sends: a form for a page, JSON for the API."""

    name: str
    object: str = ""
    get: Expected | None = None
    post: Expected | None = None
    put: Expected | None = None
    patch: Expected | None = None
    delete: Expected | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""


Finder = Callable[[Any], dict[str, Any]]


def lines() -> tuple[list[Route], dict[str, Finder]]:
    """Every line and every object of the files beside this one."""
    found: list[Route] = []
    objects: dict[str, Finder] = {}
    for module in pkgutil.iter_modules(__path__):
        part = importlib.import_module(f"{__name__}.{module.name}")
        found += part.ROUTES
        objects |= getattr(part, "OBJECTS", {})
    return found, objects
