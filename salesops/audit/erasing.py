"""Blanking what the database holds of a person, wherever it stands (docs/algorithms/erasing.md).

Every text of every table is looked at unless the table is named in KEPT, so a table that somebody adds tomorrow is not
forgotten. The database's own functions do the writing: they alone pass the triggers of append-only tables.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from salesops.kernel.registry import Registry

PAGES = 5_000
"""Pages of a table looked at in one transaction: 40 MB."""
AUDIT = "audit_auditrecord"
AUDIT_ROWS = 5_000
SECRET = ["password", "secret", "former_secret", "digest", "address_digest", "words"]
"""Columns that open doors: erased like others, never read out."""
UNREAD = {"mfa_authenticator"}


@dataclass(frozen=True)
class Words:
    """What stands for a person, as regular expressions that PostgreSQL and Python read alike.

    pattern: what tells who it is, wherever it stands. whole: other values of theirs, erased only where one is all that
    a field holds, in a row that `pattern` finds; may be empty.
    """

    pattern: str
    whole: str = ""


@dataclass(frozen=True)
class Kept:
    """A table whose texts stay: `why` is shown to who previews. Empty: it never holds anything of a person."""

    table: str
    why: str | Promise = ""


@dataclass(frozen=True)
class OwnWay:
    """A table with a function of its own, which returns the rows changed."""

    table: str
    erase: Callable[[Words], int]


KEPT: Registry[Kept] = Registry("tables that erasure leaves")
OWN_WAYS: Registry[OwnWay] = Registry("tables with an erasure of their own")
for _table in ("django_migrations", "django_content_type", "django_session", "audit_seal"):
    KEPT.register(_table, Kept(_table))


def tables() -> list[str]:
    """Every table with text that erasure looks at, logs before the rows they are the log of.

    A log's trigger compares the row with its newest version: erased first, the version is equal and none is added.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
            " AND erasable_where(c.oid) IS NOT NULL ORDER BY EXISTS (SELECT FROM pg_trigger t JOIN pg_proc f"
            " ON f.oid = t.tgfoid WHERE t.tgrelid = c.oid AND f.prosrc LIKE '%salesops.erasing%') DESC, c.relname"
        )
        found = [str(row[0]) for row in cursor.fetchall()]
    return [table for table in found if table not in KEPT and table != AUDIT]


def count_words(table: str, words: Words) -> int:
    """The rows of a table in which `words.pattern` stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT erasable_where(%s::regclass)", [table])
        where = cursor.fetchone()[0]
        if where is None:
            return 0
        asked = where.replace("$1", "%(words)s")
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {asked}", {"words": words.pattern})
        return int(cursor.fetchone()[0])


def rows_with(table: str, words: Words, most: int) -> list[tuple[str, str]]:
    """For each row in which `words.pattern` stands, `most` of them: its key, and its texts as they are, no secrets."""
    if table in UNREAD:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT erasable_where(%s::regclass)", [table])
        asked = (cursor.fetchone()[0] or "false").replace("$1", "%(words)s")
        cursor.execute(
            "SELECT string_agg(format('%%I', name), ', ') FROM erasable_columns(%s::regclass)"
            " WHERE NOT name::text = ANY(%s)",
            [table, SECRET],
        )
        names = cursor.fetchone()[0] or "NULL"
        cursor.execute(
            f"SELECT coalesce(to_jsonb(r)->>'uid', to_jsonb(r)->>'id', r.ctid::text), ROW({names})::text"
            f" FROM {table} r WHERE {asked} LIMIT %(most)s",
            {"words": words.pattern, "most": most},
        )
        return [(str(row[0]), str(row[1])) for row in cursor.fetchall()]


def pages_of(table: str) -> Iterator[tuple[int, int]]:
    """Stretches `[first, last)` of a table, the last one open: rows that were moved behind the end are met there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s::regclass) / current_setting('block_size')::int", [table])
        size = int(cursor.fetchone()[0])
    for first in range(0, size + 1, PAGES):
        yield first, first + PAGES if first + PAGES <= size else 2**32 - 1


def erase_words(table: str, words: Words, first: int, last: int) -> int:
    """Blank `words` in the rows of these pages. Returns the rows changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_words(%s, %s, %s, %s, %s)", [table, words.pattern, words.whole, first, last])
        return int(cursor.fetchone()[0])


def erase_columns(table: str, names: list[str], ids: list[int]) -> int:
    """Empty the named columns of rows of an append-only table. Returns the rows changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_columns(%s, %s, %s::bigint[])", [table, names, ids])
        return int(cursor.fetchone()[0])


def audit_rows_with(words: Words) -> list[int]:
    """The ids of audit rows whose payload holds `words.pattern`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {AUDIT} WHERE before::text ~* %(words)s OR after::text ~* %(words)s"
            " OR reason ~* %(words)s ORDER BY id",
            {"words": words.pattern},
        )
        return [int(row[0]) for row in cursor.fetchall()]


def erase_audit(ids: list[int], *, names: list[str], words: Words | None = None) -> int:
    """Blank the named fields of audit rows, and `words` in whatever they say. The seal over them still holds.

    Each row that changes loses its salt and gets an `audit.erased` row beside it. Returns the rows changed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_erase(%s::bigint[], %s, %s)", [ids, names, words.pattern if words else ""])
        return int(cursor.fetchone()[0])
