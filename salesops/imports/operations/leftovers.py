"""Taking back rows that an import made: gone when nothing refers to them, archived otherwise."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from salesops.imports.models import BatchRecord, ImportBatch
from salesops.imports.registry import Undone, traces

REFERENCES = """
SELECT c.conrelid::regclass::text, a.attname
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND cardinality(c.conkey) = 1
"""


def created_ids(batch: ImportBatch, kind: str) -> list[int]:
    return list(batch.records.filter(kind=kind, action=BatchRecord.Action.CREATED).values_list("record_id", flat=True))


def changed_ids(batch: ImportBatch, kind: str) -> list[int]:
    return list(batch.records.filter(kind=kind, action=BatchRecord.Action.CHANGED).values_list("record_id", flat=True))


def referenced(kind: str, table: str, ids: Sequence[int], *, besides: frozenset[tuple[str, str]]) -> set[int]:
    """Those of `ids` that some row refers to. besides: (table, column) of rows that go with the record."""
    with connection.cursor() as cursor:
        refers = set(_references(cursor, kind, table)) - besides
        held = " OR ".join(f"EXISTS (SELECT FROM {other} r WHERE r.{column} = t.id)" for other, column in refers)
        cursor.execute(f"SELECT t.id FROM {table} t WHERE t.id = ANY(%s) AND ({held or 'false'})", [list(ids)])
        return {row[0] for row in cursor.fetchall()}


def _references(cursor: Any, kind: str, table: str) -> list[tuple[str, str]]:
    cursor.execute(REFERENCES, [table])
    return [*cursor.fetchall(), *((trace.table, trace.column) for trace in traces if trace.kind == kind)]


def remove_unreferenced(kind: str, table: str, ids: Sequence[int], report: Undone, *, archive: str = "") -> list[int]:
    """Delete those of `ids` that no row refers to; run `archive` (an SQL SET) on the others. Returns the removed."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        refers = _references(cursor, kind, table)
        free = " AND ".join(f"NOT EXISTS (SELECT FROM {other} r WHERE r.{column} = t.id)" for other, column in refers)
        cursor.execute(f"DELETE FROM {table} t WHERE t.id = ANY(%s) AND {free or 'true'} RETURNING t.id", [list(ids)])
        removed = [row[0] for row in cursor.fetchall()]
        kept = sorted(set(ids) - set(removed))
        if kept and archive:
            cursor.execute(f"UPDATE {table} SET {archive}, row_version = row_version + 1 WHERE id = ANY(%s)", [kept])
    report.removed += len(removed)
    report.archived += len(kept)
    return removed


def restore_changed(
    batch: ImportBatch, kind: str, table: str, report: Undone, *, label: str = "name", versioned: bool = True
) -> None:
    """Give changed rows their former values, unless somebody changed them since: those are kept and listed."""
    with connection.cursor() as cursor:
        changed = "r.batch_id = %s AND r.kind = %s AND r.action = 'changed' AND r.after <> '{}' AND t.id = r.record_id"
        names = _columns_changed(batch, kind)
        if not names:
            return
        cursor.execute(
            f"SELECT t.{label} FROM {table} t, imports_batchrecord r WHERE {changed} AND NOT to_jsonb(t) @> r.after"
            f" ORDER BY 1",
            [batch.pk, kind],
        )
        report.kept += [(str(row[0]), "changed_since") for row in cursor.fetchall()]
        sets = ", ".join(f"{name} = (jsonb_populate_record(t, r.before)).{name}" for name in names)
        cursor.execute(
            f"UPDATE {table} t SET {sets}{', row_version = t.row_version + 1' if versioned else ''}"
            " FROM imports_batchrecord r"
            f" WHERE {changed} AND to_jsonb(t) @> r.after",
            [batch.pk, kind],
        )
        report.restored += cursor.rowcount


def _columns_changed(batch: ImportBatch, kind: str) -> list[str]:
    rows: Any = batch.records.filter(kind=kind, action=BatchRecord.Action.CHANGED).values_list("before", flat=True)
    return sorted({name for before in rows for name in before})
