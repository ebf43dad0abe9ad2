"""The role presets: which verbs each carries and over what, as accounts-desk.md 4 has them.

Roles are data. These rows are written once for a new company; an organisation edits its own afterwards.
"""

from dataclasses import dataclass
from typing import Literal

Reach = Literal["own", "subtree", "team", "all"]

SEE = frozenset({"customer.see", "deal.see", "lead.see", "activity.see", "metrics.see", "forecast.see", "quota.see"})
SELL = frozenset({"customer.change", "deal.change", "deal.close", "lead.change", "activity.log", "forecast.submit"})
STEER = frozenset({"deal.reopen", "deal.correct", "deal.transfer", "ownership.change", "forecast.adjust", "line.see"})
DECIDE = frozenset({"ownership.change", "claim.decide"})
# Reasons of leave (accounts-desk.md 4): one's own everybody sees and plans.
LEAVE = frozenset({"leave.see", "leave.change"})
CONTRACTS = frozenset({"contract.see", "contract.change"})
EXITS = frozenset({"headcount.see", "exit.see"})
"""Headcount, and why people left: others who see headcount see counts of leavers alone."""
MOVES = frozenset({"change.see", "change.draft", "change.save"})
LOAD = frozenset({"import.see", "import.check", "import.run", "import.undo", "customer.merge"})
SET_UP = frozenset(
    {
        "people.see",
        "people.change",
        "line.change",
        "team.change",
        "process.change",
        "product.change",
        "quota.change",
        "period.change",
        "org.change",
        "rate.change",
        "jobs.see",
        "jobs.control",
        "audit.see",
        "deal.mass_change",
        "components.see",
        "channel.change",
    }
)


# Who sets up the company, steers it or reads its money (accounts-desk.md, ACC-02).
SECOND_FACTOR = frozenset({"ops_manager", "vp", "finance", "admin"})
# Whoever holds one of these must have a second factor: they could give themselves the rest.
GUARDED = frozenset({"role.change", "people.change", "erasure.approve"})


@dataclass(frozen=True)
class Preset:
    """`scope` is what the role is granted over unless the grant says otherwise."""

    key: str
    name: str
    home: Literal["rep", "manager", "vp", "operations", "other"]
    scope: Reach
    verbs: frozenset[str]

    @property
    def second_factor(self) -> bool:
        return self.key in SECOND_FACTOR


REP = SEE | SELL | {"contract.see", "exit.see"}
FORECAST = frozenset({"forecast.see", "forecast.submit"})
LEAD = SEE | SELL | STEER | CONTRACTS | LEAVE | EXITS
PRESETS = (
    Preset("rep", "Rep", "rep", "own", REP),
    Preset("sdr", "Sales development rep", "rep", "own", REP - FORECAST - {"deal.close"}),
    # Their accounts are those they own as account manager, in customer success or for renewals.
    Preset("am", "Account manager", "rep", "own", REP),
    Preset("csm", "Customer success manager", "rep", "own", REP),
    Preset("renewals", "Renewals manager", "rep", "own", REP | {"contract.change"}),
    Preset("manager", "Manager", "manager", "subtree", LEAD | {"change.see", "change.draft"}),
    Preset("vp", "VP Sales", "vp", "subtree", LEAD | DECIDE | MOVES | {"people.see"}),
    Preset(
        "ops_rep",
        "Operations rep",
        "operations",
        "all",
        (SEE | LOAD | CONTRACTS | DECIDE)
        | {"lead.change", "customer.change", "people.see", "line.see", "change.see", "change.draft", "channel.change"},
    ),
    Preset(
        "analyst",
        "Analyst",
        "operations",
        "all",
        (SEE | {"contract.see", "import.see", "import.check", "people.see", "line.see"})
        | {"jobs.see", "audit.see", "headcount.see"},
    ),
    Preset(
        "ops_manager",
        "Operations manager",
        "operations",
        "all",
        LEAD | LOAD | SET_UP | DECIDE | MOVES | {"contract.approve", "erasure.see", "erasure.preview"},
    ),
    Preset(
        "enablement",
        "Enablement",
        "other",
        "subtree",
        frozenset({"customer.see", "deal.see", "people.see", "line.see", "headcount.see"}),
    ),
    Preset(
        "finance",
        "Finance",
        "other",
        "all",
        (SEE | CONTRACTS | EXITS) | {"contract.approve", "leave.see", "people.see", "line.see", "change.see"},
    ),
    Preset(
        "admin",
        "System administrator",
        "operations",
        "all",
        MOVES
        | {
            "people.see",
            "people.change",
            "line.see",
            "line.change",
            "team.change",
            "role.change",
            "token.revoke",
            "org.change",
            "rate.change",
            "period.change",
            "jobs.see",
            "jobs.control",
            "audit.see",
            "components.see",
            "erasure.see",
            "erasure.approve",
            "channel.change",
        },
    ),
)

VERBS = tuple(sorted(frozenset[str]().union(*(preset.verbs for preset in PRESETS))))
"""Every verb there is: some preset carries it."""


@dataclass(frozen=True)
class Effect:
    """What a change of a role does to one who holds it. Empty on both sides: another role of theirs carries it all."""

    gains: tuple[str, ...]
    loses: tuple[str, ...]


def effect_of(before: frozenset[str], after: frozenset[str], others: frozenset[str]) -> Effect:
    """`others`: the verbs of the other roles that the person holds."""
    return Effect(tuple(sorted(after - before - others)), tuple(sorted(before - after - others)))
