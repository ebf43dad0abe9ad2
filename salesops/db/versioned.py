"""The version log of a table: model, triggers and comparison come from one list of columns.

The current row stays an ordinary row. Its log holds one row per state, half-open `[valid_from, valid_to)` by effective
time and `[recorded_at, superseded_at)` by what was known (pipeline.md 3.1). Statement-level triggers write it, so that
no path (save, bulk, raw SQL, COPY) can forget it, in two statements for any number of rows.
"""

from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone

from salesops.db.append_only import erasing
from salesops.db.fields import InfinityField
from salesops.kernel.moments import INFINITY

LIVE = models.Q(superseded_at=INFINITY)
OPEN = LIVE & models.Q(valid_to=INFINITY)


class VersionRow(models.Model):
    """What every row of a log carries beside the state itself. `version` is the order of recording."""

    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_to = InfinityField()
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = InfinityField()
    batch_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=8, default="sql")
    reconstructed = models.BooleanField(default=False)
    reason = models.TextField(default="", blank=True)
    changed_fields: Any

    class Meta:
        abstract = True


def versioned_fields(state: type[models.Model]) -> tuple[str, ...]:
    """The column names of an abstract state model, in order: the one list everything else is made from."""
    return tuple(str(field.column) for field in state._meta.local_fields if field.concrete)


def without_key_checks(log: type[models.Model]) -> type[models.Model]:
    """The log keeps keys as they were; checking each of them per version costs more than writing it."""
    for field in log._meta.local_fields:
        if isinstance(field, models.ForeignKey):
            field.db_constraint = False  # type: ignore[attr-defined]
            field.db_index = False  # type: ignore[attr-defined]
    return log


# A clock may be set freely on a test cluster only; elsewhere it stays inside the transaction.
INSTANT = """
    stamp := coalesce(nullif(current_setting('salesops.at', true), '')::timestamptz, statement_timestamp());
    IF current_setting('cluster_name') <> 'salesops-test' THEN
        stamp := least(greatest(stamp, transaction_timestamp()), clock_timestamp());
    END IF;
"""


def log_triggers(table: str, log: str, key: str, fields: tuple[str, ...]) -> list[pgtrigger.Trigger]:
    """The triggers of the versioned table: log every insert and update, refuse delete and truncate."""
    declare = [("stamp", "timestamptz")]
    return [
        pgtrigger.Trigger(
            name="log_insert",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            declare=declare,
            func=_first_versions(log, key, fields),
        ),
        pgtrigger.Trigger(
            name="log_update",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(new="new_rows"),
            declare=declare,
            func=_next_versions(log, key, fields),
        ),
        pgtrigger.Trigger(
            name="keep_rows",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func=f"RAISE EXCEPTION 'log_is_append_only: {table} rows are marked deleted, never removed'"
            " USING ERRCODE = 'restrict_violation';",
        ),
    ]


def append_only_triggers(log: str, fields: tuple[str, ...]) -> list[pgtrigger.Trigger]:
    """The log itself: only `valid_to` may move, and `superseded_at` once. Column triggers cost a closing nothing.

    Privacy erasure may blank its texts: only inside the owner's functions, which change nothing else (A-8).
    """
    refuse = f"RAISE EXCEPTION 'log_is_append_only: {log}' USING ERRCODE = 'restrict_violation';"
    unless_erasing = f"IF {erasing(log)} THEN RETURN NULL; END IF; {refuse}"
    fixed = (*fields, "version", "valid_from", "recorded_at", "batch_id", "actor_id", "source", "changed_fields")
    return [
        pgtrigger.Trigger(
            name="state_is_fixed",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf(*fixed),
            func=unless_erasing,
        ),
        # After, not before: a row trigger before an update locks every row first, and writes that down.
        pgtrigger.Trigger(
            name="superseded_once",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "OLD.superseded_at <> 'infinity' AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at"
            ),
            func=refuse,
        ),
        pgtrigger.Trigger(
            name="no_delete",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func=refuse,
        ),
    ]


# Who, from where, in which batch, why: `salesops.db.operation` sets them, raw SQL has none.
ACTING = """
    nullif(current_setting('salesops.batch', true), '')::bigint,
    nullif(current_setting('salesops.actor', true), '')::bigint,
    coalesce(nullif(current_setting('salesops.source', true), ''), 'sql'), false,
    coalesce(current_setting('salesops.reason', true), '')
"""


# EXECUTE plans anew each time: a plan cached while the log was small would scan it once per row.
def _executed(statement: str) -> str:
    return f"{INSTANT} EXECUTE $q${statement}$q$ USING stamp; RETURN NULL;"


def _first_versions(log: str, key: str, fields: tuple[str, ...]) -> str:
    """The first version of each new row. A row whose history was loaded before it has an open version equal to it.

    One that was loaded and is not equal meets the key of version 1: a log that disagrees with its row is refused.
    """
    new = ", ".join(f"n.{name}" for name in fields)
    return _executed(f"""
        INSERT INTO {log} ({_columns(key, fields)})
        SELECT n.id, 1, $1, $1, 'infinity', 'infinity', {ACTING}, '{{}}'::text[], {new}
        FROM new_rows n
        LEFT JOIN LATERAL (
            SELECT {", ".join(f"v.{name}" for name in fields)}, v.version FROM {log} v
            WHERE v.{key} = n.id ORDER BY v.version DESC LIMIT 1
        ) v ON true
        WHERE v.version IS NULL OR ({new}) IS DISTINCT FROM ({", ".join(f"v.{name}" for name in fields)})
    """)


def _next_versions(log: str, key: str, fields: tuple[str, ...]) -> str:
    """Close the open version of each row that differs from it, and insert the next one, in one statement.

    `version` and `recorded_at` grow together, so the newest version is also the last recorded one. It is asked of all
    rows together: looked up row by row, a hundred thousand took a quarter of the time longer.
    """
    new = ", ".join(f"n.{name}" for name in fields)
    last = ", ".join(f"last.{name}" for name in fields)
    changed = ", ".join(f"CASE WHEN n.{name} IS DISTINCT FROM last.{name} THEN '{name}' END" for name in fields)
    return _executed(f"""
        WITH closed AS (
            UPDATE {log} last
            SET valid_to = greatest($1, last.valid_from)
            FROM new_rows n
            WHERE last.{key} = n.id AND last.valid_to = 'infinity' AND last.superseded_at = 'infinity'
                AND ({new}) IS DISTINCT FROM ({last})
            RETURNING last.{key}, last.valid_to, array_remove(ARRAY[{changed}], NULL) AS changed_fields, {new}
        )
        INSERT INTO {log} ({_columns(key, fields)})
        SELECT n.{key}, seen.version + 1, n.valid_to, greatest($1, seen.recorded_at + interval '1 microsecond'),
            'infinity', 'infinity', {ACTING}, n.changed_fields, {new}
        FROM closed n
        JOIN (
            SELECT v.{key}, max(v.version) AS version, max(v.recorded_at) AS recorded_at FROM {log} v
            WHERE v.{key} IN (SELECT id FROM new_rows) GROUP BY v.{key}
        ) seen ON seen.{key} = n.{key}
    """)


def _columns(key: str, fields: tuple[str, ...]) -> str:
    return (
        f"{key}, version, valid_from, recorded_at, valid_to, superseded_at, batch_id, actor_id, source, reconstructed,"
        f" reason, changed_fields, {', '.join(fields)}"
    )
