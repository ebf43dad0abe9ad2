"""Contracts for tests: made, signed and dated as the product does it."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Contract, CustomerAccount
from accounts.operations.contract_terms import Line
from accounts.operations.contracts import create_contract, sign_contract
from accounts.operations.customers import create_customer
from tests.company import FOUNDED, Company


def make_contract(company: Company, *, value: str = "60000", **asked: Any) -> Contract:
    """A draft of Acme for 2026, by Marcus, unless `asked` says otherwise."""
    given: dict[str, Any] = {
        "customer": company.acme,
        "start": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
        "lines": [Line("Platform", Decimal(value))],
        "owner": company.priya,
        "by": company.marcus,
    }
    return create_contract(**{**given, **asked})


def make_signed(company: Company, *, signed_on: date | None = None, **asked: Any) -> Contract:
    contract = make_contract(company, **asked)
    return sign_contract(contract, signed_on=signed_on or contract.during.lower, by=None, is_accepted=True)


def new_customer(company: Company, name: str, owner: Any = None) -> CustomerAccount:
    return create_customer(name=name, owner=owner or company.priya, start=FOUNDED, by=None)
