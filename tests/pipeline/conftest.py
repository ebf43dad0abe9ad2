"""People signed in, as tests/accounts has them."""

from tests.accounts.conftest import as_person

__all__ = ["as_person"]
