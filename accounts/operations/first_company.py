"""An empty database becomes an organisation with one administrator, who then sets up the rest at Start."""

import secrets
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Organisation, User


@dataclass(frozen=True)
class FirstLogin:
    """Shown once, on the terminal of who started the installation."""

    email: str
    password: str


def is_prepared() -> bool:
    return Organisation.objects.exists()


@transaction.atomic
def prepare_own_company(*, time_zone: str, currency: str, fiscal_start_month: int, email: str) -> FirstLogin:
    """The organisation's row and its administrator. There is no fixed password anywhere: this one is generated."""
    Organisation.objects.create(time_zone=time_zone, currency=currency, fiscal_start_month=fiscal_start_month)
    password = secrets.token_urlsafe(15)
    User.objects.create_user(email, password, name="Administrator", state=User.State.ACTIVE)
    return FirstLogin(email, password)
