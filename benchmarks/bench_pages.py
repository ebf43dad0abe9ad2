"""Lists and the dashboard over 200,000 deals, against their own SQL and a page of stored bytes (platform.md 7)."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from benchmarks.bench_ground import sql
from benchmarks.book import Book, make_book
from benchmarks.compare import compare
from benchmarks.stored_urls import STORED
from pipeline.access import visible_deals


@pytest.fixture(scope="module")
def book(own_database: str) -> Iterator[Book]:
    made = make_book(own_database)
    with override_settings(ROOT_URLCONF="benchmarks.stored_urls"):
        yield made
    sql("RESET statement_timeout")


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    # A session begins at its first request.
    assert client.get("/settings/profile").status_code == 200
    return client


def floor(client: Client, path: str) -> Callable[[], None]:
    """The page's own SQL, word for word, and its bytes."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    STORED[path] = answer.content
    with CaptureQueriesContext(connection) as framed:
        client.get(f"/stored?path={quote(path)}")
    frame = {each["sql"] for each in framed.captured_queries}
    own = [each["sql"] for each in asked.captured_queries if each["sql"] not in frame]
    print(f"    {path}: {len(asked)} queries, {len(answer.content):,} bytes")

    def ask() -> None:
        with connection.cursor() as cursor:
            for text in own:
                cursor.execute(text)
                cursor.fetchall() if cursor.description else None
        client.get(f"/stored?path={quote(path)}")

    return ask


@pytest.mark.parametrize(
    ("who", "path", "must", "goal"),
    [("priya", "/deals", 5, 3), ("noor", "/deals", 5, 3), ("marcus", "/performance", 2, None)],
    ids=["list of a rep", "list of the company", "dashboard"],
)
def test_a_page_against_its_sql_and_its_bytes(book: Book, who: str, path: str, must: float, goal: float | None) -> None:
    client = signed_in(getattr(book.company, who))
    limit = floor(client, path)
    verdict = compare(f"{path} of {who}", lambda: client.get(path), limit, must=must, goal=goal, same=None)
    assert verdict.holds


def test_an_api_list_against_values_and_plain_json(book: Book) -> None:
    person = book.company.priya
    api = APIClient()
    api.force_authenticate(person)
    path = "/api/v1/opportunities"
    first = api.get(path).json()["results"][0]
    columns = ["uid", "name", "amount", "currency", "close_date", "status", "next_step", "kind", "created_at"]
    columns += ["owner__uid", "owner__name", "stage__uid", "stage__name", "customer__uid", "customer__name"]
    print(f"    {len(first)} fields a row")

    def plain() -> None:
        rows = visible_deals(person).order_by("-created_at", "pk").values(*columns)[:51]
        STORED[path] = json.dumps(list(rows), cls=DjangoJSONEncoder).encode()
        api.get(f"/stored?path={quote(path)}")

    verdict = compare(f"{path} of a rep", lambda: api.get(path), plain, must=2, goal=1.3, same=None)
    assert verdict.holds
