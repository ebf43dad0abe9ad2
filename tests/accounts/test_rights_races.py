"""Two connections: two administrators who take each other's rights away."""

import threading
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from accounts.operations.people import grant_role
from accounts.operations.roles import holders
from accounts.operations.sign_ins import deactivate_person
from salesops.kernel.errors import Conflict
from tests.company import Company


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    return own_company


def test_two_administrators_who_end_each_other_leave_one(company: Company) -> None:
    grant_role(company.ulf, "admin", by=None)
    start, found = threading.Barrier(2), []

    def end(person: User, by: User) -> None:
        start.wait(20)
        try:
            found.append(deactivate_person(person, by=by))
        except Conflict as conflict:
            found.append(conflict)
        finally:
            connection.close()

    pairs: list[Any] = [(company.ulf, company.ada), (company.ada, company.ulf)]
    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    refused = [one.code for one in found if isinstance(one, Conflict)]
    assert refused == ["last_admin"]
    assert len(holders()) == 1
