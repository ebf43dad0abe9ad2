"""Deals from a file with their history: the state when each began, the state when it closed. Set SQL on `work_deals`.

A bare date is 00:00 of that business day. What a file cannot say is not made up: an open amount is the list price and
marked so, an expected close stays empty, a deal without any date begins at the batch's "history from".
"""

from typing import Any

from accounts.queries.organisation import organisation
from pipeline.models import Opportunity
from pipeline.models.opportunities import VERSIONED_FIELDS
from pipeline.operations import history
from pipeline.operations.import_deal_values import (
    NOW,
    add_columns,
    check_deals,
    derive_close,
    exists,
    set_amounts,
    set_moments,
    snapshot_instant,
    take_over_links,
)
from pipeline.operations.import_products import process_of
from salesops.db.operation import Operation
from salesops.imports.models import ImportBatch
from salesops.imports.operations.leftovers import changed_ids, created_ids, restore_changed
from salesops.imports.registry import Undone
from salesops.imports.work import Work, insert_sql
from salesops.kernel.moments import local_day
from salesops.kernel.money import minor_units

COLUMNS = ", ".join(VERSIONED_FIELDS)
LIVE_AT = "v.superseded_at = 'infinity' AND v.valid_from <= %(at)s AND v.valid_to > %(at)s"


def resolve_deals(work: Work) -> None:
    add_columns(work)
    for field in ("owner", "account", "product", "stage"):
        if work.has(field):
            work.link(field)
    work.match(*(() if work.has("external_id") else ("name",)))
    take_over_links(work)
    derive_close(work)
    set_moments(work)
    set_amounts(work)
    check_deals(work)
    work.run(
        "UPDATE work_deals SET label = coalesce(name, concat_ws(' – ', account, product, external_id), ''),"
        " name = coalesce(name, CASE WHEN id IS NULL THEN coalesce(nullif(concat_ws(' – ', account, product), ''),"
        " external_id, '') END)"
    )
    work.allot("pipeline_opportunity_id_seq")
    _make_states(work)
    _compare(work)
    work.decide()


def _start_stage(work: Work) -> int | None:
    """The open stage a closed deal began in: the first that dated open deals of the file stand in, else the first."""
    process = process_of(work.batch)
    stages = "SELECT id, position FROM pipeline_stage WHERE kind = 'open' AND process_id = %(process)s"
    if exists(work, "work_stages"):
        stages += " UNION SELECT id, coalesce(position, row_number) FROM work_stages WHERE kind = 'open'"
    found = work.one(
        f"SELECT s.id FROM ({stages}) s ORDER BY EXISTS (SELECT FROM work_deals w WHERE w.stage_id = s.id"
        " AND w.created IS NOT NULL) DESC, s.position LIMIT 1",
        {"process": process.pk if process else 0},
    )
    return int(found) if found is not None else None


def _make_states(work: Work) -> None:
    """`work_deal_states`: of new deals when they began and closed, of known ones what is now."""
    work.run("DROP TABLE IF EXISTS work_deal_states")
    work.run(
        "CREATE TEMP TABLE work_deal_states ON COMMIT DROP AS SELECT NULL::int AS row_number,"
        f" opportunity_id, valid_from, {COLUMNS} FROM pipeline_opportunityversion WHERE false"
    )
    begun = OPEN_STATE | {"stage_id": "CASE WHEN w.status = 'open' THEN w.stage_id ELSE %(start_stage)s END"}
    _add_states(work, "w.start_at", begun, "w.is_new", {"start_stage": _start_stage(work)})
    _add_states(work, "w.close_at", CLOSED_STATE, "w.is_new AND w.status <> 'open'", {})
    _add_known(work)
    # Without these a join of two tables as big as the file is planned as a loop.
    work.run("CREATE INDEX ON work_deal_states (row_number)")
    work.run("ANALYZE work_deal_states")
    work.run("ANALYZE work_deals")


