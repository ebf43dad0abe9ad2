"""Asking the API, and the two records that most tests are about."""

import json
from typing import Any

from salesops.inbox.access import Place, place_for


def send(client: Any, method: str, path: str, body: Any = None, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(method.upper(), path, json.dumps(body or {}), "application/json", headers=named)


def acme_of(company: Any, person: Any = None) -> Place:
    """Acme is Priya's; over her Marcus and Dana. Jonah, Sofia, Helena and Ulf cannot open it."""
    return place_for(person or company.priya, "customer", company.acme.uid)


def about_acme(company: Any) -> dict[str, str]:
    return {"kind": "customer", "id": str(company.acme.uid)}
