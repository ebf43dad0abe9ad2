"""Every list of the site, page and API: no more queries for 50 rows than for 5 (platform.md 7), in the demo company."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from salesops.web.cursors import Keyset, Page
from tests.browser.places import Place, Places
from tests.contracts.matrix import IN, Route, lines
from tests.contracts.walking import ask

LINES = [line for line in lines()[0] if line.get and not line.object]
WHO = ("ops_manager", "analyst", "admin", "manager", "finance", "rep")
"""Of those whom a list opens to, whoever comes first sees most rows."""
FEW, MANY, LISTS = 5, 50, 35


@pytest.fixture(scope="module")
def full(whole_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    places = Places(django_db_blocker)
    with places.stack:
        place = places["full"]
        with place.here():
            yield place


class Sized:
    """Lists are cut at `size`, whatever they or their address say; `shown` are the rows of each list asked for."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.size, self.shown = MANY, list[int]()
        whole = Keyset.page

        def page(keyset: Keyset, rows: Any, cursor: str | None, size: int, **given: Any) -> Page:
            found = whole(keyset, rows, cursor, self.size, **given)
            self.shown.append(len(found.rows))
            return found

        patch.setattr(Keyset, "page", page)

    def ask(self, client: Client, line: Route, size: int) -> tuple[list[str], int]:
        """The queries, and the rows of the longest list on the page; none where a list must be asked more exactly."""
        self.size, self.shown = size, []
        with CaptureQueriesContext(connection) as asked:
            answer = ask(client, line, "get", reverse(line.name))
        assert answer.status_code < 500, f"{line.name}: {answer.status_code}"
        return [each["sql"] for each in asked.captured_queries], max(self.shown, default=0)


def signed_in(full: Place) -> dict[str, Client]:
    clients = {}
    for role in WHO:
        clients[role] = Client()
        clients[role].force_login(full.people[role], backend=settings.AUTHENTICATION_BACKENDS[-1])
        # A session begins at its first request.
        assert clients[role].get("/settings/profile").status_code == 200
    return clients


def test_a_list_asks_no_more_often_for_fifty_rows_than_for_five(full: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    sized, clients = Sized(monkeypatch), signed_in(full)
    differ, told = [], set[str]()
    for line in LINES:
        who = next((role for role in WHO if (line.get or {})[role] == IN), None)
        if who is None:
            continue
        many, rows = sized.ask(clients[who], line, MANY)
        if rows <= FEW:
            continue
        few, _ = sized.ask(clients[who], line, FEW)
        told.add(line.name)
        # One fewer is fair: where all fits on a page nobody counts what follows.
        if len(many) > len(few):
            differ.append(f"{line.name} as {who}: {len(few)} queries for {FEW} rows, {len(many)} for {rows}")
    assert len(told) >= LISTS, sorted(told)
    assert not differ, "\n".join(differ)