OPEN_STATE = {
    "owner_id": "w.owner_id",
    "credit_owner_id": "w.owner_id",
    "status": "'open'",
    "amount": "w.open_amount",
    "amount_basis": "w.open_basis",
    "currency": "w.currency",
    "product_id": "w.product_id",
    "close_date": "CASE WHEN w.status = 'open' THEN w.close_date END",
    "close_basis": "CASE WHEN w.close_derived THEN 'derived' ELSE 'stated' END",
    "next_step": "CASE WHEN w.status = 'open' THEN left(coalesce(w.next_step, ''), 300) ELSE '' END",
}
KIND = (
    "CASE WHEN w.kind IS NULL THEN NULL WHEN w.kind ~* 'renew' THEN 'renewal'"
    " WHEN w.kind ~* 'exist|expan|upsell|upgrade|cross' THEN 'expansion' ELSE 'new' END"
)
OPEN_STATE["kind"] = f"coalesce({KIND}, 'new')"
CLOSED_STATE = OPEN_STATE | {
    "stage_id": "w.stage_id",
    "status": "w.status",
    "amount": "w.end_amount",
    "amount_basis": "w.end_basis",
    "close_date": "w.close_date",
    "closed_at": "w.close_at",
    "amount_converted": "w.converted",
    "close_rate_id": "w.rate_id",
    "next_step": "left(coalesce(w.next_step, ''), 300)",
}
EMPTY = {"category_override": "''", "omitted": "false", "deleted": "false"}


def _add_states(work: Work, at: str, state: dict[str, str], where: str, params: dict[str, Any]) -> None:
    values = ", ".join((state | EMPTY).get(name, "NULL") for name in VERSIONED_FIELDS)
    work.run(
        f"INSERT INTO work_deal_states (row_number, opportunity_id, valid_from, {COLUMNS})"
        f" SELECT w.row_number, w.id, {at}, {values} FROM work_deals w WHERE {where}"
        " AND coalesce(w.action, '') <> 'blocked'",
        params,
    )


def _add_known(work: Work) -> None:
    """What a file says of a deal we know, on top of its state at that time. An empty cell changes nothing."""
    of = organisation()
    closes = "(v.status = 'open' AND coalesce(w.status, v.status) <> 'open')"
    is_closed = "coalesce(w.status, v.status) <> 'open'"
    reopens = "(v.status <> 'open' AND coalesce(w.status, v.status) = 'open')"
    # Why it was lost, and when to come back, go with the loss.
    loss_stays = "(v.status <> 'lost' OR coalesce(w.status, v.status) = 'lost')"
    stated = "(w.amount IS NOT NULL AND (w.end_basis = 'stated'))"
    amount = f"(CASE WHEN {stated} THEN w.end_amount ELSE v.amount END)"
    currency = f"(CASE WHEN {stated} THEN w.currency ELSE v.currency END)"
    # The day a deal was expected on is not the day it closed on.
    closed_on = (
        f"CASE WHEN {closes} THEN coalesce(w.close_date, %(today)s) ELSE coalesce(w.close_date, v.close_date) END"
    )
    converts = (
        f"({is_closed} AND ({closes} OR v.amount_converted IS NULL OR ({amount}, {currency}, {closed_on})"
        " IS DISTINCT FROM (v.amount, v.currency, v.close_date)))"
    )
    given = {
        "owner_id": "coalesce(w.owner_id, v.owner_id)",
        "credit_owner_id": f"CASE WHEN {is_closed} AND NOT {closes} THEN v.credit_owner_id"
        " ELSE coalesce(w.owner_id, v.owner_id) END",
        "stage_id": "coalesce(w.stage_id, v.stage_id)",
        "status": "coalesce(w.status, v.status)",
        "amount": amount,
        "amount_basis": f"CASE WHEN {stated} THEN 'stated' ELSE v.amount_basis END",
        "currency": currency,
        "product_id": "coalesce(w.product_id, v.product_id)",
        "close_date": closed_on,
        "close_basis": f"CASE WHEN {reopens} THEN 'stated' WHEN w.close_date IS NULL AND {closes} THEN 'instant'"
        " WHEN w.close_date <> v.close_date THEN 'stated' ELSE v.close_basis END",
        "closed_at": f"CASE WHEN {reopens} THEN NULL WHEN {closes} THEN coalesce(w.close_at, %(at)s)"
        " ELSE v.closed_at END",
        "amount_converted": f"CASE WHEN {reopens} THEN NULL WHEN {converts}"
        f" THEN round({amount} * CASE WHEN {currency} = %(currency)s THEN 1 ELSE r.rate END, %(digits)s)"
        " ELSE v.amount_converted END",
        "close_rate_id": f"CASE WHEN {reopens} THEN NULL WHEN {converts} THEN r.id ELSE v.close_rate_id END",
        "loss_reason_id": f"CASE WHEN {loss_stays} THEN v.loss_reason_id END",
        "come_back_on": f"CASE WHEN {loss_stays} THEN v.come_back_on END",
        "next_step": "left(coalesce(w.next_step, v.next_step), 300)",
        "kind": f"coalesce({KIND}, v.kind)",
        "deleted": "false",
    }
    values = ", ".join(given.get(name, f"v.{name}") for name in VERSIONED_FIELDS)
    at = snapshot_instant(work) or work.one(f"SELECT {NOW}")
    moment = (
        f"CASE WHEN {closes} AND w.close_at > v.valid_from AND w.close_at <= %(at)s THEN w.close_at ELSE %(at)s END"
    )
    work.run(
        f"INSERT INTO work_deal_states (row_number, opportunity_id, valid_from, {COLUMNS})"
        f" SELECT w.row_number, w.id, {moment}, {values} FROM work_deals w JOIN pipeline_opportunityversion v"
        f" ON v.opportunity_id = w.id AND {LIVE_AT}"
        " LEFT JOIN accounts_fxrate r ON r.kind = 'spot' AND r.superseded_at = 'infinity'"
        f" AND r.to_currency = %(currency)s AND r.from_currency = {currency} AND {currency} <> %(currency)s"
        f" AND r.valid @> ({closed_on})"
        " WHERE NOT w.is_new AND coalesce(w.action, '') <> 'blocked'",
        {"at": at, "today": local_day(at, of.zone), "currency": of.currency, "digits": minor_units(of.currency)},
    )
    _add_earlier(work, {"at": at, "today": local_day(at, of.zone)})


