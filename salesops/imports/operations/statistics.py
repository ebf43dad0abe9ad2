"""What the planner knows of a table that was just filled: pages crawl until somebody counts it."""

from django.db import connection, transaction

LARGE = 5_000
"""Rows of one transaction in one table; below, autovacuum comes soon enough."""
TOUCHED = """
    SELECT touched.relid::oid FROM pg_stat_xact_user_tables touched JOIN pg_class c ON c.oid = touched.relid
    WHERE touched.n_tup_ins + touched.n_tup_upd + touched.n_tup_del >= %s AND c.relpersistence = 'p'
"""


def refresh_statistics() -> None:
    """Count again, once the running transaction has committed, each table of which it has written many rows."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [LARGE])
        tables = [oid for (oid,) in cursor.fetchall()]
    if tables:
        transaction.on_commit(lambda: analyze(tables))


def analyze(tables: list[int]) -> None:
    """Count these tables' rows now, by their oid; those of the running transaction among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT imports_analyze(%s::oid[])", [tables])
