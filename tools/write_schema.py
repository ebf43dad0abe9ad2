"""`salesops/local/schema.sql`, written from the migrations: `python tools/write_schema.py`; a test compares it.

A new database of ours starts from this file, so that `migrate` need not draw every state that the tables have ever had.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from psycopg2 import sql  # noqa: E402

from salesops.local.addresses import OWNER_ROLE  # noqa: E402
from salesops.local.postgres import SCHEMA, Cluster  # noqa: E402

HEAD = "-- What all migrations leave in an empty database. Written by tools/write_schema.py; never by hand.\n"
REFILLED = ("auth_permission", "django_content_type", "reporting_metricdefinition")
"""Tables that `migrate` fills at its end, whatever it found to do."""
OWN = {
    "uid": "gen_random_uuid()",
    "applied": "now()",
    "salt": "sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))",
}
"""By column: what each database has of its own. The salt as accounts/migrations/0040 makes it."""


def written(cluster: Cluster, migrated: str) -> str:
    """The file, of a database that all migrations went through."""
    return HEAD + tables_of(cluster, migrated) + rows_of(cluster, migrated)


def tables_of(cluster: Cluster, database: str) -> str:
    """All but the rows, without comments and blank lines."""
    command = [cluster.bin_dir / "pg_dump", "--schema-only", "--no-owner", "--no-comments"]
    command += ["--dbname", cluster.addresses.database(database, OWNER_ROLE)]
    done = subprocess.run(command, env=cluster.environment(), capture_output=True, text=True, check=True)
    # \restrict is psql's, with a word that differs each time.
    return "".join(f"{line}\n" for line in done.stdout.splitlines() if line and not line.startswith(("--", "\\")))


def rows_of(cluster: Cluster, database: str) -> str:
    """The rows that migrations made, the names of the migrations among them, by table and by what they say."""
    connection = cluster.connect(database, OWNER_ROLE)
    try:
        with connection.cursor() as cursor:
            return "".join(f"{line};\n" for line in _inserts(cursor))
    finally:
        connection.close()


def _inserts(cursor: Any) -> Iterator[str]:
    cursor.execute(
        "SELECT table_name::text, array_agg(column_name::text ORDER BY ordinal_position)"
        " FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_identity = 'NO' AND is_generated = 'NEVER' GROUP BY 1 ORDER BY 1"
    )
    for table, columns in cursor.fetchall():
        said = [name for name in columns if name not in OWN]
        made = [name for name in columns if name in OWN]
        into = sql.SQL("public.{}").format(sql.Identifier(table))
        cursor.execute(sql.SQL("SELECT {0} FROM {1} ORDER BY {0}").format(_names(said), into))
        for row in () if table in REFILLED else cursor.fetchall():
            values = [*map(sql.Literal, row), *(sql.SQL(OWN[name]) for name in made)]
            insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})")
            yield insert.format(into, _names([*said, *made]), sql.SQL(", ").join(values)).as_string(cursor)


def _names(columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


if __name__ == "__main__":
    from tests import harness

    with harness.servers():
        text = written(harness.cluster(), harness.migrated("written"))
    SCHEMA.write_text(text, encoding="utf-8")
