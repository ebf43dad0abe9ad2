"""What may be handed to somebody else for some days (accounts-desk.md A-2).

A list of what may, so that a new verb is nobody's to delegate before somebody thought of it. Never in it: roles and
tokens, people and line, settings, pay statements, coaching, exits and the reasons of leave. Forecasts are a person's
own word: the call of a node is made by who stands there or above.
"""

DELEGABLE = frozenset(
    {
        "customer.see",
        "customer.change",
        "contract.see",
        "contract.change",
        "contract.approve",
        "deal.see",
        "deal.change",
        "deal.close",
        "deal.reopen",
        "deal.transfer",
        "lead.see",
        "lead.change",
        "activity.see",
        "activity.log",
        "ownership.change",
        "metrics.see",
        "forecast.see",
        "quota.see",
        "line.see",
        "import.see",
        "import.check",
    }
)
SUGGESTED_FROM_DAYS = 2
"""A leave of so many working days suggests a delegation."""


def verbs_under(asked: frozenset[str], held: frozenset[str]) -> frozenset[str]:
    """What a delegate may do: what was named, what may be delegated, and what the other still holds themselves."""
    return asked & DELEGABLE & held


def is_own_item(maker: int | None, by: int, principal: int) -> bool:
    """Made by who acts, or by whom they act for: neither is a second person."""
    return maker is not None and maker in (by, principal)
