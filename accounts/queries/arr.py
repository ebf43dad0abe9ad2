"""ARR and renewals in SQL, by the rules of `accounts.rules.arr` and `accounts.rules.renewals`.

One book for all of them: the recurring lines of contracts signed by `as_of`, with the days they count. A successor
signed in time takes over on its first day, before or after the old last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from accounts.models import AccountOwnership, Contract, CustomerAccount, SeatOccupancy
from accounts.queries.contracts import comes_due
from accounts.rules.arr import GRACE_DAYS, Bridge, Move, Retention, retention
from accounts.rules.renewals import Due, Renewal
from salesops.kernel.moments import INFINITY
from salesops.kernel.money import minor_units

BOOK = """
    next_of AS (
        SELECT link.old_id, min(lower(new.during))
            FILTER (WHERE link.signed_on <= upper(old.during) - 1 + %(grace)s) AS first_day
        FROM accounts_contractrenewal link
        JOIN accounts_contract new ON new.id = link.new_id
        JOIN accounts_contract old ON old.id = link.old_id
        WHERE link.signed_on <= %(as_of_day)s
        GROUP BY link.old_id
    ), book AS (
        SELECT c.id, c.customer_id, c.type, c.currency, c.refused_on, c.terminated_on, line.product_uid,
            line.yearly_value AS yearly, lower(c.during) AS first_day, upper(c.during) - 1 AS last_day,
            CASE WHEN c.terminated_on IS NULL THEN coalesce(next_of.first_day, upper(c.during)) - 1
                ELSE least(upper(c.during) - 1, c.terminated_on, next_of.first_day - 1) END AS through,
            next_of.old_id IS NOT NULL AS has_next
        FROM accounts_contract c
        JOIN accounts_contractline line ON line.contract_id = c.id AND line.yearly_value > 0
        LEFT JOIN next_of ON next_of.old_id = c.id
        WHERE c.signed_on <= %(as_of_day)s
    )"""
PENDING = """NOT book.has_next AND book.terminated_on IS NULL
    AND NOT coalesce(book.refused_on <= %(as_of_day)s, FALSE) AND %(as_of_day)s::date <= book.last_day + %(grace)s"""
RATE = """(SELECT CASE WHEN {currency} = %(currency)s THEN 1 ELSE (SELECT fx.rate FROM accounts_fxrate fx
    WHERE fx.from_currency = {currency} AND fx.to_currency = %(currency)s AND fx.kind = 'spot'
    AND fx.superseded_at = 'infinity' AND fx.valid @> {day}::date) END)"""
FAMILY = """
    RECURSIVE up(id, above) AS (
        SELECT id, parent_id FROM accounts_customeraccount
        UNION
        SELECT up.id, parent.parent_id FROM up JOIN accounts_customeraccount parent ON parent.id = up.above
        WHERE parent.parent_id IS NOT NULL
    ), root AS (
        SELECT up.id, coalesce((array_agg(up.above) FILTER (WHERE top.parent_id IS NULL))[1], up.id) AS customer_id
        FROM up LEFT JOIN accounts_customeraccount top ON top.id = up.above
        GROUP BY up.id
    ),"""
MOVES = """
    WITH {family} {book}, ends AS (
        SELECT book.*, {key} AS place,
            %(opening)s BETWEEN book.first_day AND book.through AS opens,
            %(closing)s BETWEEN book.first_day AND book.through AS closes,
            book.first_day < %(opening)s AND book.through >= book.first_day AS was_before,
            book.through < %(closing)s AND {pending} AS is_pending
        FROM book {root}
        WHERE (%(customers)s::bigint[] IS NULL OR book.customer_id = ANY(%(customers)s))
            AND (%(product)s::uuid IS NULL OR book.product_uid = %(product)s)
            AND book.first_day <= %(closing)s
    ), rate AS (
        SELECT currency, {opening_rate} AS opening, {closing_rate} AS closing
        FROM (SELECT DISTINCT currency FROM ends) used
    ), priced AS (
        SELECT ends.*, round(yearly * rate.opening, %(digits)s) AS at_opening,
            round(yearly * rate.closing, %(digits)s) AS at_closing,
            rate.closing IS NOT NULL AND (rate.opening IS NOT NULL OR NOT opens) AS is_priced
        FROM ends JOIN rate USING (currency)
    )
    SELECT place, coalesce(sum(at_opening) FILTER (WHERE opens AND is_priced), 0),
        coalesce(sum(at_closing) FILTER (WHERE opens AND is_priced), 0),
        coalesce(sum(at_closing) FILTER (WHERE closes AND is_priced), 0),
        bool_or(was_before), coalesce(sum(at_closing) FILTER (WHERE opens AND is_pending AND is_priced), 0),
        count(DISTINCT id) FILTER (WHERE (opens OR closes) AND NOT is_priced)
    FROM priced
    GROUP BY place
    HAVING bool_or(opens OR closes)
    ORDER BY place
