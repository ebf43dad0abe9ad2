"""The book of pipeline.md 7: 200,000 deals with twelve versions each, and one tenth of them in a schema `small`.

The tenth holds the newest deals, all that a quarter can be asked about: logs of two sizes with the same answers.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.operations.organisation import open_fiscal_years
from benchmarks.bench_ground import sql
from benchmarks.bench_log import owner
from pipeline.models import Stage
from pipeline.models.opportunities import VERSIONED_FIELDS
from tests.company import Company, build_company

DEALS, VERSIONS, TENTH = 200_000, 12, 10
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
AT = NOW - timedelta(days=30)
"""Instant asked about: nothing of it stands in the current rows alone."""
LIFE, DAYS = "165 days", 3000
"""Of one deal, in steps of 15 days; between the first deal made and the last."""
LOG = (
    "opportunity_id, version, valid_from, valid_to, recorded_at, superseded_at, source, reconstructed, reason,"
    " changed_fields, owner_id, credit_owner_id, stage_id, status, category_override, omitted, amount, amount_basis,"
    " currency, close_date, close_basis, closed_at, amount_converted, next_step, kind, deleted"
)
HISTORY = """
    SELECT n AS opportunity_id, k AS version, made + (k - 1) * interval '15 days' AS valid_from,
        CASE WHEN k < %(versions)s AND made + k * interval '15 days' <= %(now)s THEN made + k * interval '15 days'
            ELSE 'infinity' END AS valid_to,
        made + (k - 1) * interval '15 days' AS recorded_at, 'infinity'::timestamptz AS superseded_at,
        'sql' AS source, false AS reconstructed, '' AS reason, '{}'::text[] AS changed_fields,
        (%(people)s::bigint[])[1 + n %% 5] AS owner_id, (%(people)s::bigint[])[1 + n %% 5] AS credit_owner_id,
        CASE WHEN k < %(versions)s THEN (%(open)s::bigint[])[1 + k / 4] WHEN n %% 4 = 0 THEN %(won)s ELSE %(lost)s END
            AS stage_id,
        CASE WHEN k < %(versions)s THEN 'open' WHEN n %% 4 = 0 THEN 'won' ELSE 'lost' END AS status,
        '' AS category_override, false AS omitted, 1000 + n %% 5000 + 100 * k AS amount, 'stated' AS amount_basis,
        'USD' AS currency, (made + %(life)s::interval)::date AS close_date, 'stated' AS close_basis,
        CASE WHEN k = %(versions)s THEN made + %(life)s::interval END AS closed_at,
        CASE WHEN k = %(versions)s THEN 1000 + n %% 5000 + 100 * k END AS amount_converted, '' AS next_step,
        'new' AS kind, false AS deleted
    FROM generate_series(1, %(deals)s) n
    CROSS JOIN LATERAL (
        SELECT %(now)s::timestamptz - (%(deals)s - n) * (%(days)s * interval '1 day') / %(deals)s AS made
    ) of
    CROSS JOIN generate_series(1, %(versions)s) k
    WHERE made + (k - 1) * interval '15 days' <= %(now)s
"""


@dataclass(frozen=True)
class Book:
    company: Company
    versions: int


def make_book(database: str) -> Book:
    """Commits; for `own_database`. Written as a replica: the history stands in the statement, no trigger adds to it."""
    company = build_company()
    open_fiscal_years((2025, 2026, 2027), by=None)
    assert {name.strip() for name in LOG.split(",")} >= set(VERSIONED_FIELDS) - UNSET
    sql("SET statement_timeout = 0")
    sql("SET session_replication_role = replica")
    sql(f"INSERT INTO pipeline_opportunityversion ({LOG}) {HISTORY}", given(company))
    state = LOG.partition("changed_fields, ")[2]
    sql(
        "INSERT INTO pipeline_opportunity (id, uid, row_version, name, customer_id, process_id, sourced_by, source,"
        f" created_at, {state}) SELECT opportunity_id, gen_random_uuid(), 1, 'Deal ' || opportunity_id, %s, %s, '', '',"
        f" recorded_at - (version - 1) * interval '15 days', {state}"
        " FROM pipeline_opportunityversion WHERE valid_to = 'infinity'",
        [company.acme.pk, company.process.pk],
    )
    sql("SET session_replication_role = origin")
    owner(
        database,
        "CREATE SCHEMA small",
        "GRANT USAGE ON SCHEMA small TO PUBLIC",
        "CREATE TABLE small.pipeline_opportunityversion (LIKE public.pipeline_opportunityversion INCLUDING ALL)",
        "INSERT INTO small.pipeline_opportunityversion SELECT * FROM public.pipeline_opportunityversion"
        f" WHERE opportunity_id > {DEALS - DEALS // TENTH}",
        "GRANT SELECT ON small.pipeline_opportunityversion TO PUBLIC",
        # As autovacuum leaves it: an index alone answers only for pages that are known to be visible to all.
        "VACUUM ANALYZE",
    )
    versions = sql("SELECT count(*) FROM pipeline_opportunityversion")[0][0]
    print(f"{DEALS:,} deals, {versions:,} versions, and a tenth of them")
    return Book(company, versions)


UNSET = {
    "subcategory_id",
    "product_id",
    "close_rate_id",
    "probability_manual",
    "next_step_date",
    "loss_reason_id",
    "push_reason_id",
    "come_back_on",
}


def given(company: Company) -> dict[str, Any]:
    stages = list(company.process.stages.order_by("position"))
    people = (company.priya, company.andre, company.ruth, company.jonah, company.sofia)
    return {
        "now": NOW,
        "deals": DEALS,
        "versions": VERSIONS,
        "life": LIFE,
        "days": DAYS,
        "people": [person.pk for person in people],
        "open": [stage.pk for stage in stages if stage.kind == Stage.Kind.OPEN][:3],
        "won": next(stage.pk for stage in stages if stage.kind == Stage.Kind.WON),
        "lost": next(stage.pk for stage in stages if stage.kind == Stage.Kind.LOST),
    }
