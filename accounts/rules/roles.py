"""The role presets: which verbs each carries and over what, as accounts-desk.md 4 has them.

Roles are data. These rows are written once for a new company; an organisation edits its own afterwards.
"""

from dataclasses import dataclass
from typing import Literal

Reach = Literal["own", "subtree", "team", "all"]

SEE = frozenset({"customer.see", "deal.see", "lead.see", "activity.see", "metrics.see", "forecast.see", "quota.see"})
SELL = frozenset({"customer.change", "deal.change", "deal.close", "lead.change", "activity.log", "forecast.submit"})
STEER = frozenset({"deal.reopen", "deal.correct", "deal.transfer", "ownership.change", "forecast.adjust", "line.see"})
CONTRACTS = frozenset({"contract.see", "contract.change"})
LOAD = frozenset({"import.see", "import.check", "import.run", "import.undo"})
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


PRESETS = (
    Preset("rep", "Rep", "rep", "own", SEE | SELL | {"contract.see"}),
    Preset("manager", "Manager", "manager", "subtree", SEE | SELL | STEER | CONTRACTS),
    Preset("vp", "VP Sales", "vp", "subtree", SEE | SELL | STEER | CONTRACTS | {"people.see"}),
    Preset(
        "ops_rep",
        "Operations rep",
        "operations",
        "all",
        SEE | LOAD | CONTRACTS | {"lead.change", "customer.change", "people.see", "line.see", "channel.change"},
    ),
    Preset(
        "analyst",
        "Analyst",
        "operations",
        "all",
        SEE | {"contract.see", "import.see", "import.check", "people.see", "line.see", "jobs.see", "audit.see"},
    ),
    Preset(
        "ops_manager",
        "Operations manager",
        "operations",
        "all",
        SEE | SELL | STEER | LOAD | SET_UP | CONTRACTS | {"contract.approve"},
    ),
    Preset(
        "enablement",
        "Enablement",
        "other",
        "subtree",
        frozenset({"customer.see", "deal.see", "people.see", "line.see"}),
    ),
    Preset(
        "finance",
        "Finance",
        "other",
        "all",
        SEE | CONTRACTS | {"contract.approve", "people.see", "line.see"},
    ),
    Preset(
        "admin",
        "System administrator",
        "operations",
        "all",
        frozenset(
            {
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
                "channel.change",
            }
        ),
    ),
)
