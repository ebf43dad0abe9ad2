"""One shared company for every test: a VP, two managers, five reps, a peer team, finance, an analyst, operations.

    Dana (VP)
    ├── Marcus (West): Priya, Andre, Ruth
    └── Helena (East): Jonah, Sofia

Beside the line: Noor (analyst), Omar (operations manager), Fiona (finance), Ada (administrator), Ulf (no role at all).
Everybody's password is `PASSWORD`; dates are fixed so that no test depends on the day it runs.
"""

import pickle
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from accounts.models import CustomerAccount, Organisation, Team, User
from accounts.operations.customers import create_customer
from accounts.operations.organisation import open_fiscal_years, set_up_organisation
from accounts.operations.people import create_person, grant_role, join_team, make_role_presets, set_manager
from pipeline.models import ProcessVersion
from tests import harness
from tests.replay import replayed

PASSWORD = "a long enough passphrase 42"
FOUNDED = date(2024, 1, 1)


@dataclass(frozen=True)
class Company:
    """Everybody by first name, and the few records that most tests lean on."""

    organisation: Organisation
    dana: User
    marcus: User
    helena: User
    priya: User
    andre: User
    ruth: User
    jonah: User
    sofia: User
    noor: User
    omar: User
    fiona: User
    ada: User
    ulf: User
    west: Team
    east: Team
    process: ProcessVersion
    acme: CustomerAccount
    birch: CustomerAccount

    @property
    def people(self) -> list[User]:
        return [getattr(self, field.name) for field in fields(self) if isinstance(getattr(self, field.name), User)]


PEOPLE = {
    "dana": ("Dana Whitfield", "vp", None, None),
    "marcus": ("Marcus Boyle", "manager", "dana", "west"),
    "helena": ("Helena Ortiz", "manager", "dana", "east"),
    "priya": ("Priya Raman", "rep", "marcus", "west"),
    "andre": ("Andre Thompson", "rep", "marcus", "west"),
    "ruth": ("Ruth Adeyemi", "rep", "marcus", "west"),
    "jonah": ("Jonah Becker", "rep", "helena", "east"),
    "sofia": ("Sofia Lindqvist", "rep", "helena", "east"),
    "noor": ("Noor Haddad", "analyst", None, None),
    "omar": ("Omar Farouk", "ops_manager", None, None),
    "fiona": ("Fiona Walsh", "finance", None, None),
    "ada": ("Ada Novak", "admin", None, None),
    "ulf": ("Ulf Larsen", None, None, None),
}


def build_company() -> Company:
    """The whole company; call it once a test or once a committing module. Where it is already, only read."""
    if str(connection.settings_dict["NAME"]).startswith(harness.WITH_COMPANY):
        return pickle.loads(_kept())  # type: ignore[no-any-return]
    return replayed(_company)


def keep_company() -> None:
    """Make it for good, and remember in a file what was made, for every process of the run."""
    made = _company()
    _file().write_bytes(pickle.dumps(made))


def _file() -> Path:
    return harness.run_dir() / f"{harness.company_template()}.pickle"


@cache
def _kept() -> bytes:
    return _file().read_bytes()


def _company() -> Company:
    from pipeline.operations.processes import make_default_process

    organisation = set_up_organisation(by=None, name="Northwind Instruments", time_zone="UTC", currency="USD")
    open_fiscal_years(range(2024, 2029), by=None)
    make_role_presets(by=None)
    teams = {key: Team.objects.create(name=key.capitalize()) for key in ("west", "east")}
    people: dict[str, Any] = {}
    for key, (name, role, manager, team) in PEOPLE.items():
        person = create_person(
            name=name, email=f"{key}@northwind.example", state=User.State.ACTIVE, password=PASSWORD, by=None
        )
        if role:
            grant_role(person, role, by=None)
        if manager:
            set_manager(person, people[manager], start=FOUNDED, by=None)
        if team:
            join_team(person, teams[team], start=FOUNDED, by=None)
        people[key] = person
    return Company(
        organisation=organisation,
        west=teams["west"],
        east=teams["east"],
        process=make_default_process(by=None),
        acme=create_customer(name="Acme Robotics", owner=people["priya"], start=FOUNDED, by=None),
        birch=create_customer(name="Birch Dental", owner=people["jonah"], start=FOUNDED, by=None),
        **people,
    )


def make_deal(
    company: Company, owner: User, *, name: str = "Verity Labs", amount: str | None = "32000", **state: Any
) -> Any:
    """A deal through the product's own operation, in the first stage unless `stage` says otherwise."""
    from pipeline.operations.opportunities import create_opportunity

    return create_opportunity(
        name=name,
        customer=state.pop("customer", company.acme),
        owner=owner,
        amount=None if amount is None else Decimal(amount),
        by=state.pop("by", owner),
        **state,
    )


def copy_deal(deal: Any, count: int, *, name: str) -> None:
    """`count` deals like that one, in one statement; the log has each of them."""
    columns = ", ".join(field.column for field in deal._meta.local_fields if field.column not in ("id", "uid", "name"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO pipeline_opportunity (uid, name, {columns})"
            f" SELECT gen_random_uuid(), %s, {columns} FROM pipeline_opportunity, generate_series(1, %s) WHERE id = %s",
            [name, count, deal.pk],
        )
