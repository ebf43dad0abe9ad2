"""Quota attainment: what was booked, over the quota of the days people served (territories.md 5)."""

from django.utils.translation import gettext_lazy as _

from salesops.kernel.grain import Ask, Columns, grain
from salesops.kernel.metrics import MEASURES, METRICS, Measure, Metric, Select, Unit

# A seat's row for the longest stretch inside the period: a year's, else its quarters', months', weeks'.
SERVED = """
    WITH inside AS (
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
    )
    SELECT q.id::bigint AS source_id, 'counted'::text AS part,
        (CASE WHEN q.amount IS NULL THEN 'missing_rate' END)::text AS reason, NULL::timestamptz AS event_at,
        ({day})::date AS day, q.person_id::bigint AS owner_id,
        round(q.amount * (q.to_day - q.from_day) / (q.end_date - q.start_date), %(digits)s)::numeric AS value{columns}
    FROM served q {join} {cut} WHERE {where}
"""
# A quota stands where its holder stands at the asked moment, so that a leader's quota is that of today's people.
PLACED = "least(greatest(%(as_of_day)s::date, q.from_day), q.to_day - 1)"


def _quota(ask: Ask) -> Select:
    """One row for each quota and person who sat on its seat, by the days they did.

    120,000 for October to December 2026, active from 16 November: 46/92, so 60,000.
    """
    columns = Columns("quota", "q.id", "q.person_id", PLACED)
    asked, cut = grain(ask, columns), ask.cut(columns)
    kept = (
        "q.superseded_at = 'infinity'"
        if ask.known_at is None
        else "q.recorded_at <= %(known_at)s AND q.superseded_at > %(known_at)s"
    )
    sql = SERVED.format(
        kept=kept,
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
            " the period is not spread over it."
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
