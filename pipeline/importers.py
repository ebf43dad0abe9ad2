"""What of this app a file can bring: products, stage names, deals with their history."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from pipeline.operations.import_deals import resolve_deals, undo_deals, write_deals
from pipeline.operations.import_products import (
    process_of,
    resolve_products,
    resolve_stages,
    undo_products,
    undo_stages,
    write_products,
    write_stages,
)
from pipeline.rules.stage_names import SeenStage, propose_stages
from salesops.imports.columns import Columns
from salesops.imports.models import ImportBatch
from salesops.imports.registry import Derivation, Field, Importer, Target, Trace, importers, targets, traces

YES = {"1", "true", "yes", "y", "t", "x"}


def _process_parameters(batch: ImportBatch) -> dict[str, int]:
    process = process_of(batch)
    return {"process": process.pk if process else 0}


def derived_people(columns: Columns) -> list[list[str]]:
    """One row an owner; where a column differs between an owner's rows the first of them counts."""
    found: dict[str, list[str]] = {}
    if "owner" in columns:
        for owner, email, manager, team, _n in columns.distinct("owner", "owner_email", "manager", "team"):
            if owner and owner not in found:
                found[owner] = [owner, email or "", manager or "", team or ""]
    return list(found.values())


def derived_names(key: str) -> Callable[[Columns], list[list[str]]]:
    def rows(columns: Columns) -> list[list[str]]:
        return [[value] for value in columns.values(key)]

    return rows


def derived_stages(columns: Columns) -> list[list[str]]:
    """The stage names of the file with what they are proposed to stand for."""
    seen: dict[str, list[tuple[str | None, ...]]] = {}
    for row in columns.distinct("stage", "probability", "is_closed", "is_won", "forecast_category"):
        if row[0]:
            seen.setdefault(row[0], []).append(row)
    stages = [_seen_stage(name, rows) for name, rows in seen.items()]
    return [
        [stage.name, str(position), stage.kind, f"{stage.probability:.4f}", stage.category]
        for position, stage in enumerate(propose_stages(stages), start=1)
    ]


def _seen_stage(name: str, rows: list[tuple[str | None, ...]]) -> SeenStage:
    chances = [_chance(row[1]) for row in rows if row[1] and _chance(row[1]) is not None]
    common = max(rows, key=lambda row: int(row[-1] or 0))
    return SeenStage(
        name=name,
        deals=sum(int(row[-1] or 0) for row in rows),
        probability=chances[0] if chances else None,
        closed=None if rows[0][2] is None else rows[0][2].lower() in YES,
        won=None if rows[0][3] is None else rows[0][3].lower() in YES,
        category=common[4] or "",
    )


def _chance(text: str | None) -> Decimal | None:
    """`75`, `75%` and `0.75` are one chance; anything above 100 is none."""
    cleaned = (text or "").strip().rstrip("%").replace(",", ".")
    try:
        value = Decimal(cleaned)
    except ArithmeticError:
        return None
    value = value / 100 if value > 1 or "%" in (text or "") else value
    return value if 0 <= value <= 1 else None


PRODUCT = Target(
    key="product",
    label=_("product"),
    candidates=(
        "SELECT id, name AS value, name AS label FROM pipeline_product"
        " UNION ALL SELECT id, nullif(code, ''), name FROM pipeline_product"
    ),
)
STAGE = Target(
    key="stage",
    label=_("stage"),
    candidates="SELECT id, name AS value, name AS label FROM pipeline_stage WHERE process_id = %(process)s",
    parameters=_process_parameters,
)
DEAL = Target(
    key="deal",
    label=_("deal"),
    candidates="SELECT id, name AS value, name AS label FROM pipeline_opportunity WHERE NOT deleted",
)

