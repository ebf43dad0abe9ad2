"""The people of the matrix: `tests/company.py`, each signed in once."""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.access import today
from accounts.models import ApiToken, Delegation
from accounts.rules.delegation import DELEGABLE
from tests.company import Company

FIRST_NAMES = {
    "outsider": "ulf",
    "peer": "jonah",
    "rep": "priya",
    "manager": "marcus",
    "vp": "dana",
    "analyst": "noor",
    "ops_manager": "omar",
    "finance": "fiona",
    "admin": "ada",
    "token": "priya",
}


class People:
    """The company, and a client for each role. What is not anonymous signs in by session, `token` by its header."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self._clients: dict[str, Client] = {}

    def client(self, role: str) -> Client:
        if role not in self._clients:
            self._clients[role] = self._signed_in(role)
        return self._clients[role]

    def person(self, role: str) -> Any:
        return getattr(self.company, FIRST_NAMES[role])

    def delegate_of_manager(self) -> Client:
        """The outsider, acting for the manager with every verb that may be delegated."""
        if "delegate" not in self._clients:
            during = (today() - timedelta(days=1), today() + timedelta(days=2))
            known = {"during": during, "verbs": sorted(DELEGABLE)}
            outsider, manager = self.person("outsider"), self.person("manager")
            given = Delegation.objects.create(person=manager, delegate=outsider, **known)
            client = Client(raise_request_exception=False)
            client.force_login(outsider, backend=settings.AUTHENTICATION_BACKENDS[-1])
            assert client.post(f"/settings/delegations/{given.uid}/act").status_code == 302
            self._clients["delegate"] = client
        return self._clients["delegate"]

    def _signed_in(self, role: str) -> Client:
        if role == "token":
            return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {self._token()}"})
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(self.person(role), backend=settings.AUTHENTICATION_BACKENDS[-1])
            # A session begins at its first request. Here, for good: each cell would take its beginning back.
            assert client.get("/settings/profile").status_code == 200
        return client

    def _token(self) -> str:
        """Priya's own, for reading alone."""
        token = "so_" + "m" * 43
        ApiToken.objects.create(
            user=self.person("token"),
            name="reading",
            prefix=token[:8],
            digest=hashlib.sha256(token.encode()).hexdigest(),
            scopes=[
                *(
                    "accounts:read",
                    "inbox:read",
                    "pipeline:read",
                    "forecasting:read",
                    "territories:read",
                    "reporting:read",
                ),
                *("jobs:read", "audit:read"),
            ],
            expires_at=timezone.now() + timedelta(days=30),
        )
        return token
