"""The rows of a forecast as one SELECT: every deal of a period at an instant, in its bucket, converted and rounded.

Roll-up, drill-down and submission all read this SELECT, so that a number and its rows cannot disagree.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from forecasting.rules.places import Place
from pipeline.queries.categories import category_sql
from pipeline.queries.conversion import closed_worth_sql

LIVE = """
    pipeline_opportunityversion v
"""
LIVE_AT = "v.superseded_at = 'infinity' AND v.valid_from <= %(as_of)s AND v.valid_to > %(as_of)s AND NOT v.deleted"
KNOWN = """
    (
        SELECT DISTINCT ON (opportunity_id) *
        FROM pipeline_opportunityversion
        WHERE recorded_at <= %(known_at)s AND superseded_at > %(known_at)s AND valid_from <= %(as_of)s
        ORDER BY opportunity_id, valid_from DESC, version DESC
    ) v
"""

RATES = """
    rate(code, rate) AS MATERIALIZED (
        SELECT from_currency, rate
        FROM accounts_fxrate
        WHERE kind = %(policy)s AND to_currency = %(currency)s AND from_currency <> %(currency)s
            AND valid @> %(rate_day)s::date AND recorded_at <= %(rates_known)s AND superseded_at > %(rates_known)s
        UNION ALL
        SELECT %(currency)s, 1
    )
