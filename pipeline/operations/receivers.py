"""Telling people of what is theirs now."""

from accounts.models import User
from pipeline.models import Lead, Opportunity
from salesops.inbox.operations.news import tell


def tell_receiver(kind: str, row: Opportunity | Lead, by: User | None) -> None:
    """The new owner, who can open it from this very transaction on; once for each version of the row."""
    key = f"{kind}:{row.uid}:{row.row_version}"
    tell(kind, key=key, people=[row.owner], by=by, record=(kind, row.uid))
