"""Contracts for tests: made, signed and dated as the product does it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Contract, CustomerAccount
from accounts.operations.contract_terms import Line
from accounts.operations.contracts import create_contract, sign_contract
from accounts.operations.customers import create_customer
from accounts.rules.terms import term_end
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


def ending(company: Company, last_day: date, **asked: Any) -> Contract:
    """A year up to `last_day`, signed."""
    after = last_day + timedelta(days=1)
    return make_signed(company, start=term_end(after, -12), last_day=last_day, **asked)
