"""How many of the contracts that came due were renewed, and at which value (accounts-desk.md A-6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from accounts.rules.arr import GRACE_DAYS, ZERO
from salesops.kernel.results import ratio

Outcome = Literal["renewed", "lost", "pending"]


@dataclass(frozen=True)
class Renewal:
    """A successor: when it was signed, and its value times the share that falls to the old contract."""

    signed_on: date
    value: Decimal


@dataclass(frozen=True)
class Due:
    """A contract by its original last day. `value` is what is compared (yearly for more than a year)."""

    due: date
    value: Decimal
    refused_on: date | None = None
    terminated_on: date | None = None
    renewals: tuple[Renewal, ...] = ()

    def renewed(self, as_of: date, grace: int = GRACE_DAYS) -> Decimal | None:
        """The sum of successors signed by `as_of`, early or up to the last day of grace. None without one."""
        last = min(as_of, self.due + timedelta(days=grace))
        found = [one.value for one in self.renewals if one.signed_on <= last]
        return sum(found, ZERO) if found else None

    def outcome(self, as_of: date, grace: int = GRACE_DAYS) -> Outcome:
        if self.renewed(as_of, grace) is not None:
            return "renewed"
        given_up = any(day is not None and day <= as_of for day in (self.refused_on, self.terminated_on))
        return "lost" if given_up or as_of > self.due + timedelta(days=grace) else "pending"


@dataclass(frozen=True)
class Rates:
    """Counts and sums over the decided ones; `pending` is left out of all three rates."""

    renewed: int
    decided: int
    pending: int
    due_value: Decimal
    kept_value: Decimal
    renewed_value: Decimal

    @property
    def renewal_rate(self) -> Decimal | None:
        return ratio(Decimal(self.renewed), Decimal(self.decided))

    @property
    def renewal_rate_value(self) -> Decimal | None:
        """Each renewed value counts up to what was due."""
        return ratio(self.kept_value, self.due_value)

    @property
    def renewal_rate_net(self) -> Decimal | None:
        return ratio(self.renewed_value, self.due_value)


def renewal_rates(book: Iterable[Due], as_of: date, grace: int = GRACE_DAYS) -> Rates:
    """Due 60 renewed at 75, 80 refused, 30 in grace: 1/2; value 60/140, net 75/140."""
    rows = [(one, one.outcome(as_of, grace)) for one in book]
    decided = [one for one, outcome in rows if outcome != "pending"]
    again = [one.renewed(as_of, grace) or ZERO for one in decided]
    return Rates(
        sum(outcome == "renewed" for _, outcome in rows),
        len(decided),
        len(rows) - len(decided),
        sum((one.value for one in decided), ZERO),
        sum((min(value, one.value) for one, value in zip(decided, again, strict=True)), ZERO),
        sum(again, ZERO),
    )
