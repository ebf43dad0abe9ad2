"""What every test of people and customers starts from: the shared company, and no tries counted."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.operations.customers import create_customer
from accounts.operations.employment import begin_employment
from accounts.operations.people import set_manager
from pipeline.operations.leads import create_lead
from salesops.web.api.throttles import _client
from tests.company import FOUNDED, Company, make_deal

BACKEND = "django.contrib.auth.backends.ModelBackend"
SignIn = Callable[[Any], Client]


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
    # All of this process in one answer: whichever database the test was in.
    for key in client.scan_iter(f"*_{os.getpid()}_*:rate:*", count=100_000):
        client.delete(key)


@pytest.fixture
def priya_works(company: Company) -> Company:
    """Priya owns Acme and two more accounts, two open deals, a won one, a lead; Ruth reports to her."""
    begin_employment(company.priya, start=FOUNDED, function="sales", by=None)
    for name in ("Cedar Foods", "Dune Media"):
        create_customer(name=name, owner=company.priya, start=FOUNDED, by=None)
    make_deal(company, company.priya, name="Verity", amount="32000")
    make_deal(company, company.priya, name="Weber", amount="8000")
    create_lead(name="Ines Weber", company="Weber", email="ines@weber.example", owner=company.priya, by=company.priya)
    set_manager(company.ruth, company.priya, start=FOUNDED, by=None)
    return company
