"""Stating a deal's past anew: record it, correct it, take a batch back (pipeline.md 3.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from accounts.models import User
from pipeline.models import Opportunity, OpportunityState, OpportunityVersion
from pipeline.models.opportunities import VERSIONED_FIELDS
from pipeline.operations.deal_checks import require_reason
from pipeline.operations.deal_rows import said
from pipeline.operations.past_states import COLUMNS, LOG, apply_past, past_state_table, require_past, restate
from pipeline.operations.stated import completed, derived_anew
from pipeline.rules.corrections import Known, Restated, carried
from salesops.audit.operations import record
from salesops.db.locks import lock
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Refused
from salesops.kernel.moments import INFINITY

__all__ = ["apply_past", "correct_past", "past_state_table", "record_past", "undo_batch"]

FIELDS = {field.name: field for field in OpportunityState._meta.local_fields}


def record_past(
    deal: Opportunity,
    *,
    effective_at: datetime,
    state: Mapping[str, Any],
    by: User | None,
    reason: str = "",
    source: str = "ui",
    batch_id: int | None = None,
    at: datetime | None = None,
) -> Opportunity:
    """The full state at `effective_at`: replaces only live rows of that very instant, carries nothing.

    `state` by field name; what it leaves out has the field's default, and what closing implies follows from the stage.
    Raises Refused `effective_in_future`, `stage_not_in_process`, `amount_sign`, `currency_unknown`, `field_unknown`.
    """
    with operation(by=by, at=at, source=source, reason=reason, batch_id=batch_id) as op:
        deal = lock(deal)
        require_past(effective_at, op)
        whole = completed(deal, columns(state), effective_at)
        with past_state_table():
            _insert_states(deal, [(effective_at, whole)])
            apply_past(op)
        _note(deal, "deal.past_recorded", op, effective_at, None, {name: said(value) for name, value in state.items()})
        deal.refresh_from_db()
        return deal


def correct_past(
    deal: Opportunity,
    *,
    effective_at: datetime,
    changes: Mapping[str, Any],
    by: User | None,
    reason: str,
    seen: int | None = None,
    at: datetime | None = None,
) -> Opportunity:
    """State fields anew from `effective_at` on; they carry to later versions until one that itself changed the field.

    Raises Conflict `stale_version`; Refused `reason_required`, `effective_in_future`, `before_first_version`,
    `stage_not_in_process`, `amount_sign`, `currency_unknown`, `field_unknown`.
    """
    require_reason(reason.strip(), "reason", _("Say why the past is corrected."))
    with operation(by=by, at=at, reason=reason) as op:
        deal = lock(deal, seen=seen)
        require_past(effective_at, op)
        history = _live(deal)
        if not history or history[0].valid_from > effective_at:
            sentence = _("This deal did not exist then.")
            raise Refused("before_first_version", sentence, fields={"effective_at": sentence})
        rows = derived_anew(deal, history, carried(history, effective_at, columns(changes)), columns(changes))
        if rows:
            _restate_rows(deal, rows, op)
            before = {name: rows[0].was[name] for name in columns(changes)}
            after = {name: rows[0].state[name] for name in columns(changes)}
            _note(deal, "deal.past_corrected", op, effective_at, before, after)
        deal.refresh_from_db()
        return deal


@dataclass(frozen=True)
class Undone:
    """What taking back a batch did. `kept` are deals with a later version: they stay as they are."""

    restored: int
    removed: int
    kept: tuple[UUID, ...]


def undo_batch(batch_id: int, *, by: User | None, at: datetime | None = None) -> Undone:
    """Every deal is, at every instant, as before the batch; "as known then" still shows what the batch said.

    A deal that only the batch made is deleted from its first instant on. Safe to call twice: the second finds nothing.
    """
    with operation(by=by, at=at, source="import", reason=_("Undo of import %(id)s") % {"id": batch_id}) as op:
        with past_state_table(), connection.cursor() as cursor:
            cursor.execute(LOCK, {"batch": batch_id})
            cursor.execute(MARK, {"batch": batch_id})
            # Right after an import nobody has counted the log yet, and plans loop over the two: then by key.
            cursor.execute("CREATE UNIQUE INDEX ON pipeline_undone (opportunity_id)")
            cursor.execute("ANALYZE pipeline_undone")
            for statement in UNDO:
                cursor.execute(statement, {"batch": batch_id})
            cursor.execute("SELECT count(*) FILTER (WHERE made), count(*) FROM pipeline_undone WHERE NOT later")
            removed, taken = cursor.fetchone()
            cursor.execute(
                "SELECT deal.uid FROM pipeline_undone JOIN pipeline_opportunity deal ON deal.id = opportunity_id"
                " WHERE later ORDER BY deal.id"
            )
            kept = tuple(uid for (uid,) in cursor.fetchall())
            cursor.execute("DROP TABLE pipeline_undone")
            restate(op)
        record(
            "batch.undone",
            by=by,
            kind="opportunity",
            batch_id=batch_id,
            after={"restored": taken - removed, "removed": removed, "kept": len(kept)},
            reason=op.reason,
        )
        return Undone(taken - removed, removed, kept)


# Before it is asked who worked on a deal since: an edit that is under way is waited for, and seen.
LOCK = f"""
    SELECT id FROM pipeline_opportunity
    WHERE id IN (SELECT opportunity_id FROM {LOG} WHERE batch_id = %(batch)s)
    ORDER BY id FOR UPDATE
