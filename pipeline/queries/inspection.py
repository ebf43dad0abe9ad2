"""Deals worth a look: what is open and what speaks against it, and what moved between two instants.

Cut by the same question as the figures beside them, so that a list and a total speak of the same deals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from pipeline.queries.categories import category_sql
from pipeline.queries.conversion import closed_worth_sql
from pipeline.queries.states import rates_at, state_at
from salesops.kernel.grain import TODAY, Ask, Columns
from salesops.kernel.metrics import Select

MOST = 60
COLUMNS = Columns("opportunity", "v.opportunity_id", "v.owner_id", TODAY)
CATEGORY = category_sql("v", "%(as_of)s")
OPEN = """
    WITH {rates}, standing AS (
        SELECT v.opportunity_id, v.owner_id, v.stage_id, v.currency, v.close_date, v.next_step, v.next_step_date,
            round(v.amount * rates.rate, %(digits)s) AS amount, {category} AS category
        FROM {state} LEFT JOIN rates ON rates.currency = v.currency {join}
        WHERE {state_where} AND v.status = 'open' AND {where}
    ), chosen AS (
        SELECT * FROM standing chosen WHERE category IS DISTINCT FROM 'omitted' AND {chosen}
        ORDER BY {order} LIMIT {most}
    )
    SELECT deal.uid, deal.name, coalesce(customer.name, ''), coalesce(person.name, ''), chosen.amount,
        coalesce(chosen.category, ''), stage.name, chosen.close_date, chosen.next_step, chosen.next_step_date,
        touched.last_at, deal.created_at, moved.pushes, coalesce(stayed.since, deal.created_at)
    FROM chosen
    JOIN pipeline_opportunity deal ON deal.id = chosen.opportunity_id
    JOIN pipeline_stage stage ON stage.id = chosen.stage_id
    LEFT JOIN accounts_customeraccount customer ON customer.id = deal.customer_id
    LEFT JOIN accounts_user person ON person.id = chosen.owner_id
    LEFT JOIN LATERAL (
        SELECT max(a.occurred_at) AS last_at FROM pipeline_activity a
        WHERE a.opportunity_id = chosen.opportunity_id AND a.deleted_at IS NULL AND a.occurred_at <= %(as_of)s
    ) touched ON TRUE
    LEFT JOIN LATERAL (
        SELECT count(*) AS pushes FROM (
            SELECT w.close_date, w.status, w.valid_from,
                lag(w.close_date) OVER (ORDER BY w.valid_from, w.version) AS before
            FROM pipeline_opportunityversion w
            WHERE w.opportunity_id = chosen.opportunity_id AND w.superseded_at = 'infinity'
                AND w.valid_from <= %(as_of)s
        ) steps
        WHERE steps.status = 'open' AND steps.close_date > steps.before
            AND steps.valid_from > deal.created_at + interval '15 minutes'
    ) moved ON TRUE
    LEFT JOIN LATERAL (
        SELECT max(w.valid_to) AS since FROM pipeline_opportunityversion w
        WHERE w.opportunity_id = chosen.opportunity_id AND w.superseded_at = 'infinity'
            AND w.valid_from <= %(as_of)s AND w.stage_id <> chosen.stage_id
    ) stayed ON TRUE
    ORDER BY {order}
"""
BY_CLOSE = "chosen.close_date NULLS LAST, chosen.amount DESC NULLS LAST, chosen.opportunity_id"
BY_WEIGHT = """CASE chosen.category WHEN 'commit' THEN 0 WHEN 'upside' THEN 1 ELSE 2 END,
    chosen.amount DESC NULLS LAST, chosen.opportunity_id"""


@dataclass(frozen=True)
class OpenDeal:
    """One open deal as it stood. amount: in the asked currency, None without an amount or a rate.

    stay_from: since when it stands in its stage, without a break.
    """

    uid: UUID
    name: str
    customer: str
    owner: str
    amount: Decimal | None
    category: str
    stage: str
    close_date: date | None
    next_step: str
    next_step_date: date | None
    last_activity_at: datetime | None
    created_at: datetime
    pushes: int
    stay_from: datetime


def open_deals(ask: Ask, *, closing_by: date | None = None, by_weight: bool = False) -> list[OpenDeal]:
    """At most 60 open deals, by close date or by category and amount. `closing_by` is excluded; undated ones stay."""
    cut, state = ask.cut(COLUMNS), state_at(ask)
    order = BY_WEIGHT if by_weight else BY_CLOSE
    sql = OPEN.format(
        rates=rates_at(ask),
        category=CATEGORY,
        state=state.as_("v"),
        state_where=state.where("v"),
        join=cut.join,
        where=cut.where,
        chosen="TRUE" if closing_by is None else "(close_date IS NULL OR close_date < %(closing_by)s)",
        order=order,
        most=MOST,
    )
    return [OpenDeal(*row) for row in _read(Select.of(sql, ask, cut, closing_by=closing_by))]


@dataclass(frozen=True)
class Side:
    """What a move is judged by. amount in the asked currency."""

    status: str
    category: str
    amount: Decimal | None
    close_date: date | None


@dataclass(frozen=True)
class Changed:
    """A deal whose state differs from the one at the earlier instant; `before` None: it did not exist."""

    uid: UUID
    name: str
    owner: str
    before: Side | None
    after: Side


CHANGED = """
    WITH {rates}
    SELECT deal.uid, deal.name, coalesce(person.name, ''), a.status, {category_before},
        CASE WHEN a.status = 'open' THEN round(a.amount * rate_before.rate, %(digits)s) ELSE {worth_before} END,
        a.close_date, v.status, {category},
        CASE WHEN v.status = 'open' THEN round(v.amount * rates.rate, %(digits)s) ELSE {worth} END, v.close_date
    FROM {state}
    JOIN pipeline_opportunity deal ON deal.id = v.opportunity_id
    LEFT JOIN rates ON rates.currency = v.currency
    LEFT JOIN accounts_user person ON person.id = v.owner_id
    LEFT JOIN pipeline_opportunityversion a ON a.opportunity_id = v.opportunity_id AND a.superseded_at = 'infinity'
        AND a.valid_from <= %(since)s AND a.valid_to > %(since)s AND NOT a.deleted
    LEFT JOIN rates rate_before ON rate_before.currency = a.currency
    {join}
    WHERE {state_where} AND v.valid_from > %(since)s AND {where}
        AND (a.opportunity_id IS NULL OR (v.status, v.amount, v.close_date, v.stage_id, v.category_override, v.omitted)
            IS DISTINCT FROM (a.status, a.amount, a.close_date, a.stage_id, a.category_override, a.omitted))
    ORDER BY v.opportunity_id
"""


def changed_since(ask: Ask, since: datetime) -> list[Changed]:
    """All deals whose money, date, stage or outcome changed after `since`: what they add up to counts each."""
    cut, state = ask.cut(COLUMNS), state_at(ask)
    sql = CHANGED.format(
        rates=rates_at(ask),
        category=CATEGORY,
        category_before=category_sql("a", "%(since)s"),
        worth=closed_worth_sql("v"),
        worth_before=closed_worth_sql("a"),
        state=state.as_("v"),
        state_where=state.where("v"),
        join=cut.join,
        where=cut.where,
    )
    return [_changed(row) for row in _read(Select.of(sql, ask, cut, since=since))]


def _changed(row: Sequence[Any]) -> Changed:
    uid, name, owner, *sides = row
    before = Side(*sides[:4]) if sides[0] is not None else None
    return Changed(uid, name, owner, before, Side(*sides[4:]))


def _read(select: Select) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(select.sql, select.params)
        return cursor.fetchall()
