"""How the cells of the quota sheet are called, for who prints them and who reads them back."""

from uuid import UUID


def cell_name(seat: UUID, period: str) -> str:
    """`q-<seat>-2026-Q4`."""
    return f"q-{seat}-{period}"
