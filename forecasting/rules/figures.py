"""The buckets a row can be in, and what a node's figures say beside a quota."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
WON, COMMIT, UPSIDE, PIPELINE, UNMAPPED = "won", "commit", "upside", "pipeline", "unmapped"
LOST, OMITTED, UNCOUNTED, OVERDUE, UNDATED = "lost", "omitted", "uncounted", "overdue", "undated"
OPEN = (COMMIT, UPSIDE, PIPELINE, UNMAPPED)
"""The open total; an imported stage without a category is inside it, in a column of its own (PIPE-18)."""
OUTSIDE = (LOST, OMITTED, UNCOUNTED, OVERDUE, UNDATED)
"""Shown, in no sum."""
BUCKETS = (WON, *OPEN, *OUTSIDE)


@dataclass(frozen=True)
class Sum:
    """amount: rounded rows added up. count: rows with and without a price. missing: no rate; unpriced: no amount."""

    amount: Decimal = ZERO
    count: int = 0
    missing: int = 0
    unpriced: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.amount + other.amount,
            self.count + other.count,
            self.missing + other.missing,
            self.unpriced + other.unpriced,
        )

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum(
            self.amount - other.amount,
            self.count - other.count,
            self.missing - other.missing,
            self.unpriced - other.unpriced,
        )


NOTHING = Sum()


def cumulative(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """won = W; commit = W + C; upside = W + C + U; all = W + the open total; open = the open total."""
    won, commit, upside = (amounts.get(bucket, ZERO) for bucket in (WON, COMMIT, UPSIDE))
    opened = sum((amounts.get(bucket, ZERO) for bucket in OPEN), ZERO)
    return {"won": won, "commit": won + commit, "upside": won + commit + upside, "all": won + opened, "open": opened}


@dataclass(frozen=True)
class AgainstQuota:
    """gap: call minus quota. coverage: open / (quota - won). Each is None with a reason."""

    quota: Decimal | None
    gap: Decimal | None
    attainment: Decimal | None
    coverage: Decimal | None
    reason: str = ""
    coverage_reason: str = ""


def against_quota(quota: Decimal | None, *, call: Decimal, won: Decimal, opened: Decimal) -> AgainstQuota:
    """990 open, quota 600, won 150: coverage 2.2 (pipeline.md 4.9). None or 0: `no_quota`; reached: `target_met`."""
    if not quota:
        return AgainstQuota(quota, None, None, None, "no_quota", "no_quota")
    left = quota - won
    coverage = opened / left if left > 0 else None
    return AgainstQuota(quota, call - quota, won / quota, coverage, "", "" if left > 0 else "target_met")
