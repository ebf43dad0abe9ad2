"""Two requests with one key at the same moment, and a database that is away."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from salesops.web.api.idempotency import claim, forget_answers
from salesops.web.models import IdempotentAnswer

KEY = {"HTTP_IDEMPOTENCY_KEY": "k-race"}


@pytest.fixture(scope="module")
def racer(own_database: str) -> Any:
    return get_user_model().objects.create(email="racer@example.com", name="Rita Racer", state="active")


@pytest.fixture
def client_of_racer(racer: Any) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(racer)
    return client


def test_a_key_whose_first_request_is_still_running_is_409(racer: Any, client_of_racer: APIClient) -> None:
    answers: list[Any] = []

    def second() -> None:
        try:
            answers.append(client_of_racer.post("/api/v1/things", {"name": "a"}, format="json", **KEY))
        finally:
            connections.close_all()

    with transaction.atomic():
        claim(racer.pk, "k-race")
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert (answers[0].status_code, answers[0].json()["code"]) == (409, "idempotency_busy")


def test_answers_are_forgotten_after_two_days(racer: Any) -> None:
    now = timezone.now()
    for hours in (1, 47, 49):
        IdempotentAnswer.objects.create(
            user=racer, key=str(hours), fingerprint="", status=201, created_at=now - timedelta(hours=hours)
        )
    assert forget_answers(now) == 1
    assert sorted(IdempotentAnswer.objects.values_list("key", flat=True)) == ["1", "47"]


@pytest.fixture
def no_database(own_database: str) -> Iterator[None]:
    before = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    yield
    connection.close()
    connection.settings_dict["HOST"] = before


def test_without_a_database_pages_and_api_are_503(racer: Any, no_database: None) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    page = client.get("/things")
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert b"Nothing was saved" in page.content
    answer = client.get("/api/v1/things")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["code"] == "database_unavailable"
