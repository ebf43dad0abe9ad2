"""An empty database becomes an organisation with one administrator, who then sets up the rest at Start."""

import secrets
from dataclasses import dataclass

from accounts.models import Organisation, User
from accounts.operations.organisation import set_up_organisation
from accounts.operations.people import create_person, grant_role, make_role_presets
from salesops.db.operation import operation

# Whoever installs sees to accounts and rights, loads the first file at Start and stands at the top of its line.
FIRST_ROLES = ("admin", "ops_manager", "vp")


@dataclass(frozen=True)
class FirstLogin:
    """Shown once, on the terminal of who started the installation."""

    email: str
    password: str


def is_prepared() -> bool:
    return Organisation.objects.exists()


def prepare_own_company(*, time_zone: str, currency: str, fiscal_start_month: int, email: str) -> FirstLogin:
    """The organisation, the role presets and one administrator, whose password is generated: none is fixed anywhere."""
    password = secrets.token_urlsafe(15)
    with operation(by=None, source="system"):
        set_up_organisation(by=None, time_zone=time_zone, currency=currency, fiscal_start_month=fiscal_start_month)
        make_role_presets(by=None)
        person = create_person(name="Administrator", email=email, state=User.State.ACTIVE, password=password, by=None)
        for role in FIRST_ROLES:
            grant_role(person, role, by=None, reason="first administrator")
    return FirstLogin(email, password)
