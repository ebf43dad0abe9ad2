"""Deals won and lost, by the day they closed: bookings, win rate, price, cycle."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from pipeline.metrics.shape import DEAL_FIELDS, owner, rows
from pipeline.queries.conversion import closed_worth_sql
from pipeline.queries.states import state_at
from salesops.kernel.grain import Ask, Columns
from salesops.kernel.metrics import Additivity, Measure, Metric, Select, Unit

MISSING_RATE = f"v.amount IS NOT NULL AND {closed_worth_sql()} IS NULL"
AMOUNT = f"CASE WHEN v.amount IS NULL THEN 0 ELSE {closed_worth_sql()} END"
LOST_REASON = "LEFT JOIN pipeline_reason lost ON lost.id = v.loss_reason_id"
NOT_COUNTED = "v.status = 'lost' AND lost.excluded"
CYCLE = "v.close_date - (deal_of.created_at AT TIME ZONE %(zone)s)::date"


def closed_columns(ask: Ask, source: str = "opportunity") -> Columns:
    credited = owner(ask, "coalesce(v.credit_owner_id, v.owner_id)")
    return Columns(
        source, "v.opportunity_id", credited, "v.close_date", closed=True, in_period=True, fields=DEAL_FIELDS
    )


def closed_where(ask: Ask, *statuses: str) -> str:
    listed = ", ".join(f"'{status}'" for status in statuses)
    return (
        f"{state_at(ask).where('v')} AND NOT (v.status = 'open') AND v.status IN ({listed})"
        " AND v.close_date >= %(start)s AND v.close_date < %(end)s"
    )


def _closed(
    value: str, *statuses: str, part: str = "'counted'", reason: str = "NULL", join: str = ""
) -> Callable[[Ask], Select]:
    def select(ask: Ask) -> Select:
        return rows(
            ask,
            closed_columns(ask),
            source=f"{state_at(ask).as_('v')} {join}",
            where=closed_where(ask, *statuses),
            event_at="v.closed_at",
            value=value,
            part=part,
            reason=reason,
        )

    return select


UNPRICED_PART = f"CASE WHEN v.amount IS NULL OR ({MISSING_RATE}) THEN 'excluded' ELSE 'counted' END"
UNPRICED_REASON = f"CASE WHEN v.amount IS NULL THEN 'null_amount' WHEN {MISSING_RATE} THEN 'missing_rate' END"
RATE_REASON = f"CASE WHEN {MISSING_RATE} THEN 'missing_rate' END"
DECIDED_PART = f"CASE WHEN {NOT_COUNTED} THEN 'excluded' ELSE 'counted' END"
DECIDED_REASON = f"CASE WHEN {NOT_COUNTED} THEN lost.key END"
VALUE_REASON = f"CASE WHEN {NOT_COUNTED} THEN lost.key WHEN {MISSING_RATE} THEN 'missing_rate' END"
CYCLE_PART = f"CASE WHEN {CYCLE} < 0 THEN 'excluded' ELSE 'counted' END"
CYCLE_REASON = f"CASE WHEN {CYCLE} < 0 THEN 'no_start' END"


def _measure(key: str, select: Callable[[Ask], Select], unit: Unit, *, distribution: bool = False) -> Measure:
    additivity: Additivity = "distribution" if distribution else "sum"
    return Measure(key, 1, "opportunity", select, "versions", additivity, unit, row_columns=("amount", "close_date"))


def _cycle(key: str, *statuses: str) -> Measure:
    deals = "JOIN pipeline_opportunity deal_of ON deal_of.id = v.opportunity_id"
    select = _closed(CYCLE, *statuses, part=CYCLE_PART, reason=CYCLE_REASON, join=deals)
    return _measure(key, select, Unit.DAYS, distribution=True)


MEASURED = (
    _measure("won_value", _closed(AMOUNT, "won", reason=RATE_REASON), Unit.MONEY),
    _measure(
        "decided_value",
        _closed(AMOUNT, "won", "lost", part=DECIDED_PART, reason=VALUE_REASON, join=LOST_REASON),
        Unit.MONEY,
    ),
    _measure("won_deals", _closed("1", "won"), Unit.COUNT),
    _measure(
        "decided_deals",
        _closed("1", "won", "lost", part=DECIDED_PART, reason=DECIDED_REASON, join=LOST_REASON),
        Unit.COUNT,
    ),
    _measure("priced_value", _closed(AMOUNT, "won", part=UNPRICED_PART, reason=UNPRICED_REASON), Unit.MONEY),
    _measure("priced_deals", _closed("1", "won", part=UNPRICED_PART, reason=UNPRICED_REASON), Unit.COUNT),
    _cycle("won_cycle", "won"),
    _cycle("lost_cycle", "lost"),
    _cycle("close_cycle", "won", "lost"),
)

CYCLE_WORDS = _(
    "Days from the day a deal was created to the day it was won, of the deals won in the period. The same day is 0."
)
CYCLE_QUESTION = _("How long does it take to win a deal?")

DECLARED = (
    Metric(
        key="bookings",
        version=1,
        label=_("Bookings"),
        question=_("How much did we win?"),
        plain_words=_(
            "The value of the deals won in the period, by close date. A deal without an amount adds 0; one that was"
            " reopened counts nowhere until it closes again."
        ),
        owner="pipeline",
        unit=Unit.MONEY,
        good="up",
        kind="simple",
        numerator="won_value",
        articles=("S3:139-143",),
    ),
    Metric(
        key="win_rate",
        version=1,
        label=_("Win rate"),
        question=_("How many of the decisions went our way?"),
        plain_words=_(
            "Deals won, divided by deals won and lost in the period. Losses recorded as duplicate or disqualified are"
            " left out and counted beside it."
        ),
        owner="pipeline",
        unit=Unit.RATIO,
        good="up",
        kind="ratio",
        numerator="won_deals",
        denominator="decided_deals",
        articles=("S1:158-164",),
    ),
    Metric(
        key="win_rate_value",
        version=1,
        label=_("Win rate by value"),
        question=_("How much of the decided money did we win?"),
        plain_words=_("Value of the deals won, divided by the value of the deals won and lost in the period."),
        owner="pipeline",
        unit=Unit.RATIO,
        good="up",
        kind="ratio",
        numerator="won_value",
        denominator="decided_value",
    ),
    Metric(
        key="average_sales_price",
        version=1,
        label=_("Average sales price"),
        question=_("How large is a deal we win?"),
        plain_words=_("Value of the deals won in the period, divided by how many of them have an amount."),
        owner="pipeline",
        unit=Unit.MONEY,
        good="up",
        kind="ratio",
        numerator="priced_value",
        denominator="priced_deals",
        note=_("A customer who buys twice counts twice here."),
        articles=("S1:166-170", "S3:157"),
    ),
    Metric(
        key="sales_price_median",
        version=1,
        label=_("Sales price, median"),
        question=_("How large is a usual deal?"),
        plain_words=_("Half of the deals won in the period with an amount are larger than this, half are smaller."),
        owner="pipeline",
        unit=Unit.MONEY,
        good="up",
        kind="distribution",
        statistic="p50",
        numerator="priced_value",
        note=_("A few very large deals move the average, not this."),
    ),
    Metric(
        key="sales_cycle",
        version=1,
        label=_("Sales cycle, mean"),
        question=CYCLE_QUESTION,
        plain_words=CYCLE_WORDS,
        owner="pipeline",
        unit=Unit.DAYS,
        good="down",
        kind="distribution",
        statistic="mean",
        numerator="won_cycle",
        articles=("S1:172-180", "S3:133"),
    ),
    Metric(
        key="sales_cycle_median",
        version=1,
        label=_("Sales cycle, median"),
        question=CYCLE_QUESTION,
        plain_words=CYCLE_WORDS,
        owner="pipeline",
        unit=Unit.DAYS,
        good="down",
        kind="distribution",
        statistic="p50",
        numerator="won_cycle",
    ),
    Metric(
        key="sales_cycle_p90",
        version=1,
        label=_("Sales cycle, nine of ten"),
        question=_("Within how many days are nine of ten wins done?"),
        plain_words=CYCLE_WORDS,
        owner="pipeline",
        unit=Unit.DAYS,
        good="down",
        kind="distribution",
        statistic="p90",
        numerator="won_cycle",
    ),
    Metric(
        key="lost_cycle",
        version=1,
        label=_("Cycle of lost deals, mean"),
        question=_("How long do we work on a deal before we lose it?"),
        plain_words=_(
            "Days from the day a deal was created to the day it was lost, of the deals lost in the period. The same day"
            " is 0."
        ),
        owner="pipeline",
        unit=Unit.DAYS,
        good="down",
        kind="distribution",
        statistic="mean",
        numerator="lost_cycle",
    ),
    Metric(
        key="close_cycle_median",
        version=1,
        label=_("Cycle of closed deals, median"),
        question=_("How long does a deal take to be decided?"),
        plain_words=_(
            "Days from the day a deal was created to the day it was won or lost, of the deals closed in the period. The"
            " same day is 0."
        ),
        owner="pipeline",
        unit=Unit.DAYS,
        good="down",
        kind="distribution",
        statistic="p50",
        numerator="close_cycle",
    ),
)
