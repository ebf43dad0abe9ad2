"""Contracts under two hands at once: what is committed is one or the other, never both."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.access import today
from accounts.models import Contract, Obligation, User
from accounts.operations.contracts import approve_contract, give_notice, submit_contract
from accounts.operations.people import grant_role
from accounts.operations.renewals import renew_by_itself
from salesops.kernel.errors import SalesOpsError
from tests.accounts.contracts import ending, make_contract
from tests.company import Company


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    return own_company


def test_renewal_against_notice_one_wins(company: Company) -> None:
    """At the same moment on the last day both were possible: never renewed and refused."""
    for _round in range(4):
        old = ending(company, today() + timedelta(days=9), auto_renew=True, notice_days=9)
        Contract.objects.filter(pk=old.pk).update(notice_days=10)
        old.refresh_from_db()
        gate, errors = threading.Barrier(2), []

        def at_once(act: Any, gate: threading.Barrier = gate, errors: list[Any] = errors) -> None:
            try:
                gate.wait(5)
                act()
            except SalesOpsError as error:
                errors.append(error.code)
            finally:
                connection.close()

        given = old.notice_by
        acts = (
            lambda old=old: renew_by_itself(old),
            lambda old=old, given=given: give_notice(old, given_on=given, by=company.marcus),
        )
        threads = [threading.Thread(target=at_once, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        old.refresh_from_db()
        is_renewed = old.successors.filter(signed_on__isnull=False).exists()
        assert is_renewed != (old.refused_on is not None)
        assert errors == (["wrong_state"] if is_renewed else [])


def test_two_clocks_make_one_successor(company: Company) -> None:
    old = ending(company, today() + timedelta(days=9), auto_renew=True)

    def at_once() -> None:
        try:
            renew_by_itself(old)
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert old.successors.count() == 1 and Obligation.objects.count() == 0


def test_a_sole_approval_waits_for_a_grant_beside_it(company: Company) -> None:
    User.objects.filter(pk=company.fiona.pk).update(state=User.State.SUSPENDED)
    contract = submit_contract(make_contract(company, by=company.omar), by=company.omar)
    codes: list[str] = []

    def approve() -> None:
        try:
            approve_contract(contract, by=company.omar, reason="nobody else is here")
        except SalesOpsError as error:
            codes.append(error.code)
        finally:
            connection.close()

    thread = threading.Thread(target=approve)
    with transaction.atomic():
        grant_role(company.noor, "finance", by=company.ada)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    assert codes == ["second_person_needed"]
