"""Who may give whom an address or a password: nobody takes over an account that guards more than their own."""

from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.operations.people import edit_person
from accounts.operations.sign_ins import activate_person, suspend_person
from salesops.kernel.errors import Forbidden
from tests.company import Company

pytestmark = pytest.mark.django_db


def new_address(company: Company, of: User, by: User) -> User:
    return edit_person(of, changes={"email": "taken@over.example"}, by=by)


def activated_anew(company: Company, of: User, by: User) -> User:
    person = suspend_person(of, by=company.ada) if of.is_active else of
    return activate_person(person, email="taken@over.example", by=by)[0]


@pytest.mark.parametrize("act", [new_address, activated_anew])
def test_operations_take_over_no_administrator(company: Company, act: Callable[..., User]) -> None:
    with pytest.raises(Forbidden) as refused:
        act(company, company.fiona, company.omar)
    assert refused.value.code == "guarded_person"
    company.fiona.refresh_from_db()
    assert act(company, company.fiona, company.ada).email == "taken@over.example"


@pytest.mark.parametrize("act", [new_address, activated_anew])
def test_operations_help_everybody_else(company: Company, act: Callable[..., User]) -> None:
    assert act(company, company.priya, company.omar).email == "taken@over.example"
