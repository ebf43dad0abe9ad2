"""Whose a customer is: by a seat somebody sits on, by one that nobody took since, by joining.

By hand: nearly every request about a customer asks it, and composing the subqueries takes longer than their answer.
"""

from datetime import date

from django.db.models.expressions import RawSQL

VACANT = """
    SELECT went.{what} FROM accounts_seatoccupancy went
    WHERE upper(went.during) <= %s AND NOT EXISTS (
        SELECT FROM accounts_seatoccupancy since
        WHERE since.seat_id = went.seat_id AND lower(since.during) BETWEEN upper(went.during) AND %s
    ) AND EXISTS (
        SELECT FROM accounts_reportingline line
        WHERE line.person_id = went.person_id AND line.manager_id = ANY(%s::bigint[])
            AND line.during @> upper(went.during) - 1
    )
"""
OWNED = f"""
    SELECT owned.account_id FROM accounts_accountownership owned
    WHERE owned.superseded_at = 'infinity' AND owned.valid @> %s AND (
        owned.seat_id IN (
            SELECT sits.seat_id FROM accounts_seatoccupancy sits
            WHERE sits.person_id = ANY(%s::bigint[]) AND sits.during @> %s
        ) OR owned.seat_id IN ({VACANT.format(what="seat_id")})
    )
"""
JOINED = """
    SELECT member.customer_id FROM accounts_customermember member
    WHERE member.person_id = ANY(%s::bigint[]) AND member.during @> %s
"""


def owned_by(people: list[int], day: date) -> RawSQL:
    """The ids of customers whose owner sits that day, in whichever role, or sat under one of them on a seat left."""
    return RawSQL(OWNED, [day, people, day, day, day, people])  # noqa: S611 - our own text, values apart


def joined_by(people: list[int], day: date) -> RawSQL:
    return RawSQL(JOINED, [people, day])  # noqa: S611


def left_under(people: list[int], day: date) -> RawSQL:
    """The ids of the last stretches on seats where nobody sits that day, of who reported to `people` when they went."""
    return RawSQL(VACANT.format(what="id"), [day, day, people])  # noqa: S611
