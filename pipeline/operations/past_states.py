"""The set form of writing a deal's past: states into a temporary table, then one pass over the log.

Whatever restates the past goes through `restate`: an import, a past version, a correction, the undo of a batch. It
supersedes what is replaced, cuts the neighbours so that live rows tile, inserts, and lets the current row follow.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from accounts.queries.organisation import organisation
from pipeline import events
from pipeline.models import Opportunity
from pipeline.models.opportunities import VERSIONED_FIELDS
from pipeline.operations.membership import follow_deals
from salesops.db.operation import Operation
from salesops.kernel.errors import Refused
from salesops.kernel.moments import local_day

LOG = "pipeline_opportunityversion"
COLUMNS = ", ".join(VERSIONED_FIELDS)


def _columns(alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in VERSIONED_FIELDS)


CHANGED = ", ".join(f"CASE WHEN {name} IS DISTINCT FROM was_{name} THEN '{name}' END" for name in VERSIONED_FIELDS)

MAKE_TABLES = f"""
    CREATE TEMPORARY TABLE pipeline_past_state ON COMMIT DROP AS
    SELECT opportunity_id, valid_from, {COLUMNS} FROM {LOG} WITH NO DATA;
    ALTER TABLE pipeline_past_state ADD n bigint GENERATED ALWAYS AS IDENTITY;
    CREATE TEMPORARY TABLE pipeline_replaced (opportunity_id bigint, version integer) ON COMMIT DROP;
"""
DROP_TABLES = "DROP TABLE pipeline_past_state, pipeline_replaced"

# Stating again what stands at the very same instant, in the same order, says nothing new.
FORGET_KNOWN = f"""
    DELETE FROM pipeline_past_state past USING (
        SELECT stated.opportunity_id, stated.valid_from FROM (
            SELECT s.opportunity_id, s.valid_from, array_agg(ROW({_columns("s")})::text ORDER BY s.n) AS states
            FROM pipeline_past_state s GROUP BY s.opportunity_id, s.valid_from
        ) stated
        WHERE stated.states = (
            SELECT array_agg(ROW({_columns("v")})::text ORDER BY v.version) FROM {LOG} v
            WHERE v.opportunity_id = stated.opportunity_id AND v.valid_from = stated.valid_from
                AND v.superseded_at = 'infinity'
        )
    ) known
    WHERE known.opportunity_id = past.opportunity_id AND known.valid_from = past.valid_from
"""
# What the making of the deal logged a moment ago, in this batch, gives way to its stated past.
REPLACE = f"""
    INSERT INTO pipeline_replaced
    SELECT v.opportunity_id, v.version FROM {LOG} v
    WHERE v.superseded_at = 'infinity' AND (
        (v.opportunity_id, v.valid_from) IN (SELECT opportunity_id, valid_from FROM pipeline_past_state)
        OR v.opportunity_id IN (
            SELECT made.opportunity_id FROM {LOG} made
            WHERE made.opportunity_id IN (SELECT opportunity_id FROM pipeline_past_state)
                AND made.version = 1 AND made.superseded_at = 'infinity'
                AND made.recorded_at >= %(at)s AND made.batch_id = %(batch)s
        )
    )
