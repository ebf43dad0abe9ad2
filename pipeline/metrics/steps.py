"""Stage conversion, decided: how far the deals closed in a period had come (pipeline.md 4.6 d)."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from pipeline.metrics.closed import LOST_REASON, NOT_COUNTED, closed_columns, closed_where
from pipeline.metrics.shape import rows
from pipeline.queries.states import log_until, state_at
from salesops.kernel.grain import Ask
from salesops.kernel.metrics import Measure, Metric, Select, Unit

# The stages come last and hang on how far the deal came, so that its log is read once and not once a stage: OFFSET 0
# keeps the planner from turning them round. Where a stage stands is looked up in one value a process, because joined to
# it the few stages would be read again for each version.
FROM = """
    {state}
    JOIN pipeline_stage ended ON ended.id = v.stage_id
    LEFT JOIN (
        SELECT process_id, jsonb_object_agg(id, position) AS positions
        FROM pipeline_stage WHERE kind = 'open' GROUP BY process_id
    ) stands ON stands.process_id = ended.process_id
    {lost}
    LEFT JOIN LATERAL (
        SELECT max((stands.positions ->> w.stage_id::text)::integer) AS position
        FROM {log} WHERE v.status = 'lost' AND w.opportunity_id = v.opportunity_id AND {known}
    ) furthest ON TRUE
    JOIN LATERAL (
        SELECT step.* FROM (
            SELECT one.uid, one.position, one.position = min(one.position) OVER () AS is_first
            FROM pipeline_stage one WHERE one.process_id = ended.process_id AND one.kind = 'open'
        ) step
        WHERE {reached} OFFSET 0
    ) step ON TRUE
"""
LEFT_OUT = f"({NOT_COUNTED})"
# Every deal reaches the first stage, a won one all of them; a skipped stage was passed.
REACHED = "(v.status = 'won' OR step.is_first OR step.position <= furthest.position)"
PASSED = "(v.status = 'won' OR step.position < furthest.position)"


def _steps(reached: str, left_out: str) -> Callable[[Ask], Select]:
    def select(ask: Ask) -> Select:
        state, log = state_at(ask), log_until(ask)
        return rows(
            ask,
            closed_columns(ask, "stage_step"),
            source=FROM.format(
                state=state.as_("v"), lost=LOST_REASON, log=log.as_("w"), known=log.where("w"), reached=reached
            ),
            where=f"{closed_where(ask, 'won', 'lost')} AND {left_out}",
            event_at="v.closed_at",
            value="1",
            part=f"CASE WHEN {LEFT_OUT} THEN 'excluded' ELSE 'counted' END",
            reason=f"CASE WHEN {LEFT_OUT} THEN lost.key END",
        )

    return select


MEASURED = (
    Measure(
        "steps_reached",
        1,
        "stage_step",
        _steps(REACHED, f"({LEFT_OUT} IS NOT TRUE OR step.is_first)"),
        "versions",
        "sum",
        Unit.COUNT,
        ("stage",),
    ),
    Measure(
        "steps_passed",
        1,
        "stage_step",
        _steps(PASSED, f"{LEFT_OUT} IS NOT TRUE"),
        "versions",
        "sum",
        Unit.COUNT,
        ("stage",),
    ),
)

DECLARED = (
    Metric(
        key="stage_conversion",
        version=1,
        label=_("Stage conversion, decided"),
        question=_("Where do we lose the deals that closed?"),
        plain_words=_(
            "Of the deals closed in the period that reached a stage, those that reached the next one; from the last"
            " stage, those won. Skipped stages count as passed. The stages multiply to the win rate; without the stage"
            " as a dimension it is steps passed over steps reached."
        ),
        owner="pipeline",
        unit=Unit.RATIO,
        good="up",
        kind="ratio",
        numerator="steps_passed",
        denominator="steps_reached",
        articles=("S3:115-131",),
    ),
)
