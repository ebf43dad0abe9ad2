"""How figures are cut by people and customers: owner, team and manager on the event's own day."""

from collections.abc import Callable, Mapping, Sequence

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from accounts.metrics import contracts, people
from accounts.models import Contract, ContractLine, CustomerAccount, JobAssignment, Team, User
from salesops.kernel.grain import DIMENSIONS, Dimension
from salesops.kernel.metrics import MEASURES, METRICS

BOOKS = frozenset({"contract_line", "customer_book", "contract"})
WITH_CUSTOMER = frozenset({"opportunity", "stage_step", "lead", "activity"}) | BOOKS
EMPLOYED = frozenset({people.SOURCE})
OWNED = WITH_CUSTOMER | {"quota"} | EMPLOYED


def _named(model: type) -> Callable[[Sequence[str]], Mapping[str, str]]:
    """Names by uid: a key of the database leaves it nowhere."""

    def labels(keys: Sequence[str]) -> Mapping[str, str]:
        found = model.objects.filter(uid__in=keys)  # type: ignore[attr-defined]
        return {str(uid): name for uid, name in found.values_list("uid", "name")}

    return labels


def _types(keys: Sequence[str]) -> Mapping[str, str]:
    return {str(key): str(label) for key, label in Contract.Type.choices if key in keys}


def _products(keys: Sequence[str]) -> Mapping[str, str]:
    """By what the lines of contracts call them."""
    found = ContractLine.objects.filter(product_uid__in=keys).values_list("product_uid").annotate(called=Min("name"))
    return {str(uid): name for uid, name in found}


def _functions(keys: Sequence[str]) -> Mapping[str, str]:
    return {str(key): str(label) for key, label in JobAssignment.Function.choices if key in keys}


def _of_job(column: str) -> tuple[str, str]:
    """Expression and join of what the person did on the day; each dimension brings its own alias."""
    job = f"LEFT JOIN accounts_jobassignment job_{column} ON job_{column}.employment_id = {{record}}"
    return f"nullif(job_{column}.{column}, '')", f"{job} AND job_{column}.during @> {{day}}"


def _of_customer(column: str) -> tuple[str, str]:
    """Expression and join of a customer's own column; each dimension brings its own alias."""
    alias = f"customer_{column}"
    return f"nullif({alias}.{column}, '')", f"LEFT JOIN accounts_customeraccount {alias} ON {alias}.id = {{customer}}"


PERSON = "LEFT JOIN accounts_user owner_is ON owner_is.id = {owner}"
TEAM = """LEFT JOIN accounts_teammembership member_of ON member_of.person_id = {owner} AND member_of.primary
    AND member_of.during @> {day} LEFT JOIN accounts_team team_of ON team_of.id = member_of.team_id"""
MANAGER = """LEFT JOIN accounts_reportingline line_of ON line_of.person_id = {owner} AND line_of.during @> {day}
    LEFT JOIN accounts_user manager_is ON manager_is.id = line_of.manager_id"""
CUSTOMER = "LEFT JOIN accounts_customeraccount customer_is ON customer_is.id = {customer}"

DECLARED = (
    Dimension("owner", _("Person"), "owner_is.uid", OWNED, join=PERSON, labels=_named(User)),
    Dimension("team", _("Team"), "team_of.uid", OWNED, join=TEAM, labels=_named(Team)),
    Dimension("manager", _("Manager"), "manager_is.uid", OWNED, join=MANAGER, labels=_named(User)),
    Dimension(
        "customer", _("Customer"), "customer_is.uid", WITH_CUSTOMER, join=CUSTOMER, labels=_named(CustomerAccount)
    ),
    Dimension(
        "account_type",
        _("Account type"),
        _of_customer("account_type")[0],
        WITH_CUSTOMER,
        join=_of_customer("account_type")[1],
    ),
    Dimension(
        "contract_type", _("Contract type"), "{contract_type}", frozenset({"contract_line", "contract"}), labels=_types
    ),
    Dimension(
        "contract_product",
        _("Product of the contract"),
        "{contract_product}",
        frozenset({"contract_line"}),
        labels=_products,
    ),
    *(
        Dimension(column, label, _of_job(column)[0], EMPLOYED, join=_of_job(column)[1], labels=labels)
        for column, label, labels in (
            ("function", _("Function"), _functions),
            ("job_role", _("Job role"), None),
            ("cost_centre", _("Cost centre"), None),
            ("location", _("Location"), None),
        )
    ),
    Dimension("sector", _("Sector"), _of_customer("sector")[0], WITH_CUSTOMER, join=_of_customer("sector")[1]),
    Dimension("country", _("Country"), _of_customer("country")[0], WITH_CUSTOMER, join=_of_customer("country")[1]),
)


def declare() -> None:
    """Fill the registries; called once by the app's `ready`."""
    for dimension in DECLARED:
        DIMENSIONS.register(dimension.key, dimension)
    for measure in (*contracts.MEASURED, *people.MEASURED):
        MEASURES.register(measure.key, measure)
    for metric in (*contracts.DECLARED, *people.DECLARED):
        METRICS.register(metric.key, metric)
