"""The shape all measures share: one SELECT with the columns of a row, scope, filters and dimensions (metrics.md 4)."""

from salesops.kernel.grain import Ask, Columns, grain
from salesops.kernel.metrics import Select

CUSTOMER_OF_DEAL = "(SELECT deal.customer_id FROM pipeline_opportunity deal WHERE deal.id = v.opportunity_id)"
SOURCED_BY = "(SELECT nullif(deal.sourced_by, '') FROM pipeline_opportunity deal WHERE deal.id = v.opportunity_id)"
LEAD_SOURCE = "(SELECT nullif(deal.source, '') FROM pipeline_opportunity deal WHERE deal.id = v.opportunity_id)"
DEAL_FIELDS = {"customer": CUSTOMER_OF_DEAL, "sourced_by": SOURCED_BY, "source": LEAD_SOURCE}


def rows(
    ask: Ask,
    columns: Columns,
    *,
    source: str,
    where: str,
    event_at: str,
    value: str,
    part: str = "'counted'",
    reason: str = "NULL",
    ctes: str = "",
) -> Select:
    """`source` is the whole FROM clause. `columns.day` is the business day; a placed row shows that one too."""
    asked, cut = grain(ask, columns), ask.cut(columns)
    sql = f"""
        {f"WITH {ctes}" if ctes else ""}
        SELECT {columns.record}::bigint AS source_id, {part}::text AS part, ({reason})::text AS reason,
            ({event_at})::timestamptz AS event_at, ({columns.day})::date AS day, ({columns.owner})::bigint AS owner_id,
            ({value})::numeric AS value{asked.columns}
        FROM {source}
        {asked.join}
        {cut.join}
        WHERE {where} AND {asked.where} AND {cut.where}
    """
    return Select.of(sql, ask, asked, cut)


def owner(ask: Ask, credited: str) -> str:
    """Who a deal counts for: the one credited then, or with `attribution=current` today's owner."""
    return "v.owner_id" if ask.attribution == "current" else credited