PRODUCTS = Importer(
    key="products",
    label=_("Products"),
    order=10,
    makes="product",
    fields=(
        Field("name", _("Product"), required=True, aliases=("product", "product name", "item")),
        Field("external_id", _("ID in the source"), external=True, aliases=("id", "product id", "product2 id")),
        Field("code", _("Code"), aliases=("product code", "sku")),
        Field("family", _("Family"), aliases=("series", "product family", "category")),
        Field("list_price", _("List price"), kind="money", aliases=("sales_price", "price", "unit price")),
        Field("currency", _("Currency"), kind="currency", aliases=("currency iso code",)),
    ),
    resolve=resolve_products,
    write=write_products,
    undo=undo_products,
)
STAGES = Importer(
    key="stages",
    label=_("Stages"),
    order=40,
    makes="stage",
    fields=(
        Field("name", _("Stage"), required=True, aliases=("stage name", "label", "master label")),
        Field("position", _("Order"), kind="integer", aliases=("sort order", "stage order")),
        Field("kind", _("Counts as"), required=True, aliases=("status", "stage kind")),
        Field("probability", _("Chance of winning"), kind="percent", aliases=("default probability",)),
        Field("category", _("Forecast category"), aliases=("forecast category",)),
    ),
    resolve=resolve_stages,
    write=write_stages,
    undo=undo_stages,
)
DEALS = Importer(
    key="deals",
    label=_("Deals"),
    order=50,
    makes="deal",
    fields=(
        Field(
            "external_id",
            _("ID in the source"),
            external=True,
            aliases=("opportunity_id", "id", "deal id", "record id", "deal - id", "opportunityid"),
        ),
        Field(
            "name",
            _("Deal name"),
            aliases=("deal name", "deal", "opportunity", "opportunity name", "deal - title", "title", "lead_name"),
        ),
        Field(
            "account",
            _("Account"),
            link="customer",
            aliases=(
                "account",
                "account name",
                "accountid",
                "company name",
                "company",
                "deal - organization",
                "organization",
                "customer",
            ),
        ),
        Field(
            "owner",
            _("Owner"),
            link="person",
            aliases=(
                "sales_agent",
                "owner",
                "deal owner",
                "opportunity owner",
                "owner name",
                "deal - owner",
                "user_name",
                "owner full name",
                "ownerid",
                "owner id",
            ),
        ),
        Field("owner_email", _("Owner's e-mail"), aliases=("owner email", "user email")),
        Field("manager", _("Owner's manager"), aliases=("manager", "owner manager")),
        Field("team", _("Owner's team"), aliases=("team", "regional_office", "region", "owner role")),
        Field("product", _("Product"), link="product", aliases=("product", "product name")),
        Field(
            "stage",
            _("Stage"),
            required=True,
            link="stage",
            aliases=("deal_stage", "stage name", "deal stage", "deal - stage", "status label", "status"),
        ),
        Field(
            "amount",
            _("Amount"),
            kind="money",
            aliases=("close_value", "amount", "deal - value", "deal amount", "value", "amount converted"),
        ),
        Field(
            "currency",
            _("Currency"),
            kind="currency",
            aliases=("currencyisocode", "currency iso code", "deal - currency of value", "value_currency"),
        ),
        Field(
            "created",
            _("Created"),
            kind="moment",
            aliases=(
                "engage_date",
                "created date",
                "createddate",
                "create date",
                "deal - deal created",
                "date_created",
            ),
        ),
        Field(
            "close_date",
            _("Close date"),
            kind="date",
            aliases=("close_date", "closedate", "expected close date", "deal - expected close date", "date_won"),
        ),
        Field(
            "probability",
            _("Probability"),
            kind="percent",
            aliases=("probability", "probability (%)", "confidence", "deal - probability"),
        ),
        Field("is_closed", _("Is closed"), kind="boolean", aliases=("isclosed", "closed")),
        Field("is_won", _("Is won"), kind="boolean", aliases=("iswon", "won")),
        Field(
            "forecast_category",
            _("Forecast category"),
            aliases=("forecastcategory", "forecastcategoryname", "forecast category name"),
        ),
        Field("kind", _("Kind"), aliases=("type", "deal type", "opportunity type")),
        Field("next_step", _("Next step"), aliases=("nextstep", "next step")),
    ),
    resolve=resolve_deals,
    write=write_deals,
    undo=undo_deals,
    derives=(
        Derivation("products", ("name",), derived_names("product")),
        Derivation("people", ("name", "email", "manager", "team"), derived_people),
        Derivation("customers", ("name",), derived_names("account")),
        Derivation("stages", ("name", "position", "kind", "probability", "category"), derived_stages),
    ),
)


def register() -> None:
    for target in (PRODUCT, STAGE, DEAL):
        targets.register(target.key, target)
    for importer in (PRODUCTS, STAGES, DEALS):
        importers.register(importer.key, importer)
    for kind, column in (
        ("person", "owner_id"),
        ("person", "credit_owner_id"),
        ("person", "actor_id"),
        ("product", "product_id"),
    ):
        traces.register(f"version.{column}", Trace(kind, "pipeline_opportunityversion", column))
