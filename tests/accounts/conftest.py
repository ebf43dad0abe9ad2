"""What every test of people and customers starts from: the shared company, and no tries counted."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from salesops.web.api.throttles import _client
from tests.company import Company, build_company

BACKEND = "django.contrib.auth.backends.ModelBackend"
SignIn = Callable[[Any], Client]


@pytest.fixture
def company(db: None) -> Company:
    return build_company()


@pytest.fixture
def as_person() -> SignIn:
    """A client of its own for a person, signed in."""

    def signed_in(person: Any) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def no_tries_counted() -> Iterator[None]:
    """Counters live beside the database and do not roll back with it."""
    yield
    client = _client(settings.CACHE_URL)
    for kind in ("sign-in", "second-factor", "reset"):
        for key in client.scan_iter(f"{caches['default'].key_prefix}:rate:{kind}*"):
            client.delete(key)
