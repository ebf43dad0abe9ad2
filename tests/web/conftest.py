from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import clear_url_caches, set_urlconf
from rest_framework.test import APIClient

from salesops.web.filters import Asking
from tests.web.things import make_table


@pytest.fixture(autouse=True)
def tiny_site(settings: Any) -> Iterator[None]:
    """The routes of `tests.web.things` instead of the product's."""
    settings.ROOT_URLCONF = "tests.web.things"
    clear_url_caches()
    yield
    set_urlconf(None)
    clear_url_caches()


@pytest.fixture
def things(db: None) -> None:
    make_table()


@pytest.fixture
def viewer(db: None) -> Any:
    return get_user_model().objects.create(email="viewer@example.com", name="Vera Viewer", state="active")


@pytest.fixture
def asking(viewer: Any) -> Asking:
    return Asking(viewer, datetime(2026, 11, 21, 12, tzinfo=UTC), ZoneInfo("Europe/Vienna"))


@pytest.fixture
def browser(viewer: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(viewer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.fixture
def api(viewer: Any) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(viewer)
    return client
