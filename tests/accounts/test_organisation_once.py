"""The organisation's settings: read once a request, and again once they were saved."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.operations.organisation import edit_organisation
from accounts.queries.organisation import organisation, read_once
from tests.accounts.conftest import SignIn
from tests.company import Company

pytestmark = pytest.mark.django_db


def reads(captured: CaptureQueriesContext) -> int:
    return sum('FROM "accounts_organisation"' in query["sql"] for query in captured.captured_queries)


@pytest.mark.parametrize("address", ["/inbox", "/tasks", "/accounts", "/api/v1/customers"])
def test_a_request_reads_them_once(company: Company, as_person: SignIn, address: str) -> None:
    client: Any = as_person(company.marcus)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert reads(captured) == 1


def test_what_was_saved_is_read_and_outside_of_a_request_nothing_is_kept(company: Company) -> None:
    with read_once():
        assert organisation() is organisation()
        edit_organisation(changes={"name": "Northwind Nordic"}, by=company.ada)
        assert organisation().name == "Northwind Nordic"
    assert organisation() is not organisation()
