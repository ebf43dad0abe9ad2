"""Customers from a file, their parents and owners. Set SQL on `work_customers`."""

from accounts.models import AccountOwnership, CustomerAccount
from accounts.queries.organisation import organisation
from salesops.db.operation import Operation
from salesops.imports.models import ImportBatch
from salesops.imports.operations.leftovers import created_ids, remove_unreferenced, restore_changed
from salesops.imports.registry import Undone
from salesops.imports.work import Work, insert_sql

COLUMNS = {
    "name": "w.name",
    "account_type": "w.account_type",
    "sector": "w.sector",
    "country": "w.country",
    "employees": "w.employees::integer",
    "annual_revenue": "w.annual_revenue",
    "founded_year": "w.founded_year::smallint",
}
TEXTS = ("account_type", "sector", "country")
CYCLE = """
id IN (
    WITH RECURSIVE up(start, id) AS (
        SELECT id, parent_id FROM work_customers WHERE parent_id IS NOT NULL
        UNION
        SELECT up.start, w.parent_id FROM up JOIN work_customers w ON w.id = up.id WHERE w.parent_id IS NOT NULL
    )
    SELECT start FROM up WHERE start = id
)
"""
# Rows that mean what was merged away: they find the survivor and must not give it back its former name.
MERGED = """
UPDATE work_customers w SET action = 'unchanged' FROM accounts_customermerge m, accounts_customeraccount gone
WHERE w.id IS NOT NULL AND m.survivor_id = w.id AND m.undone_at IS NULL AND gone.id = m.loser_id AND (
    (w.matched_by = 'name' AND imports_key(gone.name) = imports_key(w.name) AND imports_key(w.name)
        <> (SELECT imports_key(name) FROM accounts_customeraccount WHERE id = w.id))
    OR (w.matched_by = 'external_id' AND EXISTS (
        SELECT FROM imports_externalid x WHERE x.source = %(source)s AND x.kind = 'customer'
            AND x.external_id = w.{key} AND m.moved -> 'external_ids' @> to_jsonb(x.id)))
)
"""


def resolve_customers(work: Work) -> None:
    work.run("UPDATE work_customers SET label = coalesce(name, '')")
    work.problem("out_of_range", "founded_year", "founded_year NOT BETWEEN 1000 AND 2100")
    work.problem("out_of_range", "employees", "employees NOT BETWEEN 0 AND 2000000000")
    work.problem("out_of_range", "annual_revenue", "abs(annual_revenue) >= 1e15")
    work.match("name")
    key = "external_id" if work.has("external_id") else "label"
    work.run(MERGED.format(key=key), {"source": work.batch.source})
    work.link("owner")
    work.allot("accounts_customeraccount_id_seq", "name")
    work.link("parent")
    work.problem("parent_is_itself", "parent", "parent_id = id")
    work.problem("parent_cycle", "parent", f"parent_id <> id AND {CYCLE}")
    columns = {**COLUMNS, "annual_revenue_currency": _currency("t.annual_revenue_currency")}
    work.compare("accounts_customeraccount", {**columns, "parent_id": "w.parent_id"})
    work.revive("accounts_customeraccount", "archived_at")
    work.decide()


def write_customers(work: Work, op: Operation) -> None:
    """Parents after all rows stand: a file may name a parent before its own row."""
    filled = COLUMNS | {name: f"coalesce({COLUMNS[name]}, '')" for name in TEXTS}
    work.insert(CustomerAccount, {"id": "w.id", **filled, "annual_revenue_currency": _currency("NULL")})
    work.update(CustomerAccount, {**COLUMNS, "annual_revenue_currency": _currency("t.annual_revenue_currency")})
    work.run(
        "UPDATE accounts_customeraccount t SET parent_id = w.parent_id FROM work_customers w"
        " WHERE t.id = w.id AND w.parent_id IS NOT NULL AND w.action IN ('create', 'update')"
    )
    work.run(
        "UPDATE accounts_customeraccount t SET archived_at = NULL FROM work_customers w"
        " WHERE t.id = w.id AND w.action = 'update' AND t.archived_at IS NOT NULL"
    )
    owned = "work_customers w JOIN accounts_seat s ON s.person_id = w.owner_id AND s.kind = 'personal'"
    columns = {"account_id": "w.id", "seat_id": "s.id", "valid": "daterange(NULL, NULL)", "source": "'import'"}
    work.run(*insert_sql(AccountOwnership, columns, f"{owned} WHERE w.action = 'create'"))
    work.remember()


def _currency(known: str) -> str:
    """An amount without a currency is in the one its record has, else in the organisation's."""
    return f"CASE WHEN w.annual_revenue IS NOT NULL THEN coalesce(w.currency, {known}, '{organisation().currency}') END"


def undo_customers(batch: ImportBatch, op: Operation, report: Undone) -> None:
    ids = created_ids(batch, "customer")
    AccountOwnership.objects.filter(account_id__in=ids, source="import").delete()
    CustomerAccount.objects.filter(pk__in=ids, parent_id__in=ids).update(parent=None)
    restore_changed(batch, "customer", "accounts_customeraccount", report)
    remove_unreferenced("customer", "accounts_customeraccount", ids, report, archive="archived_at = now()")
