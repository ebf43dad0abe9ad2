"""The states of a contract, and which step leads where (accounts-desk.md A-6)."""

from collections.abc import Iterable
from datetime import date, timedelta

from accounts.rules.terms import months_later

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


def next_due(due: date, series: Iterable[date], months: int) -> date:
    """The day after `due` of what recurs every `months` months, counted from the first of `series` that leads to `due`.

    31 January, 28 February, 31 March: a short month does not move the rest. A day moved by hand counts from itself.
    """
    for first in sorted(day for day in series if day < due):
        step = (due.year - first.year) * 12 + due.month - first.month
        if step % months == 0 and months_later(first, step) == due:
            return months_later(first, step + months)
    return months_later(due, months)
