"""The states of a contract, and which step leads where (accounts-desk.md A-6)."""

from datetime import date, timedelta

UNSIGNED = ("draft", "in_review", "sent")
RUNNING = ("signed", "active")
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "submit": (("draft",), "in_review"),
    "approve": (("in_review",), "sent"),
    "sign": (("sent",), "signed"),
    "terminate": (RUNNING, "terminated"),
    "void": (UNSIGNED, "void"),
}
"""step: the states it starts from, and the one it ends in. A signed one becomes active, and ends, by its days."""
RECURS = {"month": 1, "quarter": 3, "year": 12}


def state_on(today: date, first: date, last: date, *, is_renewed: bool) -> str:
    """Of a signed contract nobody terminated: `signed` before its first day, `renewed` or `expired` after its last."""
    if today < first:
        return "signed"
    if today <= last:
        return "active"
    return "renewed" if is_renewed else "expired"


def renewed_in_time(signed_on: date | None, last: date, grace: int) -> bool:
    """Early, or up to the last day of grace."""
    return signed_on is not None and signed_on <= last + timedelta(days=grace)
