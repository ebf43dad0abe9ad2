"""Quota attainment: what was booked, over the quota of the days people served (territories.md 5)."""

from django.utils.translation import gettext_lazy as _

from accounts.queries.line import LINE
from salesops.kernel.grain import Ask, Columns, grain
from salesops.kernel.metrics import MEASURES, METRICS, Measure, Metric, Select, Unit

# A seat's row for the longest stretch inside the period: a year's, else its quarters', months', weeks'.
SERVED = """
    WITH RECURSIVE inside AS (
        SELECT q.id, q.seat_id, q.currency, period.start_date, period.end_date + 1 AS end_date,
            array_position(ARRAY['year', 'quarter', 'month', 'week'], period.level::text) AS level,
            CASE WHEN q.currency = %(currency)s THEN q.amount ELSE round(q.amount * fx.rate, %(digits)s) END AS amount
        FROM territories_quota q
        JOIN territories_quotaplan plan ON plan.id = q.plan_id AND plan.state = 'current'
        JOIN accounts_fiscalperiod period ON period.id = q.period_id
        LEFT JOIN accounts_fxrate fx ON fx.from_currency = q.currency AND fx.to_currency = %(currency)s
            AND fx.kind = 'plan' AND fx.superseded_at = 'infinity' AND fx.valid @> %(start)s::date
        WHERE q.measure = 'bookings' AND period.start_date >= %(start)s AND period.end_date < %(end)s AND {kept}
    ), longest AS (
        SELECT * FROM (SELECT *, min(level) OVER (PARTITION BY seat_id) AS best FROM inside) ranked WHERE level = best
    ), served AS (
        SELECT held.id, held.amount, held.start_date, held.end_date, sat.person_id,
            greatest(lower(sat.during), held.start_date) AS from_day, least(upper(sat.during), held.end_date) AS to_day
        FROM longest held
        JOIN accounts_seatoccupancy sat ON sat.seat_id = held.seat_id
            AND sat.during && daterange(held.start_date, held.end_date)
    ), {line}, led AS (
        SELECT l.manager_id AS leader_id, l.person_id FROM line l
        WHERE {on_day} AND l.manager_id IN (SELECT person_id FROM served WHERE amount IS NOT NULL)
        UNION
        SELECT led.leader_id, l.person_id FROM led JOIN line l ON l.manager_id = led.person_id AND {on_day}
    ), asked AS (
        SELECT q.id::bigint AS source_id, 'counted'::text AS part,
            (CASE WHEN q.amount IS NULL THEN 'missing_rate' END)::text AS reason, NULL::timestamptz AS event_at,
            ({day})::date AS day, q.person_id::bigint AS owner_id,
            round(q.amount * (q.to_day - q.from_day) / (q.end_date - q.start_date), %(digits)s)::numeric AS value
            {columns}
        FROM served q {join} {cut} WHERE {where}
    )
    SELECT asked.* FROM asked WHERE NOT EXISTS (SELECT FROM led {once})
"""
# The line of the asked day, in a period that is over of its last one.
ON_DAY = "l.during @> least(%(as_of_day)s::date, %(end)s::date - 1)"
# A leader's quota is the team's (decision 0502): asked as one figure it stands for those below it; cut into parts the
# people's own quotas count, so that parts add up and each opens its rows.
WHOLE = "JOIN asked leader ON leader.owner_id = led.leader_id WHERE led.person_id = asked.owner_id"
IN_PARTS = "JOIN served own ON own.person_id = led.person_id WHERE led.leader_id = asked.owner_id"
# A quota stands where its holder stands at the asked moment, so that a leader's quota is that of today's people.
PLACED = "least(greatest(%(as_of_day)s::date, q.from_day), q.to_day - 1)"


# `territories.queries.quotas.stood` in SQL.
STOOD = "q.superseded_at = 'infinity' AND q.valid_from <= %(as_of)s AND q.valid_to > %(as_of)s"
STOOD_AS_KNOWN = (
    "q.recorded_at <= %(known_at)s AND q.superseded_at > %(known_at)s"
    " AND q.valid_from <= %(as_of)s AND q.valid_to > least(%(as_of)s, %(known_at)s)"
)


def _quota(ask: Ask) -> Select:
    """One row for each quota and person who sat on its seat, by the days they did.

    120,000 for October to December 2026, active from 16 November: 46/92, so 60,000.
    """
    columns = Columns("quota", "q.id", "q.person_id", PLACED)
    asked, cut = grain(ask, columns), ask.cut(columns)
    sql = SERVED.format(
        kept=STOOD if ask.known_at is None else STOOD_AS_KNOWN,
        line=LINE,
        on_day=ON_DAY,
        once=IN_PARTS if ask.dims or ask.filters else WHOLE,
        day=columns.day,
        columns=asked.columns,
        join=asked.join,
        cut=cut.join,
        where=f"{asked.where} AND {cut.where}",
    )
    return Select.of(sql, ask, asked, cut)


MEASURED = (Measure("quota", 1, "quota", _quota, "versions", "snapshot", Unit.MONEY, ("seat", "period")),)

DECLARED = (
    Metric(
        key="quota_attainment",
        version=1,
        label=_("Quota attainment"),
        question=_("How much of the quota is booked?"),
        plain_words=_(
            "Bookings of the period, divided by the quota for the days each person served in it. A quota for more than"
            " the period is not spread over it. The quota of somebody who leads others is the quota of the team: a"
            " figure for a team is measured against it, and cut into parts against the people's own quotas."
        ),
        owner="territories",
        unit=Unit.RATIO,
        good="up",
        kind="ratio",
        numerator="won_value",
        denominator="quota",
        empty_reason="no_quota",
    ),
)


def declare() -> None:
    """Fill the registries; called once by the app's `ready`."""
    for measure in MEASURED:
        MEASURES.register(measure.key, measure)
    for metric in DECLARED:
        METRICS.register(metric.key, metric)
