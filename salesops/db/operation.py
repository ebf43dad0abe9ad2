"""The frame of every write: one transaction, one instant, one actor, known to the triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction


@dataclass(frozen=True)
class Operation:
    """What every row of one operation shares. `by` is a user or None for the system."""

    at: datetime
    by: Any
    source: str
    reason: str
    batch_id: int | None


@contextmanager
def operation(
    *, by: Any, at: datetime | None = None, source: str = "", reason: str = "", batch_id: int | None = None
) -> Iterator[Operation]:
    """Open the transaction of an operation and tell the database who acts, when and why.

    `at` is the effective instant that triggers stamp (`salesops.at`); None lets the database take the start of this
    statement. The settings are transaction-local, so a pooled connection never carries them on. A nested operation
    keeps the outer one's instant (one press of a button is one instant), and its source (first: `ui`), reason and batch
    unless it names its own: what an import does through other operations is the import's.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        outer = _settings(cursor)
        instant = outer["at"] or (at.isoformat() if at else None)
        source, reason = source or outer["source"] or "ui", reason or outer["reason"]
        batch_id = batch_id or (int(outer["batch"]) if outer["batch"] else None)
        cursor.execute(
            "SELECT set_config('salesops.at', coalesce(%s::timestamptz, statement_timestamp())::text, true),"
            " set_config('salesops.actor', %s, true), set_config('salesops.source', %s, true),"
            " set_config('salesops.reason', %s, true), set_config('salesops.batch', %s, true),"
            " coalesce(%s::timestamptz, statement_timestamp())",
            [instant, str(by.pk) if by else "", source, reason, str(batch_id or ""), instant],
        )
        stamped = cursor.fetchone()[5]
        yield Operation(stamped, by, source, reason, batch_id)
        # After an error the savepoint takes the settings back by itself.
        _restore(cursor, outer)


NAMES = ("at", "actor", "source", "reason", "batch")


def _settings(cursor: Any) -> dict[str, str]:
    cursor.execute("SELECT " + ", ".join(f"current_setting('salesops.{name}', true)" for name in NAMES))
    return dict(zip(NAMES, (value or "" for value in cursor.fetchone()), strict=True))


def _restore(cursor: Any, outer: dict[str, str]) -> None:
    """A transaction-local setting outlives a savepoint: a test, or an operation inside another, must find its own."""
    cursor.execute(
        "SELECT " + ", ".join(f"set_config('salesops.{name}', %s, true)" for name in NAMES),
        [outer[name] for name in NAMES],
    )
