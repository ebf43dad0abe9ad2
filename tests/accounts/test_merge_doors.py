"""A merge is undone by whom the verb reaches over its account: seeing both is not enough."""

from typing import Any

import pytest

from accounts.access import contact_merge_for, merge_for
from accounts.models import ContactMerge, CustomerMerge, User
from accounts.operations.contacts import create_contact
from accounts.operations.customers import create_customer
from accounts.operations.merges import merge_contacts, merge_customers
from accounts.operations.people import grant_role
from salesops.kernel.errors import Forbidden, NotFound
from tests.accounts.conftest import SignIn
from tests.accounts.test_customers import send
from tests.company import FOUNDED, Company


def merged(company: Company, kind: str) -> Any:
    """A merge at Acme, which is Priya's: Marcus above her sees it, and merges what is his own alone."""
    grant_role(company.marcus, "ops_rep", scope="own", by=None)
    if kind == "customer":
        other = create_customer(name="Acme Two", owner=company.priya, start=FOUNDED, by=None)
        merge_customers(company.acme, other, choices={}, by=company.omar)
        return CustomerMerge.objects.get()
    kim, other_kim = (create_contact(name="Kim", customer=company.acme, by=None) for _twice in range(2))
    merge_contacts(kim, other_kim, choices={}, by=company.omar)
    return ContactMerge.objects.get()


@pytest.mark.parametrize(("kind", "door"), [("customer", merge_for), ("contact", contact_merge_for)])
def test_the_door_asks_for_the_verb_over_the_account(company: Company, kind: str, door: Any) -> None:
    merge = merged(company, kind)
    marcus = User.objects.get(pk=company.marcus.pk)
    assert marcus.may("customer.merge")
    with pytest.raises(Forbidden):
        door(marcus, merge.uid)
    with pytest.raises(NotFound):
        door(company.helena, merge.uid)
    assert door(company.omar, merge.uid) == merge


@pytest.mark.parametrize("kind", ["customer", "contact"])
def test_undo_is_refused_on_the_page_and_over_rest(company: Company, as_person: SignIn, kind: str) -> None:
    merge, client = merged(company, kind), as_person(company.marcus)
    page = {"customer": "/accounts", "contact": "/contacts"}[kind]
    assert client.post(f"{page}/merges/{merge.uid}/undo").status_code == 403
    path = {"customer": "customers", "contact": "contacts"}[kind]
    answer = send(client, "post", f"/api/v1/{path}/{merge.survivor.uid}/undo-merge", {"merge": str(merge.uid)})
    assert answer.status_code == 403
    merge.refresh_from_db()
    assert merge.undone_at is None
