"""Deals by when they came: pipeline created, and what became of the deals created in a period."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from pipeline.metrics.shape import DEAL_FIELDS, owner, rows
from pipeline.queries.states import log_until, rate_of, rates_on, state_at
from salesops.kernel.grain import Ask, Columns
from salesops.kernel.metrics import Measure, Metric, Select, Unit

REACHED_ON = "(v.valid_from AT TIME ZONE %(zone)s)::date"
CREATED_ON = "(made.created_at AT TIME ZONE %(zone)s)::date"


def counts(version: str, stage: str) -> str:
    """The version stands in a stage that counts as pipeline; a won deal has passed all of them."""
    return f"({version}.status = 'won' OR ({version}.status = 'open' AND {stage}.counts_as_pipeline))"


def _first_reached(value: str, reason: str) -> Callable[[Ask], Select]:
    """One row a deal: the first version in a counting stage, at its amount and owner then (pipeline.md 4.10)."""

    def select(ask: Ask) -> Select:
        log, now = log_until(ask), state_at(ask)
        earlier = (
            f"SELECT 1 FROM {log.as_('before')} JOIN pipeline_stage stood ON stood.id = before.stage_id"
            " WHERE before.opportunity_id = v.opportunity_id AND before.valid_from < v.valid_from"
            f" AND {log.where('before')} AND {counts('before', 'stood')}"
        )
        still = f"SELECT 1 FROM {now.as_('now')} WHERE now.opportunity_id = v.opportunity_id AND {now.where('now')}"
        return rows(
            ask,
            Columns("opportunity", "v.opportunity_id", owner_then(ask), REACHED_ON, in_period=True, fields=DEAL_FIELDS),
            source=f"{log.as_('v')} JOIN pipeline_stage stage_of ON stage_of.id = v.stage_id"
            f" {rates_on(ask, REACHED_ON, 'v.currency')}",
            where=f"{log.where('v')} AND v.valid_from >= %(from_at)s AND v.valid_from < %(to_at)s"
            f" AND {counts('v', 'stage_of')} AND NOT EXISTS ({earlier}) AND EXISTS ({still})",
            event_at="v.valid_from",
            value=value,
            reason=reason,
        )

    return select


def owner_then(ask: Ask) -> str:
    now = state_at(ask)
    if ask.attribution == "event":
        return "v.owner_id"
    return f"(SELECT n.owner_id FROM {now.as_('n')} WHERE n.opportunity_id = v.opportunity_id AND {now.where('n')})"


def _created(statuses: str, reason: str = "NULL") -> Callable[[Ask], Select]:
    """Deals created in the period that exist at `as_of`; credit to who had them first."""

    def select(ask: Ask) -> Select:
        log, now = log_until(ask), state_at(ask)
        first = (
            f"JOIN LATERAL (SELECT w.owner_id FROM {log.as_('w')} WHERE w.opportunity_id = v.opportunity_id"
            f" AND {log.where('w')} ORDER BY w.valid_from LIMIT 1) first ON TRUE"
        )
        return rows(
            ask,
            Columns(
                "opportunity",
                "v.opportunity_id",
                owner(ask, "first.owner_id"),
                CREATED_ON,
                in_period=True,
                fields=DEAL_FIELDS,
            ),
            source=f"pipeline_opportunity made JOIN {now.as_('v')} ON v.opportunity_id = made.id {first}",
            where=f"{now.where('v')} AND made.created_at >= %(from_at)s AND made.created_at < %(to_at)s"
            f" AND made.created_at <= %(as_of)s AND v.status IN ({statuses})",
            event_at="made.created_at",
            value="1",
            reason=reason,
        )

    return select


RATE = rate_of("v.currency")
PRICED = f"CASE WHEN v.amount IS NULL THEN 0 ELSE round(v.amount * ({RATE}), %(digits)s) END"
UNPRICED = f"CASE WHEN v.amount IS NOT NULL AND ({RATE}) IS NULL THEN 'missing_rate' END"

MEASURED = (
    Measure(
        "created_value", 1, "opportunity", _first_reached(PRICED, UNPRICED), "versions", "sum", Unit.MONEY, ("amount",)
    ),
    Measure(
        "created_pipeline", 1, "opportunity", _first_reached("1", "NULL"), "versions", "sum", Unit.COUNT, ("amount",)
    ),
    Measure("created_won", 1, "opportunity", _created("'won'"), "versions", "sum", Unit.COUNT, ("amount",)),
    Measure(
        "created_deals",
        1,
        "opportunity",
        _created("'open', 'won', 'lost'", "CASE WHEN v.status = 'open' THEN 'pending' END"),
        "versions",
        "sum",
        Unit.COUNT,
        ("amount",),
    ),
)

DECLARED = (
    Metric(
        key="pipeline_created",
        version=1,
        label=_("Pipeline created"),
        question=_("How much new pipeline came in?"),
        plain_words=_(
            "The value of the deals that reached, for the first time, a stage that counts as pipeline, at their amount"
            " at that moment. A deal counts once, also after it was reopened."
        ),
        owner="pipeline",
        unit=Unit.MONEY,
        good="up",
        kind="simple",
        numerator="created_value",
    ),
    Metric(
        key="pipeline_created_count",
        version=1,
        label=_("Deals created"),
        question=_("How many new deals came in?"),
        plain_words=_("The deals that reached, for the first time, a stage that counts as pipeline."),
        owner="pipeline",
        unit=Unit.COUNT,
        good="up",
        kind="simple",
        numerator="created_pipeline",
    ),
    Metric(
        key="close_rate",
        version=1,
        label=_("Close rate"),
        question=_("How many of the deals we started have we won?"),
        plain_words=_(
            "Of the deals created in the period, those won by the moment asked about. Open ones are still pending, so"
            " a young period reads low."
        ),
        owner="pipeline",
        unit=Unit.RATIO,
        good="up",
        kind="cohort",
        period_by="cohort",
        numerator="created_won",
        denominator="created_deals",
    ),
)
