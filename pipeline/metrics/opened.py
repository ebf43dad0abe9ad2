"""Open deals at an instant, by expected close: what may still be won."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from pipeline.metrics.shape import DEAL_FIELDS, rows
from pipeline.queries.categories import category_sql
from pipeline.queries.states import rates_at, state_at
from salesops.kernel.grain import TODAY, Ask, Columns
from salesops.kernel.metrics import Measure, Metric, Select, Unit

WHOLE = "whole"
"""Option of a question about everything open, whatever its close date."""

CATEGORY = category_sql("v", "%(as_of)s")
FROM = """
    {state}
    JOIN pipeline_stage stage_of ON stage_of.id = v.stage_id
    LEFT JOIN rates ON rates.currency = v.currency
"""
CONVERTED = "round(v.amount * rates.rate, %(digits)s)"
WEIGHTED = "round(v.amount * rates.rate * coalesce(v.probability_manual, stage_of.probability), %(digits)s)"


def _open(value: str) -> Callable[[Ask], Select]:
    def select(ask: Ask) -> Select:
        whole = bool(ask.options.get(WHOLE))
        return rows(
            ask,
            Columns("opportunity", "v.opportunity_id", "v.owner_id", TODAY, fields=DEAL_FIELDS),
            source=FROM.format(state=state_at(ask).as_("v")),
            where=f"{state_at(ask).where('v')} AND v.status = 'open' AND {_when(whole)}",
            event_at="v.valid_from",
            value=f"CASE WHEN v.amount IS NULL THEN 0 ELSE {value} END",
            part=f"CASE WHEN ({_left_out(whole)}) IS NULL THEN 'counted' ELSE 'excluded' END",
            reason=f"coalesce(({_left_out(whole)}),"
            " CASE WHEN v.amount IS NOT NULL AND rates.rate IS NULL THEN 'missing_rate' END)",
            ctes=rates_at(ask),
        )

    return select


def _when(whole: bool) -> str:
    """Overdue and undated deals are in no period, and counted beside every one (metrics.md 3)."""
    if whole:
        return "TRUE"
    return (
        "(v.close_date IS NULL OR v.close_date < %(as_of_day)s::date"
        " OR (v.close_date >= %(start)s AND v.close_date < %(end)s))"
    )


def _left_out(whole: bool) -> str:
    dated = (
        ""
        if whole
        else "WHEN v.close_date IS NULL THEN 'undated' WHEN v.close_date < %(as_of_day)s::date THEN 'overdue'"
    )
    return (
        f"CASE WHEN ({CATEGORY}) = 'omitted' THEN 'omitted'"
        f" WHEN NOT stage_of.counts_as_pipeline THEN 'stage_not_counted' {dated} END"
    )


MEASURED = tuple(
    Measure(key, 1, "opportunity", _open(value), "versions", "snapshot", Unit.MONEY, ("amount", "close_date", "stage"))
    for key, value in (("open_value", CONVERTED), ("weighted_value", WEIGHTED))
)

DECLARED = (
    Metric(
        key="open_pipeline",
        version=1,
        label=_("Open pipeline"),
        question=_("How much may still be won?"),
        plain_words=_(
            "The value of the deals open at the moment asked about that are expected to close in the period. Deals"
            " whose close date has passed, and deals without one, are in no period and counted beside it."
        ),
        owner="pipeline",
        unit=Unit.MONEY,
        good="up",
        kind="snapshot",
        period_by="snapshot",
        numerator="open_value",
    ),
    Metric(
        key="weighted_pipeline",
        version=1,
        label=_("Weighted pipeline"),
        question=_("How much of it do the stages promise?"),
        plain_words=_(
            "The value of each open deal times its probability: the one set on the deal, else that of its stage."
        ),
        owner="pipeline",
        unit=Unit.MONEY,
        good="up",
        kind="snapshot",
        period_by="snapshot",
        numerator="weighted_value",
    ),
)
