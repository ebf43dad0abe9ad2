"""What stands about a person before a change and after it, line by line (accounts-desk.md A-5)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from accounts.people_changes import facts_in_order

FactKey = tuple[str, str, str]


def facts_about(person: User | None, day: date) -> dict[FactKey, str]:
    """The value by kind, label and what it is about, in the order of the preview."""
    if person is None:
        return {}
    return {
        (kind.key, str(fact.label), fact.what): fact.value
        for kind in facts_in_order()
        for fact in kind.read(person, day)
    }


def turned(before: Mapping[FactKey, str], after: Mapping[FactKey, str], day: date) -> list[dict[str, Any]]:
    """A line for each fact that differs."""
    return [
        {
            "part": key[0],
            "label": key[1],
            "what": key[2],
            "before": before.get(key, ""),
            "after": after.get(key, ""),
            "day": day.isoformat(),
            "amount": None,
            "receiver": None,
        }
        for key in {**before, **after}
        if before.get(key, "") != after.get(key, "")
    ]
