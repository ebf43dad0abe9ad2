"""A world that many tests start from, made once by the product's operations and afterwards put back as rows.

Each test still has it alone and takes it back: what is saved is the making, hundreds of statements at a time.
"""

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

Made = TypeVar("Made")
WRITTEN = """
    SELECT quote_ident(c.relname), c.oid
    FROM pg_stat_xact_user_tables touched JOIN pg_class c ON c.oid = touched.relid
    WHERE c.relpersistence = 'p' AND touched.n_tup_ins + touched.n_tup_upd > 0 ORDER BY c.relname
"""
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_known: dict[tuple[str, str], tuple[str, bytes]] = {}


def replayed(build: Callable[..., Made], *given: Any) -> Made:
    """What `build` makes; a copy of it, and its rows, from the second time on in one database.

    `given` is the same each time. Only inside a transaction that is taken back (`db`): sequences do not go back with
    it, so the keys stay free. A committing module, whose database is its own, builds anew.
    """
    if not connection.in_atomic_block:
        return build(*given)
    key = (connection.settings_dict["NAME"], f"{build.__module__}.{build.__qualname__}")
    if key not in _known:
        statements, made = _made(build, *given)
        # Read back in a sixth of the time that copy.deepcopy takes for models.
        _known[key] = statements, pickle.dumps(made)
    statements, made = _known[key]
    with connection.cursor() as cursor:
        cursor.execute(statements)
    return pickle.loads(made)


def _made(build: Callable[..., Made], *given: Any) -> tuple[str, Made]:
    """Made for good inside a savepoint that is taken back: what follows puts it there again, as it will each time."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT replayed")
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        since = cursor.fetchone()[0]
        made = build(*given)
        cursor.execute(WRITTEN)
        parts = [_rows(cursor, table, oid, since) for table, oid in cursor.fetchall()]
        cursor.execute("ROLLBACK TO SAVEPOINT replayed")
    # As a replica: the rows that triggers wrote are among them, and keys were checked when they were made.
    role = "SET LOCAL session_replication_role = "
    return "; ".join([f"{role} replica", *filter(None, parts), f"{role} origin"]), made


def _rows(cursor: Any, table: str, oid: int, since: int) -> str:
    cursor.execute(COLUMNS, [oid])
    columns = cursor.fetchone()[0]
    cursor.execute(f"SELECT json_agg(t)::text FROM {table} t WHERE t.xmin::text::bigint >= %s", [since])
    rows = cursor.fetchone()[0]
    if rows is None:
        return ""
    insert = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"
    return str(cursor.mogrify(insert, [rows]).decode())
