"""Every route and method x every role: who gets in, and that nobody else does (platform.md 4, main proof)."""

from collections import Counter
from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.contracts.matrix import IN, METHODS, ROLES, Route, lines, roles
from tests.contracts.people import People
from tests.contracts.routes import named_routes
from tests.contracts.walking import FRAMED, ask, frame, outcome, people
from tests.tier import IS_LONG

__all__ = ["frame", "people"]

LINES, OBJECTS = lines()
CELLS: Counter[str] = Counter()
FEW = ("anonymous", "ops_manager", "admin")
"""Who is asked about a method that a route does not have; everybody is under `make gates`."""


def cells(line: Route, url: str, people: People) -> Iterator[tuple[str, str, str, str]]:
    """Method, role, expected, found; each request is rolled back, so that no cell sees another's write."""
    for method in METHODS:
        expected = getattr(line, method)
        for role in ROLES if expected or IS_LONG else FEW:
            client = people.client(role)
            cookies = copy(client.cookies)
            with transaction.atomic():
                found = outcome(ask(client, line, method, url))
                transaction.set_rollback(True)
            # The session's row came back by the rollback; signing out also took the cookie.
            client.cookies = cookies
            CELLS[line.name] += 1
            yield method, role, expected[role] if expected else "not in", found


def is_as_expected(expected: str, found: str) -> bool:
    return found in ("out", "no", "none", "method") if expected == "not in" else found == expected


@pytest.mark.long
@pytest.mark.usefixtures("frame")
@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.name}-{line.object}".rstrip("-"))
def test_every_role_gets_what_its_line_says(line: Route, people: People) -> None:
    kwargs: dict[str, Any] = OBJECTS[line.object](people.company) if line.object else {}
    url = reverse(line.name, kwargs=kwargs)
    wrong = [
        f"{method.upper()} {url} as {role}: expected {expected}, found {found}"
        for method, role, expected, found in cells(line, url, people)
        if not is_as_expected(expected, found)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    routes = set(named_routes())
    named = {line.name for line in LINES}
    assert routes - named == set(), "routes without a line in tests/contracts/matrix/"
    assert named - routes == set(), "lines without a route"
    assert FRAMED in routes


def test_a_line_names_every_role_and_no_other() -> None:
    assert set(roles(IN)) == set(ROLES)
    with pytest.raises(ValueError, match="no such role"):
        roles(IN, king=IN)


@pytest.mark.long
def test_the_matrix_was_walked(request: pytest.FixtureRequest) -> None:
    """Reported with `-s`; under xdist each worker counts its own share."""
    ran = sum(item.originalname == "test_every_role_gets_what_its_line_says" for item in request.session.items)
    asked = sum(CELLS.values())
    print(f"\n{asked} cells: {ran} lines x {len(METHODS)} methods x {len(ROLES)} roles")
    assert asked == ran * len(METHODS) * len(ROLES) if IS_LONG else asked >= ran * len(FEW)
