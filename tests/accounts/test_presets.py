"""Every shipped role has pages to work on: what its home and navigation lead to opens."""

import re
from typing import Any

import pytest

from accounts.models import Seat
from accounts.operations.customers import change_ownership
from accounts.operations.people import create_person, grant_role
from accounts.rules.roles import PRESETS
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company

ROLES = [preset.key for preset in PRESETS]


@pytest.fixture
def newcomer(company: Company) -> Any:
    return create_person(name="Nell Ode", email="nell@northwind.example", state="active", by=None)


@pytest.mark.parametrize("role", ROLES)
def test_whatever_the_home_of_a_role_leads_to_opens(role: str, newcomer: Any, as_person: SignIn) -> None:
    grant_role(newcomer, role, by=None)
    client = as_person(newcomer)
    home = client.get("/").content.decode()
    links = set(re.findall(r'<a [^>]*href="(/[^"#?]*)', home)) - {"/"}
    assert len(links) > 3
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("role", ["am", "csm", "renewals"])
def test_an_account_is_also_theirs_who_own_it_in_another_role(
    role: str, company: Company, newcomer: Any, as_person: SignIn
) -> None:
    grant_role(newcomer, role, by=None)
    client = as_person(newcomer)
    page = f"/accounts/{company.acme.uid}"
    assert client.get(page).status_code == 404
    change_ownership(company.acme, Seat.objects.get(person=newcomer), role=role, start=FOUNDED, by=None)
    assert client.get(page).status_code == 200
    assert as_person(company.priya).get(page).status_code == 200


def test_a_development_rep_forecasts_nothing(company: Company, newcomer: Any, as_person: SignIn) -> None:
    grant_role(newcomer, "sdr", by=None)
    assert as_person(newcomer).get("/forecast").status_code == 403
