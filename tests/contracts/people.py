"""The people of the matrix: `tests/company.py`, each signed in once."""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from tests.company import build_company

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

    def __init__(self) -> None:
        self.company = build_company()
        self._clients: dict[str, Client] = {}

    def client(self, role: str) -> Client:
        if role not in self._clients:
            self._clients[role] = self._signed_in(role)
        return self._clients[role]

    def person(self, role: str) -> Any:
        return getattr(self.company, FIRST_NAMES[role])

    def _signed_in(self, role: str) -> Client:
        if role == "token":
            return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {self._token()}"})
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(self.person(role), backend=settings.AUTHENTICATION_BACKENDS[-1])
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
