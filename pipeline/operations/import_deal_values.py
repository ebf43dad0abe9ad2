"""What the columns of a deals file amount to: kind of stage, instants, amounts. Set SQL on `work_deals`."""

from typing import Any

from accounts.queries.organisation import organisation
from salesops.imports.work import Work
from salesops.kernel.money import minor_units

NOW = "current_setting('salesops.at')::timestamptz"
"""The instant of the operation: nothing a file states may lie after it."""
EXTRA = """
ALTER TABLE work_deals ADD COLUMN status text, ADD COLUMN list_price numeric, ADD COLUMN list_currency text,
    ADD COLUMN start_at timestamptz, ADD COLUMN close_at timestamptz, ADD COLUMN open_amount numeric,
    ADD COLUMN open_basis text, ADD COLUMN end_amount numeric, ADD COLUMN end_basis text, ADD COLUMN rate_id bigint,
    ADD COLUMN converted numeric, ADD COLUMN close_derived boolean
"""


def add_columns(work: Work) -> None:
    work.run(EXTRA)


def take_over_links(work: Work) -> None:
    """Kind of stage and list price, from what stands already or from the rows of this batch."""
    work.run("UPDATE work_deals w SET status = s.kind FROM pipeline_stage s WHERE s.id = w.stage_id")
    work.run(
        "UPDATE work_deals w SET list_price = p.list_price, list_currency = p.currency"
        " FROM pipeline_product p WHERE p.id = w.product_id"
    )
    if exists(work, "work_stages"):
        work.run("UPDATE work_deals w SET status = s.kind FROM work_stages s WHERE s.id = w.stage_id")
    if exists(work, "work_products"):
        work.run(
            "UPDATE work_deals w SET list_price = coalesce(p.list_price, w.list_price),"
            " list_currency = coalesce(p.currency, w.list_currency, %s) FROM work_products p WHERE p.id = w.product_id",
            [organisation().currency],
        )


def exists(work: Work, table: str) -> bool:
    return bool(work.one("SELECT to_regclass(%s) IS NOT NULL", [f"pg_temp.{table}"]))


def derive_close(work: Work) -> None:
    """Ticked at Start only: created plus the median won cycle, at the earliest in the open period; marked derived."""
    period = work.batch.options.get("period")
    if not work.batch.options.get("derive_close") or not period:
        return
    median = work.one(
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY close_date - (created AT TIME ZONE %s)::date)"
        " FROM work_deals WHERE status = 'won'",
        [work.zone],
    )
    derived = "((created AT TIME ZONE %(zone)s)::date + %(median)s::int)"
    work.run(
        f"UPDATE work_deals SET close_derived = true, close_date = CASE WHEN {derived} >= %(from)s::date"
        f" THEN {derived} ELSE %(to)s::date END WHERE status = 'open' AND close_date IS NULL AND id IS NULL",
        {"zone": work.zone, "median": round(median) if median is not None else None, **period},
    )


def set_moments(work: Work) -> None:
    rules = work.file.mapping.get("rules", {})
    if rules.get("close_before_created"):
        work.run(
            "UPDATE work_deals SET close_date = (created AT TIME ZONE %s)::date"
            " WHERE close_date < (created AT TIME ZONE %s)::date AND status <> 'open'",
            [work.zone, work.zone],
        )
    if rules.get("closed_without_date"):
        work.run(
            "UPDATE work_deals SET close_date = (created AT TIME ZONE %s)::date"
            " WHERE close_date IS NULL AND status <> 'open'",
            [work.zone],
        )
    # Two states cannot begin at one instant: a deal made and closed on one day closes a moment after it began.
    work.run(
        f"UPDATE work_deals SET start_at = coalesce(created, %s, %s, {NOW}),"
        " close_at = CASE WHEN status <> 'open' AND close_date IS NOT NULL"
        " THEN greatest(close_date::timestamp AT TIME ZONE %s,"
        " coalesce(created, '-infinity') + interval '1 microsecond') END",
        [snapshot_instant(work), work.batch.history_from, work.zone],
    )
    work.run(
        "UPDATE work_deals SET start_at = least(start_at, close_at - interval '1 microsecond')"
        " WHERE created IS NULL AND close_at IS NOT NULL"
    )


def set_amounts(work: Work) -> None:
    """An amount of 0 on a lost deal is none; without any amount on open deals theirs is the list price, marked."""
    of = organisation()
    estimates = not work.one("SELECT EXISTS (SELECT FROM work_deals WHERE status = 'open' AND amount IS NOT NULL)")
    work.run(
        "UPDATE work_deals SET end_amount = CASE WHEN status = 'lost' THEN nullif(amount, 0) ELSE amount END,"
        " currency = coalesce(currency, CASE WHEN amount IS NULL THEN list_currency END, %s)",
        [of.currency],
    )
    work.run(
        "UPDATE work_deals SET open_amount = CASE WHEN status = 'open' OR NOT %(estimates)s"
        " THEN coalesce(end_amount, list_price) ELSE coalesce(list_price, end_amount) END,"
        " open_basis = CASE WHEN list_price IS NOT NULL"
        " AND (end_amount IS NULL OR (status <> 'open' AND %(estimates)s)) THEN 'list_price' ELSE 'stated' END",
        {"estimates": estimates},
    )
    work.run(
        "UPDATE work_deals SET end_basis = CASE WHEN end_amount IS NULL THEN open_basis ELSE 'stated' END,"
        " end_amount = coalesce(end_amount, open_amount)"
    )
    work.run(
        "UPDATE work_deals w SET rate_id = r.id, converted = round(w.end_amount * r.rate, %(digits)s)"
        " FROM accounts_fxrate r WHERE w.status <> 'open' AND w.currency <> %(currency)s AND r.kind = 'spot'"
        " AND r.from_currency = w.currency AND r.to_currency = %(currency)s AND r.superseded_at = 'infinity'"
        " AND r.valid @> w.close_date",
        {"currency": of.currency, "digits": minor_units(of.currency)},
    )
    work.run(
        "UPDATE work_deals SET converted = round(end_amount, %(digits)s)"
        " WHERE status <> 'open' AND currency = %(currency)s",
        {"currency": of.currency, "digits": minor_units(of.currency)},
    )


def check_deals(work: Work) -> None:
    work.problem("missing", "stage", "stage IS NULL AND id IS NULL")
    work.problem("out_of_range", "probability", "probability NOT BETWEEN 0 AND 1")
    work.problem("out_of_range", "amount", "abs(amount) >= 1e15")
    work.problem("negative_amount", "amount", "amount < 0 AND status <> 'won'")
    work.problem("in_the_future", "created", f"created > {NOW}")
    work.problem("closed_without_date", "close_date", "status <> 'open' AND close_date IS NULL AND id IS NULL")
    work.problem(
        "in_the_future",
        "close_date",
        f"status <> 'open' AND close_date::timestamp AT TIME ZONE %s > {NOW}",
        params=[work.zone],
    )
    work.problem(
        "close_before_created",
        "close_date",
        "status <> 'open' AND close_date < (created AT TIME ZONE %s)::date",
        suggestion="to_char(created, 'YYYY-MM-DD')",
        params=[work.zone],
    )


def snapshot_instant(work: Work) -> Any:
    """00:00 of the day a dated file shows, None for a file of now."""
    day = work.batch.options.get("snapshot_day")
    return work.one("SELECT %s::date::timestamp AT TIME ZONE %s", [day, work.zone]) if day else None
