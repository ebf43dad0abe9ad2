"""The frame of every write: one transaction, one instant, one actor, known to the triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


_running: ContextVar[Operation | None] = ContextVar("operation", default=None)


def running() -> Operation | None:
    """The operation round what calls this."""
    return _running.get()


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
        given = [at.isoformat() if at else None, str(by.pk) if by else "", source, reason, str(batch_id or "")]
        cursor.execute(OPEN, given)
        found = cursor.fetchone()
        outer = {name: value or "" for name, value in zip(NAMES, found, strict=False)}
        source, reason = source or outer["source"] or "ui", reason or outer["reason"]
        batch_id = batch_id or (int(outer["batch"]) if outer["batch"] else None)
        opened = Operation(found[-1], by, source, reason, batch_id)
        token = _running.set(opened)
        try:
            yield opened
        finally:
            _running.reset(token)
        # After an error the savepoint takes the settings back by itself.
        _restore(cursor, outer)


NAMES = ("at", "actor", "source", "reason", "batch")
AT = "nullif(current_setting('salesops.at', true), '')::timestamptz"
# From left to right: what was there, what holds from here on, and the instant as the database keeps it.
OPEN = f"""
    SELECT {", ".join(f"current_setting('salesops.{name}', true)" for name in NAMES)},
        set_config('salesops.at', coalesce({AT}, %s::timestamptz, statement_timestamp())::text, true),
        set_config('salesops.actor', %s, true),
        set_config('salesops.source',
            coalesce(nullif(%s, ''), nullif(current_setting('salesops.source', true), ''), 'ui'), true),
        set_config('salesops.reason', coalesce(nullif(%s, ''), current_setting('salesops.reason', true), ''), true),
        set_config('salesops.batch', coalesce(nullif(%s, ''), current_setting('salesops.batch', true), ''), true),
        {AT}
"""


def _restore(cursor: Any, outer: dict[str, str]) -> None:
    """A transaction-local setting outlives a savepoint: a test, or an operation inside another, must find its own."""
    cursor.execute(
        "SELECT " + ", ".join(f"set_config('salesops.{name}', %s, true)" for name in NAMES),
        [outer[name] for name in NAMES],
    )
