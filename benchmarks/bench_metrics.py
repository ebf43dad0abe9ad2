"""Every metric of deals over a company of 200,000 with their history, against its own SELECT alone (metrics.md 5)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from accounts.operations.organisation import open_fiscal_years
from benchmarks.bench_ground import sql
from benchmarks.bench_log import owner
from benchmarks.compare import compare
from pipeline.models import Stage
from pipeline.models.opportunities import VERSIONED_FIELDS
from salesops.kernel.metrics import MEASURES, METRICS
from salesops.kernel.periods import Level, period_at
from salesops.kernel.scope import EVERYTHING
from salesops.reporting.evaluate import Question, ground, tally_sql, total
from tests.company import build_company

DEALS = 200_000
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BAR = 100
"""Milliseconds company-wide above which a measure gets stored cells."""
STEPS = """
    SELECT 1000000 + n AS opportunity_id, k AS version, made + (k - 1) * interval '15 days' AS valid_from,
        CASE WHEN k < 4 AND made + k * interval '15 days' <= %(now)s THEN made + k * interval '15 days'
            ELSE 'infinity' END AS valid_to,
        made + (k - 1) * interval '15 days' AS recorded_at, 'infinity'::timestamptz AS superseded_at,
        'sql' AS source, false AS reconstructed, '' AS reason, '{}'::text[] AS changed_fields,
        (%(people)s::bigint[])[1 + n %% 5] AS owner_id, (%(people)s::bigint[])[1 + n %% 5] AS credit_owner_id,
        CASE WHEN k < 4 THEN (%(open)s::bigint[])[k] WHEN n %% 4 = 0 THEN %(won)s ELSE %(lost)s END AS stage_id,
        CASE WHEN k < 4 THEN 'open' WHEN n %% 4 = 0 THEN 'won' ELSE 'lost' END AS status, '' AS category_override,
        false AS omitted, 1000 + n %% 5000 + 100 * k AS amount, 'stated' AS amount_basis, 'USD' AS currency,
        (made + interval '45 days')::date AS close_date, 'stated' AS close_basis,
        CASE WHEN k = 4 THEN made + interval '45 days' END AS closed_at,
        CASE WHEN k = 4 THEN 1400 + n %% 5000 END AS amount_converted, '' AS next_step, 'new' AS kind,
        false AS deleted
    FROM generate_series(1, %(deals)s) n
    CROSS JOIN LATERAL (SELECT %(now)s::timestamptz - n %% 780 * interval '1 day' - interval '1 minute' AS made) of
    CROSS JOIN generate_series(1, 4) k
    WHERE made + (k - 1) * interval '15 days' <= %(now)s
"""
STATE = (
    "owner_id, credit_owner_id, stage_id, status, category_override, omitted, amount, amount_basis, currency,"
    " close_date, close_basis, closed_at, amount_converted, next_step, kind, deleted"
)
LOGGED = "opportunity_id, version, valid_from, valid_to, recorded_at, superseded_at, source, reconstructed, reason"


@pytest.fixture(scope="module")
def question(own_database: str) -> Iterator[Question]:
    """Three open stages in turn, 15 days each, then a quarter won: the history first, then the rows it ends in."""
    company = build_company()
    open_fiscal_years((2025, 2026), by=None)
    stages = company.process.stages.order_by("position")
    people = (company.priya, company.andre, company.ruth, company.jonah, company.sofia)
    given = {
        "now": NOW,
        "deals": DEALS,
        "people": [person.pk for person in people],
        "open": [stage.pk for stage in stages if stage.kind == Stage.Kind.OPEN][:3],
        "won": next(stage.pk for stage in stages if stage.kind == Stage.Kind.WON),
        "lost": next(stage.pk for stage in stages if stage.kind == Stage.Kind.LOST),
    }
    assert set(STATE.replace(" ", "").split(",")) <= set(VERSIONED_FIELDS)
    sql("SET statement_timeout = 0")
    sql(
        f"INSERT INTO pipeline_opportunityversion ({LOGGED}, changed_fields, {STATE})"
        f" SELECT {LOGGED}, changed_fields, {STATE} FROM ({STEPS}) step",
        given,
    )
    sql(
        "INSERT INTO pipeline_opportunity (id, uid, row_version, name, process_id, sourced_by, source, created_at,"
        f" {STATE}) SELECT opportunity_id, gen_random_uuid(), 1, 'Deal', %s, '', '',"
        f" recorded_at - (version - 1) * interval '15 days', {STATE}"
        " FROM pipeline_opportunityversion WHERE valid_to = 'infinity'",
        [company.process.pk],
    )
    # As autovacuum leaves it: an index alone answers only for pages that are known to be visible to all.
    owner(own_database, "VACUUM ANALYZE")
    print(f"{DEALS:,} deals, {sql('SELECT count(*) FROM pipeline_opportunityversion')[0][0]:,} versions")
    on = ground(NOW)
    yield Question(EVERYTHING, period_at(NOW.date(), Level.QUARTER, on.calendar), on)
    sql("RESET statement_timeout")


def keys() -> list[str]:
    """Of deals; those without a source of their own here would be timed over nothing."""
    listed = (metric for metric in METRICS if metric.status != "retired")
    return [one.key for one in listed if MEASURES[one.numerator].source in ("opportunity", "stage_step")]


@pytest.mark.parametrize("key", keys())
def test_a_metric_against_its_own_select(question: Question, key: str) -> None:
    select = tally_sql(METRICS[key], question)
    verdict = compare(
        f"{key}, company, a quarter",
        lambda: total(key, question),
        lambda: sql(select.sql, select.params),
        must=1.3,
        goal=1.1,
        same=None,
    )
    print(f"    {verdict.ours * 1000:.0f} ms; the bar is {BAR}")
    assert verdict.holds
