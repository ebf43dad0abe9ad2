"""Orders from a file. Set SQL on `work_orders`: a number of the source means one order, whatever is sent again."""

from accounts.models import Order, OrderLine
from accounts.queries.organisation import organisation
from salesops.db.operation import Operation
from salesops.imports.models import ImportBatch
from salesops.imports.operations.leftovers import created_ids, remove_unreferenced
from salesops.imports.registry import Undone
from salesops.imports.work import Work, insert_sql


def columns() -> dict[str, str]:
    return {
        "customer_id": "w.account_id",
        "ordered_on": "w.ordered_on",
        "amount": "w.amount",
        "currency": f"coalesce(w.currency, '{organisation().currency}')",
    }


def resolve_orders(work: Work) -> None:
    work.run("UPDATE work_orders SET label = coalesce(number, '')")
    work.problem("negative_amount", "amount", "amount < 0")
    work.problem("out_of_range", "amount", "amount >= 1e15")
    work.problem("in_the_future", "ordered_on", "ordered_on > current_date")
    work.problem("too_long", "number", "length(number) > 80")
    work.problem("out_of_range", "quantity", "quantity <= 0 OR quantity >= 1e12")
    work.problem(
        "not_a_currency", "currency", "currency IS NOT NULL AND currency NOT IN (SELECT code FROM accounts_currency)"
    )
    work.link("account")
    work.match("number")
    work.compare("accounts_order", columns())
    work.problem("already_exists", "number", "id IS NOT NULL AND after <> '{}'")
    work.allot("accounts_order_id_seq", "number")
    work.decide()


def write_orders(work: Work, op: Operation) -> None:
    source = f"(SELECT source FROM imports_importbatch WHERE id = {work.batch.pk:d})"
    work.insert(Order, {"id": "w.id", "number": "btrim(w.number)", "source": source, **columns()})
    line = {
        "order_id": "w.id",
        "name": "left(coalesce(nullif(btrim(w.product), ''), 'Order ' || w.number), 300)",
        "quantity": "coalesce(w.quantity, 1)",
        "amount": "w.amount",
    }
    work.run(*insert_sql(OrderLine, line, "work_orders w WHERE w.action = 'create' ORDER BY w.row_number"))
    work.remember()


def undo_orders(batch: ImportBatch, op: Operation, report: Undone) -> None:
    ids = created_ids(batch, "order")
    OrderLine.objects.filter(order_id__in=ids).delete()
    remove_unreferenced("order", "accounts_order", ids, report)
