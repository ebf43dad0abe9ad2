"""Who sees a customer because they hold a deal there: kept as `deal` membership of the customer."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

HOLDERS = """
    SELECT deal.customer_id, deal.owner_id AS person_id
    FROM pipeline_opportunity deal
    WHERE deal.customer_id = ANY(%(customers)s) AND NOT deal.deleted AND deal.owner_id IS NOT NULL
    UNION
    SELECT deal.customer_id, member.person_id
    FROM pipeline_opportunitymember member JOIN pipeline_opportunity deal ON deal.id = member.opportunity_id
    WHERE deal.customer_id = ANY(%(customers)s) AND NOT deal.deleted AND member.during @> statement_timestamp()
"""
ENDED = f"""
    role = 'deal' AND customer_id = ANY(%(customers)s) AND upper_inf(during)
    AND (customer_id, person_id) NOT IN ({HOLDERS})
"""
# Two deals of one customer that change hands at once would each overlook what the other does: one after the other.
LOCK = """
    SELECT id FROM accounts_customeraccount WHERE id = ANY(%(customers)s) ORDER BY id FOR NO KEY UPDATE
"""
# A membership that began on the very day it ends was never one.
STATEMENTS = (
    LOCK,
    f"DELETE FROM accounts_customermember WHERE {ENDED} AND lower(during) >= %(day)s",
    f"UPDATE accounts_customermember SET during = daterange(lower(during), %(day)s) WHERE {ENDED}",
    f"""
    INSERT INTO accounts_customermember (customer_id, person_id, role, during)
    SELECT holder.customer_id, holder.person_id, 'deal',
        daterange(greatest(%(day)s, max(upper(earlier.during))), NULL)
    FROM ({HOLDERS}) holder
    LEFT JOIN accounts_customermember earlier ON earlier.role = 'deal'
        AND earlier.customer_id = holder.customer_id AND earlier.person_id = holder.person_id
    GROUP BY holder.customer_id, holder.person_id
    HAVING count(*) FILTER (WHERE upper_inf(earlier.during)) = 0
    """,
)


def follow_deals(customers: Iterable[int | None], day: date) -> None:
    """From `day` on exactly the people who hold a deal of these customers are `deal` members of them."""
    known = sorted({customer for customer in customers if customer is not None})
    if not known:
        return
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, {"customers": known, "day": day})