def _add_earlier(work: Work, asked: dict[str, Any]) -> None:
    """A file of a day before a deal's first known state: what it shows is where the deal's history now begins."""
    known = f"SELECT FROM pipeline_opportunityversion v WHERE v.opportunity_id = w.id AND {LIVE_AT}"
    earlier = f"NOT w.is_new AND NOT EXISTS ({known})"
    work.run(f"UPDATE work_deals w SET after = jsonb_build_object('first_seen', %(at)s::date) WHERE {earlier}", asked)
    _add_states(work, "%(at)s", OPEN_STATE | {"stage_id": "w.stage_id"}, f"{earlier} AND w.status = 'open'", asked)
    closed = CLOSED_STATE | {
        "close_date": "coalesce(w.close_date, %(today)s)",
        "close_basis": "CASE WHEN w.close_date IS NULL THEN 'instant' ELSE 'stated' END",
        "closed_at": "coalesce(w.close_at, %(at)s)",
    }
    _add_states(work, "least(w.close_at, %(at)s)", closed, f"{earlier} AND w.status <> 'open'", asked)


def _compare(work: Work) -> None:
    """A known deal changes when the state to record differs from the one before it, or its name or customer does."""
    at = snapshot_instant(work) or work.one(f"SELECT {NOW}")
    parts: dict[str, list[str]] = {"v": [], "s": []}
    for side, names in parts.items():
        for name in VERSIONED_FIELDS:
            names.append(
                f"CASE WHEN s.{name} IS DISTINCT FROM v.{name} THEN jsonb_build_object('{name}', {side}.{name})"
                " ELSE '{}' END"
            )
    work.run(
        f"UPDATE work_deals w SET before = {' || '.join(parts['v'])}, after = {' || '.join(parts['s'])}"
        " FROM work_deal_states s, pipeline_opportunityversion v WHERE s.row_number = w.row_number AND NOT w.is_new"
        f" AND v.opportunity_id = w.id AND {LIVE_AT}",
        {"at": at},
    )
    work.run(
        "DELETE FROM work_deal_states s USING work_deals w"
        " WHERE s.row_number = w.row_number AND NOT w.is_new AND w.after = '{}'"
    )
    fixed = {"name": "w.name", "customer_id": "w.account_id"}
    for name, sql in fixed.items():
        work.run(
            f"UPDATE work_deals w SET before = w.before || jsonb_build_object('{name}', t.{name}),"
            f" after = w.after || jsonb_build_object('{name}', {sql}) FROM pipeline_opportunity t"
            f" WHERE t.id = w.id AND NOT w.is_new AND {sql} IS NOT NULL AND {sql} IS DISTINCT FROM t.{name}"
        )


