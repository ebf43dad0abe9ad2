"""The shared company, and people signed in: as tests/accounts has them."""

from tests.accounts.conftest import as_person, company

__all__ = ["as_person", "company"]
