"""How figures are cut by people and customers: owner, team and manager on the event's own day."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import CustomerAccount, Team, User
from salesops.kernel.grain import DIMENSIONS, Dimension

WITH_CUSTOMER = frozenset({"opportunity", "stage_step", "lead", "activity"})
OWNED = WITH_CUSTOMER | {"quota"}


def _named(model: type) -> Callable[[Sequence[str]], Mapping[str, str]]:
    def labels(keys: Sequence[str]) -> Mapping[str, str]:
        found = model.objects.filter(pk__in=[int(key) for key in keys])  # type: ignore[attr-defined]
        return {str(pk): name for pk, name in found.values_list("pk", "name")}

    return labels


def _of_customer(column: str) -> tuple[str, str]:
    """Expression and join of a customer's own column; each dimension brings its own alias."""
    alias = f"customer_{column}"
    return f"nullif({alias}.{column}, '')", f"LEFT JOIN accounts_customeraccount {alias} ON {alias}.id = {{customer}}"


TEAM = """LEFT JOIN accounts_teammembership team_of ON team_of.person_id = {owner} AND team_of.primary
    AND team_of.during @> {day}"""
MANAGER = "LEFT JOIN accounts_reportingline line_of ON line_of.person_id = {owner} AND line_of.during @> {day}"

DECLARED = (
    Dimension("owner", _("Person"), "{owner}", OWNED, labels=_named(User)),
    Dimension("team", _("Team"), "team_of.team_id", OWNED, join=TEAM, labels=_named(Team)),
    Dimension("manager", _("Manager"), "line_of.manager_id", OWNED, join=MANAGER, labels=_named(User)),
    Dimension("customer", _("Customer"), "{customer}", WITH_CUSTOMER, labels=_named(CustomerAccount)),
    Dimension(
        "account_type",
        _("Account type"),
        _of_customer("account_type")[0],
        WITH_CUSTOMER,
        join=_of_customer("account_type")[1],
    ),
    Dimension("sector", _("Sector"), _of_customer("sector")[0], WITH_CUSTOMER, join=_of_customer("sector")[1]),
    Dimension("country", _("Country"), _of_customer("country")[0], WITH_CUSTOMER, join=_of_customer("country")[1]),
)


def declare() -> None:
    """Fill the registry; called once by the app's `ready`."""
    for dimension in DECLARED:
        DIMENSIONS.register(dimension.key, dimension)