def write_deals(work: Work, op: Operation) -> None:
    """The rows as they stand now, then their past: what the inserts logged gives way to it (pipeline.md 3.1)."""
    _insert_current(work)
    with history.past_state_table():
        work.run(
            f"INSERT INTO pipeline_past_state (opportunity_id, valid_from, {COLUMNS})"
            f" SELECT s.opportunity_id, s.valid_from, {', '.join('s.' + name for name in VERSIONED_FIELDS)}"
            " FROM work_deal_states s JOIN work_deals w USING (row_number) WHERE w.action IN ('create', 'update')"
            " ORDER BY s.opportunity_id, s.valid_from"
        )
        work.run("ANALYZE pipeline_past_state")
        history.apply_past(op, reconstructed=bool(work.batch.options.get("snapshot_day")))
    work.run(
        "UPDATE pipeline_opportunity t SET name = coalesce(w.name, t.name),"
        " customer_id = coalesce(w.account_id, t.customer_id), row_version = t.row_version + 1"
        " FROM work_deals w WHERE t.id = w.id AND w.action = 'update' AND w.after ?| ARRAY['name', 'customer_id']"
    )
    work.remember()
    # What is versioned is undone by its versions; only these two columns have to be put back by hand.
    work.run(
        "UPDATE imports_batchrecord SET before = before - %s::text[], after = after - %s::text[]"
        " WHERE batch_id = %s AND kind = 'deal'",
        [list(VERSIONED_FIELDS), list(VERSIONED_FIELDS), work.batch.pk],
    )


def _insert_current(work: Work) -> None:
    state = {name: f"s.{name}" for name in VERSIONED_FIELDS}
    columns = {
        "id": "w.id",
        "name": "left(w.name, 300)",
        "customer_id": "w.account_id",
        "process_id": "stage.process_id",
        "source": "w.batch_source",
        "created_at": "w.start_at",
        **state,
    }
    work.run("ALTER TABLE work_deals ADD COLUMN batch_source text")
    work.run("UPDATE work_deals SET batch_source = %s", [work.batch.source[:80]])
    work.run(
        *insert_sql(
            Opportunity,
            columns,
            "work_deals w JOIN (SELECT DISTINCT ON (row_number) * FROM work_deal_states"
            " ORDER BY row_number, valid_from DESC) s USING (row_number)"
            " JOIN pipeline_stage stage ON stage.id = s.stage_id WHERE w.action = 'create' ORDER BY w.row_number",
        )
    )


def undo_deals(batch: ImportBatch, op: Operation, report: Undone) -> None:
    """The batch's versions are superseded; nothing leaves the log. Deals that were worked on since are kept."""
    kept = set(history.undo_batch(batch.pk, by=op.by).kept)
    named = Undone()
    restore_changed(batch, "deal", "pipeline_opportunity", named)
    deals = Opportunity.objects.filter(uid__in=kept).order_by("pk")
    stayed = {deal.pk for deal in deals}
    report.kept += [*named.kept, *((deal.name, "worked_on_since") for deal in deals)]
    report.removed += len(set(created_ids(batch, "deal")) - stayed)
    # Most of what a batch changes of a deal is in its versions; a record counts once, whichever of the two it was.
    report.restored += len(set(changed_ids(batch, "deal")) - stayed)
