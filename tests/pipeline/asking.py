"""Asking the API as one of the company."""

from typing import Any

from rest_framework.test import APIClient

from accounts.models import User

API = "/api/v1"
NOWHERE = "00000000-0000-0000-0000-000000000000"


def api_of(person: User) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(User.objects.get(pk=person.pk))
    return client


def problem(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json", answer.content[:500]
    return answer.status_code, answer.json()["code"]


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content[:500]
    return [row["name"] for row in answer.json()["results"]]


def as_row(record: Any, **headers: str) -> dict[str, str]:
    """The If-Match of the version that is there now."""
    record.refresh_from_db()
    return {"If-Match": f'"{record.row_version}"', **headers}
