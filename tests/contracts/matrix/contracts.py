"""Routes of contracts. The contract is Acme's, owned by Priya; the peer is of another team."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import Contract, ContractFile, Obligation
from accounts.operations.contract_terms import Line
from accounts.operations.contracts import create_contract
from tests.contracts.matrix import IN, NO, NONE, OUT, Route, roles


def contract_of_acme(company: Any) -> Contract:
    found = Contract.objects.filter(number="ACME-1").first()
    return found or create_contract(
        customer=company.acme,
        number="ACME-1",
        start=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        lines=[Line("Platform", Decimal(60_000))],
        owner=company.priya,
        by=company.marcus,
    )


def file_of_acme(company: Any) -> dict[str, Any]:
    known = {"content_type": "application/pdf", "size": 5, "digest": "0" * 64}
    contract = contract_of_acme(company)
    file = ContractFile.objects.filter(contract=contract).first()
    content = ContentFile(b"%PDF-", name="agreement")
    file = file or ContractFile.objects.create(contract=contract, name="a.pdf", content=content, **known)
    return {"uid": file.uid}


def obligation_of_acme(company: Any) -> dict[str, Any]:
    contract = contract_of_acme(company)
    return {"uid": Obligation.objects.get_or_create(contract=contract, name="Report", due=date(2026, 6, 1))[0].uid}


OBJECTS = {
    "contract_of_acme": lambda company: {"uid": contract_of_acme(company).uid},
    "step_of_acme": lambda company: {"uid": contract_of_acme(company).uid, "step": "submit"},
    "signing_of_acme": lambda company: {"uid": contract_of_acme(company).uid, "step": "sign"},
    "file_of_acme": file_of_acme,
    "obligation_of_acme": obligation_of_acme,
}

SIGNED_OUT = {"anonymous": OUT, "token": OUT}
STRANGERS = {"outsider": NONE, "peer": NONE, "admin": NONE}
LISTS = roles(IN, outsider=NO, admin=NO, **SIGNED_OUT)
SEES = roles(IN, **STRANGERS, **SIGNED_OUT)
MAKES = roles(IN, outsider=NO, admin=NO, rep=NO, peer=NO, analyst=NO, **SIGNED_OUT)
CHANGES = roles(IN, rep=NO, analyst=NO, **STRANGERS, **SIGNED_OUT)


def by_token(page: Any, token: str) -> Any:
    """The same as a page, but for the token: it reads as its owner and writes nothing."""
    return {**page, "token": token}


ROUTES = [
    Route("accounts:contracts", get=LISTS),
    Route("accounts:arr", get=LISTS, query="?period=2026-Q2&bar=new"),
    Route("accounts:renewals", get=LISTS),
    Route("accounts:contract_new", get=MAKES, post=MAKES),
    Route("accounts:contract", object="contract_of_acme", get=SEES),
    Route("accounts:contract_edit", object="contract_of_acme", get=CHANGES, post=CHANGES),
    Route("accounts:contract_renew", object="contract_of_acme", get=CHANGES, post=CHANGES),
    Route("accounts:contract_notice_undo", object="contract_of_acme", post=CHANGES),
    Route("accounts:contract_step", object="step_of_acme", get=CHANGES, post=CHANGES),
    Route("accounts:contract_file_new", object="contract_of_acme", post=CHANGES),
    Route("accounts:contract_file", object="file_of_acme", get=SEES),
    Route("accounts:contract_file_remove", object="file_of_acme", post=CHANGES),
    Route("accounts:obligation_new", object="contract_of_acme", get=CHANGES, post=CHANGES),
    Route("accounts:obligation", object="obligation_of_acme", get=CHANGES, post=CHANGES),
    Route("accounts:obligation_done", object="obligation_of_acme", post=CHANGES),
    Route("accounts:obligation_reopen", object="obligation_of_acme", post=CHANGES),
    Route("accounts_api:contracts", get=roles(IN, anonymous=OUT), post=by_token(MAKES, NO)),
    Route("accounts_api:contract", object="contract_of_acme", get=by_token(SEES, IN), patch=by_token(CHANGES, NO)),
    Route(
        "accounts_api:contract_transition",
        object="contract_of_acme",
        post=by_token(CHANGES, NO),
        body={"step": "submit"},
    ),
    Route("accounts_api:contract_renew", object="contract_of_acme", post=by_token(CHANGES, NO)),
    Route("accounts_api:contract_notice", object="contract_of_acme", post=by_token(CHANGES, NO)),
    Route("accounts_api:contract_files", object="contract_of_acme", get=by_token(SEES, IN), post=by_token(CHANGES, NO)),
    Route("accounts_api:contract_file", object="file_of_acme", get=by_token(SEES, IN), delete=by_token(CHANGES, NO)),
    Route("accounts_api:arr_bridge", get=by_token(LISTS, IN)),
    Route("accounts_api:renewal_rates", get=by_token(LISTS, IN)),
    Route("accounts_api:obligations", get=roles(IN, anonymous=OUT), post=by_token(MAKES, NO)),
    Route("accounts_api:obligation", object="obligation_of_acme", get=by_token(SEES, IN), patch=by_token(CHANGES, NO)),
    Route("accounts_api:obligation_done", object="obligation_of_acme", post=by_token(CHANGES, NO)),
    Route("accounts_api:obligation_reopen", object="obligation_of_acme", post=by_token(CHANGES, NO)),
]
