"""Two merges at the same moment: one is done, the other person is told; nothing is left between two chairs."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import CustomerAccount, CustomerMerge
from accounts.operations.customers import create_customer
from accounts.operations.merges import merge_customers, undo_merge
from salesops.kernel.errors import SalesOpsError
from tests.company import Company


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    return own_company


def at_once(*acts: Callable[[], object]) -> list[str]:
    """The codes of those that were refused."""
    gate, errors = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(5)
            act()
        except SalesOpsError as error:
            errors.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return errors


def firms(count: int) -> list[CustomerAccount]:
    return [create_customer(name=f"Firm {n}", by=None) for n in range(count)]


def test_of_two_merges_one_wins_and_the_other_is_told(company: Company) -> None:
    for _round in range(4):
        one, two, three = firms(3)
        for pairs in (((one, two), (two, one)), ((one, two), (three, two)), ((one, two), (two, three))):
            acts = [lambda pair=pair: merge_customers(*pair, choices={}, by=company.omar) for pair in pairs]
            assert at_once(*acts) in ([], ["merge_invalid"])
            # Of two that were both done the later one goes first; its instant may be the earlier, it waited.
            done = CustomerMerge.objects.filter(undone_at__isnull=True).order_by("-pk")
            lost = [merge.loser_id for merge in done]
            assert lost and len(set(lost)) == len(lost)
            for merge in done:
                undo_merge(merge, by=company.omar)


def test_a_merge_is_undone_once(company: Company) -> None:
    one, two = firms(2)
    merge = merge_customers(one, two, choices={}, by=company.omar)
    undo = lambda: undo_merge(CustomerMerge.objects.get(pk=merge.pk), by=company.omar)  # noqa: E731
    assert at_once(undo, undo) == ["merge_invalid"]
    assert CustomerAccount.objects.filter(pk=two.pk, merged_into__isnull=True, archived_at__isnull=True).exists()