"""


@dataclass(frozen=True)
class Question:
    """Which rows: type, period, instant, money. `without` leaves subcategories out ("without at risk")."""

    kinds: tuple[str, ...]
    first: date
    last: date
    as_of: datetime
    currency: str
    digits: int
    policy: str
    rate_day: date
    rates_known: datetime
    known_at: datetime | None = None
    without: tuple[int, ...] = ()

    def params(self) -> dict[str, Any]:
        return {
            "kinds": list(self.kinds),
            "first": self.first,
            "last": self.last,
            "as_of": self.as_of,
            "currency": self.currency,
            "digits": self.digits,
            "policy": self.policy,
            "rate_day": self.rate_day,
            "rates_known": self.rates_known,
            "known_at": self.known_at,
            "without": list(self.without),
        }


def rows_sql(question: Question) -> str:
    """CTEs `rate` and `seen`; one row a deal that stands in some column of the period.

    Columns: opportunity_id, version, person_id (null: nobody's), bucket, subcategory_id, amount, currency, converted,
    close_date, stage_id. Open rows at the rate of T, won rows at the amount stored at closing; under `plan` all at the
    plan rate. `converted` is null without a rate or an amount.
    """
    category = f"coalesce({category_sql('v', '%(as_of)s')}, 'unmapped')"
    log = KNOWN if question.known_at else LIVE
    held = "NOT v.deleted" if question.known_at else LIVE_AT
    at_rate = "round(v.amount * rate.rate, %(digits)s)"
    closed = at_rate if question.policy == "plan" else f"round({closed_worth_sql()}, %(digits)s)"
    return f"""
    {RATES},
    opened AS (
        SELECT v.opportunity_id, v.version, v.owner_id AS person_id, {category} AS category,
            coalesce(v.subcategory_id, CASE WHEN v.category_override = '' THEN mapped.subcategory_id END) AS tag_id,
            stage.counts_as_pipeline AS counts, v.amount, v.currency, {at_rate} AS converted, v.close_date, v.stage_id
        FROM {log}
        JOIN pipeline_stage stage ON stage.id = v.stage_id
        LEFT JOIN pipeline_stagecategory mapped ON mapped.stage_id = v.stage_id AND mapped.valid @> %(as_of)s
        LEFT JOIN rate ON rate.code = v.currency
        WHERE {held} AND v.status = 'open' AND v.kind = ANY(%(kinds)s)
            AND (v.close_date IS NULL OR v.close_date <= %(last)s)
    ),
    seen AS (
        SELECT o.opportunity_id, o.version, o.person_id,
            CASE
                WHEN o.category = 'omitted' THEN 'omitted'
                WHEN NOT o.counts THEN 'uncounted'
                WHEN o.close_date IS NULL THEN 'undated'
                WHEN o.close_date < %(first)s THEN 'overdue'
                ELSE o.category
            END AS bucket,
            tag.id AS subcategory_id, o.amount, o.currency, o.converted, o.close_date, o.stage_id
        FROM opened o
        LEFT JOIN pipeline_subcategory tag ON tag.id = o.tag_id AND tag.category = o.category
        WHERE (o.close_date >= %(first)s OR (o.counts AND o.category <> 'omitted'))
            AND NOT coalesce(tag.id = ANY(%(without)s::bigint[]), false)
        UNION ALL
        SELECT v.opportunity_id, v.version, coalesce(v.credit_owner_id, v.owner_id), v.status, NULL, v.amount,
            v.currency, {closed}, v.close_date, v.stage_id
        FROM {log}
        LEFT JOIN rate ON rate.code = v.currency
        WHERE {held} AND v.status <> 'open' AND v.kind = ANY(%(kinds)s)
            AND v.close_date >= %(first)s AND v.close_date <= %(last)s
    )
    """


@dataclass(frozen=True)
class Part:
    """Rows of one person, stretch of days (won rows), bucket and subcategory, added up."""

    person: int | None
    stretch: int
    bucket: str
    subcategory: int | None
    amount: Decimal
    count: int
    missing: int
    unpriced: int


def read_parts(question: Question, days: list[date]) -> list[Part]:
    """One query for everybody; `days` cut the period where somebody moved, so that places stay equal in between."""
    sql = f"""
    WITH {rows_sql(question)}
    SELECT person_id, CASE WHEN bucket = 'won' THEN width_bucket(close_date, %(days)s::date[]) ELSE 0 END AS stretch,
        bucket, subcategory_id, coalesce(sum(converted), 0), count(*),
        count(*) FILTER (WHERE converted IS NULL AND amount IS NOT NULL), count(*) FILTER (WHERE amount IS NULL)
    FROM seen
    GROUP BY 1, 2, 3, 4
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {**question.params(), "days": days})
        return [Part(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Cell:
    """The predicate of one number. `spans`: (person, from, to, sign) for won rows, `people` for all others.

    everybody: no condition on people. nobody: only people outside `known` (unassigned). without_rate: only rows that
    have an amount and no rate, which the number lacks.
    """

    buckets: tuple[str, ...]
    people: tuple[int, ...] = ()
    won: tuple[tuple[int, date | None, date | None, int], ...] = ()
    everybody: bool = False
    nobody: bool = False
    known: tuple[int, ...] = ()
    subcategory: int | None = None
    without_rate: bool = False


@dataclass(frozen=True)
class DealRow:
    """One row under a number. `converted` carries the sign with which it counts there."""

    opportunity: int
    uid: Any
    name: str
    customer: str
    person: int | None
    person_name: str
    bucket: str
    stage: str
    close_date: date | None
    amount: Decimal | None
    currency: str
    converted: Decimal | None
    sign: int


def cell_sql(cell: Cell) -> tuple[str, dict[str, Any]]:
    """The rows of a cell as a SELECT over `seen`, with the sign each counts with."""
    sql, params = _rows_of(cell)
    if cell.without_rate:
        sql = f"SELECT * FROM ({sql}) found WHERE converted IS NULL AND amount IS NOT NULL"
    return sql, params


def _rows_of(cell: Cell) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {
        "buckets": list(cell.buckets),
        "tag": cell.subcategory,
        "people": list(cell.people),
        "known": list(cell.known),
        "span_person": [span[0] for span in cell.won],
        "span_from": [span[1].isoformat() if span[1] else "-infinity" for span in cell.won],
        "span_to": [span[2].isoformat() if span[2] else "infinity" for span in cell.won],
        "span_sign": [span[3] for span in cell.won],
    }
    base = "FROM seen WHERE bucket = ANY(%(buckets)s) AND (%(tag)s::bigint IS NULL OR subcategory_id = %(tag)s)"
    if cell.everybody:
        return f"SELECT seen.*, 1 AS sign {base}", params
    outside = "(person_id IS NULL OR NOT person_id = ANY(%(known)s::bigint[]))"
    if cell.nobody:
        return f"SELECT seen.*, 1 AS sign {base} AND {outside}", params
    spans = (
        "SELECT seen.*, span.sign FROM seen JOIN unnest(%(span_person)s::bigint[], %(span_from)s::date[],"
        " %(span_to)s::date[], %(span_sign)s::int[]) AS span(person, from_day, to_day, sign)"
        " ON span.person = person_id AND span.from_day <= close_date AND span.to_day > close_date"
        " WHERE bucket = 'won' AND 'won' = ANY(%(buckets)s) AND %(tag)s::bigint IS NULL"
    )
    others = f"SELECT seen.*, 1 AS sign {base} AND bucket <> 'won' AND person_id = ANY(%(people)s::bigint[])"
    return f"{spans} UNION ALL {others}", params


def read_rows(question: Question, cell: Cell, *, limit: int = 200, offset: int = 0) -> list[DealRow]:
    """The deals of a cell, largest first."""
    picked, params = cell_sql(cell)
    sql = f"""
    WITH {rows_sql(question)}, picked AS ({picked})
    SELECT p.opportunity_id, deal.uid, deal.name, coalesce(customer.name, ''), p.person_id, coalesce(person.name, ''),
        p.bucket, stage.name, p.close_date, p.amount, p.currency, p.converted * p.sign, p.sign
    FROM picked p
    JOIN pipeline_opportunity deal ON deal.id = p.opportunity_id
    JOIN pipeline_stage stage ON stage.id = p.stage_id
    LEFT JOIN accounts_customeraccount customer ON customer.id = deal.customer_id
    LEFT JOIN accounts_user person ON person.id = p.person_id
    ORDER BY p.converted DESC NULLS LAST, p.opportunity_id
    LIMIT %(limit)s OFFSET %(offset)s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {**question.params(), **params, "limit": limit, "offset": offset})
        return [DealRow(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class CellTotal:
    amount: Decimal
    count: int
    missing: int
    unpriced: int


def read_total(question: Question, cell: Cell) -> CellTotal:
    """What the rows of a cell add up to, over all of them."""
    picked, params = cell_sql(cell)
    sql = f"""
    WITH {rows_sql(question)}, picked AS ({picked})
    SELECT coalesce(sum(converted * sign), 0), count(*),
        count(*) FILTER (WHERE converted IS NULL AND amount IS NOT NULL), count(*) FILTER (WHERE amount IS NULL)
    FROM picked
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {**question.params(), **params})
        return CellTotal(*cursor.fetchone())


def place_arrays(name: str, places: list[Place]) -> dict[str, Any]:
    """Places as arrays for unnest; a team travels as the text of its array."""
    return {
        f"{name}_person": [place.person for place in places],
        f"{name}_from": [place.start.isoformat() if place.start else "-infinity" for place in places],
        f"{name}_to": [place.end.isoformat() if place.end else "infinity" for place in places],
        f"{name}_node": [place.node for place in places],
        f"{name}_team": ["{" + ",".join(map(str, place.team)) + "}" for place in places],
    }
