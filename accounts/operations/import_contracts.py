"""Contracts from a file, each with one line. Checked by the very rule that a form is checked by (ACC-51)."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from accounts.access import today
from accounts.models import Contract, ContractLine, User
from accounts.operations.contract_terms import DEFAULTS, Line, worked_out
from accounts.rules.contracts import state_on
from salesops.audit.models import AuditRecord
from salesops.db.operation import Operation
from salesops.imports.models import BatchRecord, ImportBatch, Problem
from salesops.imports.operations.leftovers import created_ids, remove_unreferenced
from salesops.imports.registry import Undone
from salesops.imports.work import Work
from salesops.kernel.errors import Refused

FIELDS = (
    *("row_number", "number", "customer_id", "type", "start", "last_day", "value", "currency", "auto_renew"),
    *("notice_days", "renewal_months", "owner_id", "signed_on", "line"),
)
KINDS = ", ".join(f"'{kind}'" for kind in Contract.Type.values)
KNOWN = """
UPDATE work_contracts w SET id = c.id, matched_by = 'number',
    before = CASE WHEN {same} THEN '{{}}' ELSE jsonb_build_object('number', c.number) END
FROM accounts_contract c WHERE c.number = w.number
"""
SAME = """
(c.customer_id = w.customer_id AND lower(c.during) = w.start AND upper(c.during) - 1 = w.last_day
    AND c.value = coalesce(w.value, 0) AND (w.currency IS NULL OR c.currency = w.currency))
"""


def resolve_contracts(work: Work) -> None:
    work.run("UPDATE work_contracts SET label = coalesce(number, ''), type = coalesce(lower(type), 'new')")
    work.link("customer")
    work.link("owner")
    work.problem(
        "twice_in_file", "number", "number IN (SELECT number FROM work_contracts GROUP BY 1 HAVING count(*) > 1)"
    )
    work.problem("not_a_contract_type", "type", f"type NOT IN ({KINDS})")
    work.problem("in_the_future", "signed_on", "signed_on > %s", params=[today()])
    work.run(KNOWN.format(same=SAME))
    work.problem("contract_differs", "number", "id IS NOT NULL AND before <> '{}'")
    work.block()
    _refuse(work)
    work.block()
    work.run(
        "UPDATE work_contracts SET action = CASE WHEN id IS NULL THEN 'create' ELSE 'unchanged' END"
        " WHERE action IS NULL"
    )


def _refuse(work: Work) -> None:
    """What the rule of a contract says against a row, as a problem of the field it names."""
    found = []
    for row in _rows("action IS NULL AND id IS NULL"):
        try:
            worked_out(_asked(row))
        except Refused as refused:
            field = next(iter(refused.fields), "")
            known = field in FIELDS
            column = work.columns.header_of(field) if known else ""
            found.append(
                Problem(
                    file=work.file,
                    row_number=row["row_number"],
                    column=column,
                    field=field if known else "",
                    code="refused",
                    value=refused.message,
                )
            )
    Problem.objects.bulk_create(found)


def write_contracts(work: Work, op: Operation) -> None:
    """Signed ones stand as their days have them; others are drafts."""
    made: list[Contract] = []
    lines: list[ContractLine] = []
    day = today()
    for row in _rows("action = 'create'"):
        columns, own = worked_out(_asked(row))
        signed = row["signed_on"]
        state = state_on(day, row["start"], row["last_day"], is_renewed=False) if signed else Contract.State.DRAFT
        contract = Contract(customer_id=row["customer_id"], made_by=op.by, signed_on=signed, state=state, **columns)
        for line in own:
            line.contract = contract
        made.append(contract)
        lines += own
    Contract.objects.bulk_create(made)
    for line in lines:
        line.contract_id = line.contract.pk
    ContractLine.objects.bulk_create(lines)
    BatchRecord.objects.bulk_create(
        BatchRecord(batch=work.batch, kind="contract", record_id=contract.pk, action="created") for contract in made
    )


def undo_contracts(batch: ImportBatch, op: Operation, report: Undone) -> None:
    """Those that somebody worked on since are kept and named."""
    ids = created_ids(batch, "contract")
    rows = Contract.objects.filter(pk__in=ids)
    touched = AuditRecord.objects.filter(kind="contract", record_uid__in=rows.values("uid"), by__isnull=False)
    kept = rows.filter(uid__in=touched.values("record_uid")) | rows.filter(files__isnull=False)
    kept = kept | rows.filter(obligations__isnull=False) | rows.filter(successors__isnull=False)
    names = dict(kept.distinct().values_list("pk", "number"))
    report.kept += [(number, "changed_since") for number in sorted(names.values())]
    free = [pk for pk in ids if pk not in names]
    ContractLine.objects.filter(contract__in=free).delete()
    remove_unreferenced("contract", "accounts_contract", free, report)


def _rows(where: str) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(FIELDS)} FROM work_contracts WHERE {where} ORDER BY row_number")
        yield from [dict(zip(FIELDS, row, strict=True)) for row in cursor.fetchall()]


def _asked(row: dict[str, Any]) -> dict[str, Any]:
    """As a form asks: what a file leaves out is as a new contract has it."""
    given = {name: row[name] for name in ("type", "currency", "auto_renew", "notice_days", "renewal_months")}
    owner = User.objects.filter(pk=row["owner_id"]).first() if row["owner_id"] else None
    value = row["value"]
    lines = [Line(row["line"] or row["number"], value)] if value else []
    return {
        **DEFAULTS,
        **{name: value for name, value in given.items() if value is not None},
        "number": row["number"],
        "start": row["start"],
        "last_day": row["last_day"],
        "lines": lines,
        "owner": owner,
    }