"""

RESTATE = (
    """
    CREATE TEMPORARY TABLE pipeline_restated ON COMMIT DROP AS
    SELECT deal.id AS opportunity_id, seen.version,
        greatest(%(at)s, seen.recorded_at + interval '1 microsecond') AS recorded_at
    FROM (
        SELECT id FROM pipeline_opportunity
        WHERE id IN (SELECT opportunity_id FROM pipeline_past_state UNION SELECT opportunity_id FROM pipeline_replaced)
        ORDER BY id FOR UPDATE
    ) deal
    JOIN (
        SELECT v.opportunity_id, max(v.version) AS version, max(v.recorded_at) AS recorded_at
        FROM pipeline_opportunityversion v
        WHERE v.opportunity_id IN (
            SELECT opportunity_id FROM pipeline_past_state UNION SELECT opportunity_id FROM pipeline_replaced
        )
        GROUP BY v.opportunity_id
    ) seen ON seen.opportunity_id = deal.id
    """,
    f"""
    UPDATE {LOG} v SET superseded_at = deal.recorded_at
    FROM pipeline_replaced replaced JOIN pipeline_restated deal USING (opportunity_id)
    WHERE v.opportunity_id = replaced.opportunity_id AND v.version = replaced.version
    """,
    f"""
    CREATE TEMPORARY TABLE pipeline_timeline ON COMMIT DROP AS
    SELECT line.*, lead(valid_from) OVER deal AS next_from, row_number() OVER deal AS place,
        {", ".join(f"lag({name}) OVER deal AS was_{name}" for name in VERSIONED_FIELDS)}
    FROM (
        SELECT v.opportunity_id, v.version, v.valid_from, v.valid_to, false AS is_new, v.recorded_at, {_columns("v")}
        FROM {LOG} v JOIN pipeline_restated deal USING (opportunity_id)
        WHERE v.superseded_at = 'infinity'
        UNION ALL
        SELECT past.opportunity_id, deal.version
            + row_number() OVER (PARTITION BY past.opportunity_id ORDER BY past.valid_from, past.n),
            past.valid_from, NULL, true, deal.recorded_at, {_columns("past")}
        FROM pipeline_past_state past JOIN pipeline_restated deal USING (opportunity_id)
    ) line
    WINDOW deal AS (PARTITION BY opportunity_id ORDER BY valid_from, version)
    """,
    # Close before anything is opened: the unique index on the one open row is checked row by row.
    f"""
    UPDATE {LOG} v SET valid_to = line.next_from FROM pipeline_timeline line
    WHERE NOT line.is_new AND line.next_from <> line.valid_to
        AND v.opportunity_id = line.opportunity_id AND v.version = line.version
    """,
    f"""
    INSERT INTO {LOG} (opportunity_id, version, valid_from, valid_to, recorded_at, superseded_at, batch_id, actor_id,
        source, reconstructed, reason, changed_fields, {COLUMNS})
    SELECT opportunity_id, version, valid_from, coalesce(next_from, 'infinity'), recorded_at, 'infinity', %(batch)s,
        %(actor)s, %(source)s, %(reconstructed)s, %(reason)s,
        CASE WHEN place = 1 THEN '{{}}'::text[] ELSE array_remove(ARRAY[{CHANGED}], NULL) END, {COLUMNS}
    FROM pipeline_timeline WHERE is_new
    """,
    f"""
    UPDATE {LOG} v SET valid_to = 'infinity' FROM pipeline_timeline line
    WHERE NOT line.is_new AND line.next_from IS NULL AND line.valid_to <> 'infinity'
        AND v.opportunity_id = line.opportunity_id AND v.version = line.version
    """,
    # Equal to its open version already, so the trigger of the table logs nothing.
    f"""
    UPDATE pipeline_opportunity deal
    SET ({COLUMNS}) = ROW({_columns("v")}), row_version = deal.row_version + 1
    FROM {LOG} v JOIN pipeline_restated restated USING (opportunity_id)
    WHERE deal.id = v.opportunity_id AND v.superseded_at = 'infinity' AND v.valid_to = 'infinity'
        AND ({_columns("deal")}) IS DISTINCT FROM ({_columns("v")})
    """,
)


@contextmanager
def past_state_table() -> Iterator[None]:
    """TEMP TABLE pipeline_past_state(opportunity_id, valid_from, <VERSIONED_FIELDS>) for COPY or INSERT.

    One row a state, whole: nothing is carried from a neighbour. Rows of one deal and instant hold in the order they
    were put in. Open it inside the operation, then call `apply_past`.
    """
    with connection.cursor() as cursor:
        cursor.execute(MAKE_TABLES)
        yield
        cursor.execute(DROP_TABLES)


def apply_past(op: Operation, *, reconstructed: bool = False) -> int:
    """Write the table's states as past versions of their deals; returns how many versions that made.

    A state replaces the live rows of its very instant, and the stated past of a deal that this batch has just made
    replaces what making it logged. A deal whose states all stand already gets none. `reconstructed`: told from two
    snapshots. Raises Refused `effective_in_future`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(valid_from) FROM pipeline_past_state")
        require_past(cursor.fetchone()[0], op)
        cursor.execute(FORGET_KNOWN)
        cursor.execute(REPLACE, {"at": op.at, "batch": op.batch_id})
    return restate(op, reconstructed=reconstructed)


def restate(op: Operation, *, reconstructed: bool = False) -> int:
    """Supersede `pipeline_replaced`, insert `pipeline_past_state`, tile, and let the current rows follow.

    All rows of a deal get one `recorded_at`, later than anything known of it, which is also when the replaced rows
    stopped being believed: so replacing without inserting would leave later edits no instant of their own. Returns the
    number of versions inserted.
    """
    facts = {
        "at": op.at,
        "batch": op.batch_id,
        "actor": op.by.pk if op.by else None,
        "source": op.source,
        "reason": op.reason,
        "reconstructed": reconstructed,
    }
    written = 0
    with connection.cursor() as cursor:
        for statement in RESTATE:
            cursor.execute(statement, facts)
            if statement.lstrip().startswith("INSERT"):
                written = cursor.rowcount
        cursor.execute(
            "SELECT deal.id, deal.customer_id FROM pipeline_restated JOIN pipeline_opportunity deal"
            " ON deal.id = opportunity_id"
        )
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE pipeline_restated, pipeline_timeline")
    follow_deals((customer for _deal, customer in rows), local_day(op.at, organisation().zone))
    events.history_changed.send(
        Opportunity, deals=[deal for deal, _customer in rows], batch_id=op.batch_id, by=op.by, at=op.at
    )
    return written


def require_past(effective_at: object, op: Operation) -> None:
    if effective_at is not None and effective_at > op.at:  # type: ignore[operator]
        sentence = _("What is stated as past has not happened yet.")
        raise Refused("effective_in_future", sentence, fields={"effective_at": sentence})