"""
DUES = """
    SELECT c.id, upper(c.during) - 1 AS due, round(c.renewal_value * rate.rate, %(digits)s) AS value,
        c.refused_on, c.terminated_on, link.signed_on,
        round(new.compared_value * link.share * rate.rate, %(digits)s) AS renewed
    FROM accounts_contract c
    CROSS JOIN LATERAL {rate} rate(rate)
    LEFT JOIN accounts_contractrenewal link ON link.old_id = c.id AND link.signed_on IS NOT NULL
    LEFT JOIN accounts_contract new ON new.id = link.new_id
    WHERE c.id = ANY(%(contracts)s)
    ORDER BY upper(c.during), c.id
"""


@dataclass(frozen=True)
class Moves:
    """A bridge with what it was asked by. `missing_rate`: contracts left out because no rate was known."""

    bridge: Bridge
    opening: date
    closing: date
    as_of: date
    currency: str
    missing_rate: int

    @property
    def retention(self) -> Retention:
        """Of those at the opening, at the closing rate: with 12 months between, `nrr` and `grr`."""
        moves = self.bridge.moves
        then = {move.customer: move.restated for move in moves}
        return retention(then, {move.customer: move.closing for move in moves})


def arr_moves(
    opening: date,
    closing: date,
    *,
    as_of: date,
    currency: str,
    customers: Sequence[int] | None = None,
    product: UUID | None = None,
    is_family: bool = False,
    is_restated: bool = False,
) -> Moves:
    """ARR at the end of both days by customer, or by the company at the top of its family.

    customers: whom the asker may see or asked for, None for everybody. product: only lines of it. is_restated: the
    opening too is at the closing rate, so that a rate which began in between leaves nobody out.
    """
    params: dict[str, Any] = {
        "opening": opening,
        "closing": closing,
        "as_of_day": as_of,
        "currency": currency,
        "grace": GRACE_DAYS,
        "digits": minor_units(currency),
        "product": str(product) if product else None,
        "customers": None if customers is None else list(customers),
    }
    with connection.cursor() as cursor:
        cursor.execute(_moves_sql(is_family, is_restated), params)
        found = cursor.fetchall()
    moves = tuple(Move(*row[:6]) for row in found)
    return Moves(Bridge(moves), opening, closing, as_of, currency, sum(row[6] for row in found))


def _moves_sql(is_family: bool, is_restated: bool) -> str:
    return MOVES.format(
        family=FAMILY if is_family else "",
        book=BOOK,
        key="root.customer_id" if is_family else "book.customer_id",
        root="JOIN root ON root.id = book.customer_id" if is_family else "",
        pending=PENDING,
        opening_rate=RATE.format(currency="currency", day="%(closing)s" if is_restated else "%(opening)s"),
        closing_rate=RATE.format(currency="currency", day="%(closing)s"),
    )


def due_between(rows: QuerySet[Contract], start: date, end: date, *, as_of: date) -> QuerySet[Contract]:
    """Of `rows` those that come due from `start` up to `end`, exclusive, by their terms."""
    return rows.filter(comes_due(as_of), during__endswith__gt=start, during__endswith__lte=end)


def dues(contracts: Sequence[int], *, currency: str) -> tuple[dict[int, Due], int]:
    """What the rules of renewals look at, by contract, at the rate of the due day; and how many have no rate."""
    params: dict[str, Any] = {"contracts": list(contracts), "currency": currency, "digits": minor_units(currency)}
    with connection.cursor() as cursor:
        cursor.execute(DUES.format(rate=RATE.format(currency="c.currency", day="(upper(c.during) - 1)")), params)
        rows = cursor.fetchall()
    found: dict[int, Due] = {}
    missing = set()
    for key, due, value, refused, terminated, signed_on, renewed in rows:
        if value is None:
            missing.add(key)
            continue
        before = found[key].renewals if key in found else ()
        renewals = before if signed_on is None else (*before, Renewal(signed_on, renewed))
        found[key] = Due(due, value, refused, terminated, renewals)
    return found, len(missing)


def customers_owned_by(people: Sequence[int], day: date) -> list[int]:
    """The ids of customers whose owning seat one of them occupied that day."""
    seats = SeatOccupancy.objects.filter(person__in=list(people), during__contains=day).values("seat")
    owned = AccountOwnership.objects.filter(
        seat__in=seats, role=AccountOwnership.Role.OWNER, superseded_at=INFINITY, valid__contains=day
    )
    return list(CustomerAccount.objects.filter(pk__in=owned.values("account")).values_list("pk", flat=True))