"""
MARK = f"""
    CREATE TEMPORARY TABLE pipeline_undone ON COMMIT DROP AS
    SELECT own.opportunity_id,
        bool_or(v.batch_id IS DISTINCT FROM %(batch)s AND v.version > own.first_version) AS later,
        bool_and(v.batch_id IS NOT DISTINCT FROM %(batch)s) AS made
    FROM (
        SELECT opportunity_id, min(version) AS first_version FROM {LOG}
        WHERE batch_id = %(batch)s GROUP BY opportunity_id HAVING bool_or(superseded_at = 'infinity')
    ) own
    JOIN {LOG} v USING (opportunity_id)
    GROUP BY own.opportunity_id
"""
UNDO = (
    f"""
    INSERT INTO pipeline_replaced
    SELECT v.opportunity_id, v.version FROM {LOG} v JOIN pipeline_undone undone USING (opportunity_id)
    WHERE NOT undone.later AND v.batch_id = %(batch)s AND v.superseded_at = 'infinity'
    """,
    # What the batch replaced stopped being believed at the instant its own rows were recorded.
    f"""
    INSERT INTO pipeline_past_state (opportunity_id, valid_from, {COLUMNS})
    SELECT v.opportunity_id, v.valid_from, {", ".join(f"v.{name}" for name in VERSIONED_FIELDS)}
    FROM {LOG} v JOIN pipeline_undone undone USING (opportunity_id)
    WHERE NOT undone.later AND NOT undone.made AND v.batch_id IS DISTINCT FROM %(batch)s
        AND EXISTS (
            SELECT FROM {LOG} own
            WHERE own.opportunity_id = v.opportunity_id AND own.batch_id = %(batch)s
                AND own.recorded_at = v.superseded_at
        )
    ORDER BY v.opportunity_id, v.valid_from, v.version
    """,
    # A deal the batch only added to: its last state is said again, so that the undo itself stands in its history.
    f"""
    WITH last AS (
        SELECT DISTINCT ON (v.opportunity_id) v.*
        FROM {LOG} v JOIN pipeline_undone undone USING (opportunity_id)
        WHERE NOT undone.later AND NOT undone.made AND v.superseded_at = 'infinity'
            AND v.batch_id IS DISTINCT FROM %(batch)s
            AND v.opportunity_id NOT IN (SELECT opportunity_id FROM pipeline_past_state)
        ORDER BY v.opportunity_id, v.valid_from DESC, v.version DESC
    ), replaced AS (
        INSERT INTO pipeline_replaced SELECT opportunity_id, version FROM last
    )
    INSERT INTO pipeline_past_state (opportunity_id, valid_from, {COLUMNS})
    SELECT opportunity_id, valid_from, {COLUMNS} FROM last
    """,
    f"""
    INSERT INTO pipeline_past_state (opportunity_id, valid_from, {COLUMNS})
    SELECT v.opportunity_id, first.valid_from,
        {", ".join("true" if name == "deleted" else f"v.{name}" for name in VERSIONED_FIELDS)}
    FROM pipeline_undone undone
    JOIN {LOG} v ON v.opportunity_id = undone.opportunity_id AND v.superseded_at = 'infinity'
        AND v.valid_to = 'infinity'
    JOIN (
        SELECT every.opportunity_id, min(every.valid_from) AS valid_from
        FROM {LOG} every JOIN pipeline_undone USING (opportunity_id)
        WHERE every.superseded_at = 'infinity' GROUP BY every.opportunity_id
    ) first ON first.opportunity_id = undone.opportunity_id
    WHERE undone.made AND NOT undone.later
    """,
)


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by column of the log: a record by its key. Raises Refused `field_unknown`."""
    unknown = sorted(set(values) - FIELDS.keys())
    if unknown:
        raise Refused(
            "field_unknown",
            _("The history of a deal has no %(names)s.") % {"names": ", ".join(unknown)},
            fields={name: _("Not a field with a history.") for name in unknown},
        )
    return {
        str(FIELDS[name].column): value.pk if isinstance(value, models.Model) else value
        for name, value in values.items()
    }


def _live(deal: Opportunity) -> list[Known]:
    rows = OpportunityVersion.objects.filter(opportunity=deal, superseded_at=INFINITY)
    return [
        Known(row.version, row.valid_from, {name: getattr(row, name) for name in VERSIONED_FIELDS})
        for row in rows.order_by("valid_from", "version")
    ]


def _restate_rows(deal: Opportunity, rows: list[Restated], op: Operation) -> None:
    with past_state_table():
        with connection.cursor() as cursor:
            replaced = [(deal.pk, row.replaces) for row in rows if row.replaces is not None]
            cursor.executemany("INSERT INTO pipeline_replaced VALUES (%s, %s)", replaced)
        _insert_states(deal, [(row.valid_from, row.state) for row in rows])
        restate(op)


def _insert_states(deal: Opportunity, states: list[tuple[datetime, Mapping[str, Any]]]) -> None:
    marks = ", ".join(["%s"] * (len(VERSIONED_FIELDS) + 2))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO pipeline_past_state (opportunity_id, valid_from, {COLUMNS}) VALUES ({marks})",
            [(deal.pk, when, *(state[name] for name in VERSIONED_FIELDS)) for when, state in states],
        )


def _note(
    deal: Opportunity,
    verb: str,
    op: Operation,
    effective_at: datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
) -> None:
    told = {**{name: said(value) for name, value in after.items()}, "effective_at": effective_at.isoformat()}
    was = None if before is None else {name: said(value) for name, value in before.items()}
    record(verb, by=op.by, of=deal, before=was, after=told, reason=op.reason, batch_id=op.batch_id)
