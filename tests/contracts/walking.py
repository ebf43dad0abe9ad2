"""What both walks over the routes need: the people, one request, and what its answer means."""

import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client

from salesops.web.api.throttles import Limit, RequestThrottle
from salesops.web.context import Shell
from tests.company import Company
from tests.contracts.matrix import IN, OUT, Route
from tests.contracts.people import People


@pytest.fixture(scope="module")
def people(own_company: Company) -> Iterator[People]:
    """Everybody of `tests/company.py`, once, without the limits that so many requests would meet."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("reads", "writes"):
            patch.setattr(RequestThrottle, name, Limit(10_000_000, 60))
        yield People(own_company)


@pytest.fixture
def frame(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Navigation and palette are the same round every page of a person: each role draws them on one page alone."""
    line: Route | None = getattr(getattr(request.node, "callspec", None), "params", {}).get("line")
    if line is None or line.name != FRAMED:
        for name, nothing in {"groups": [], "period_label": "", "log_url": ""}.items():
            monkeypatch.setattr(Shell, name, nothing)


FRAMED = "web:search"


def outcome(response: HttpResponseBase) -> str:
    status = response.status_code
    if status == 401 or (status in (301, 302) and response["Location"].startswith(resolve_url(settings.LOGIN_URL))):
        return OUT
    return {403: "no", 404: "none", 405: "method"}.get(status, IN if status < 500 else f"fault {status}")


def ask(client: Client, line: Route, method: str, url: str) -> HttpResponseBase:
    headers = dict(line.headers)
    if method == "get":
        return client.get(url + line.query, headers=headers)
    if url.startswith("/api/"):
        return client.generic(method.upper(), url, json.dumps(line.body), "application/json", headers=headers)
    return (
        getattr(client, method)(url, dict(line.body), headers=headers)
        if method == "post"
        else client.generic(method.upper(), url, headers=headers)
    )
