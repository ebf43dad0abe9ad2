"""The version log as SQL for measures: the state at a question's instant, and every version it may look at.

The same two readings as `pipeline.queries.history`, as text, because a measure is one SELECT (metrics.md 5).
"""

from dataclasses import dataclass

from salesops.kernel.grain import Ask

TABLE = "pipeline_opportunityversion"


@dataclass(frozen=True)
class Source:
    """Something for a FROM clause under an alias, and the condition that belongs to it."""

    table: str
    condition: str

    def as_(self, alias: str) -> str:
        return f"{self.table} {alias}"

    def where(self, alias: str) -> str:
        return self.condition.replace("{v}", alias)


def state_at(ask: Ask) -> Source:
    """One row a deal: its state at `as_of` as now known, or as known at `known_at`. Deleted deals are absent."""
    if ask.known_at is None:
        live = "{v}.superseded_at = 'infinity' AND {v}.valid_from <= %(as_of)s AND {v}.valid_to > %(as_of)s"
        return Source(TABLE, f"{live} AND NOT {{v}}.deleted")
    newest = (
        f"(SELECT DISTINCT ON (opportunity_id) * FROM {TABLE}"
        " WHERE recorded_at <= %(known_at)s AND superseded_at > %(known_at)s AND valid_from <= %(as_of)s"
        " ORDER BY opportunity_id, valid_from DESC, version DESC)"
    )
    return Source(newest, "NOT {v}.deleted")


def log_until(ask: Ask) -> Source:
    """Every version up to `as_of` that was ever in force: two edits in one instant leave the later one only."""
    if ask.known_at is None:
        return Source(
            TABLE,
            "{v}.superseded_at = 'infinity' AND {v}.valid_from <= %(as_of)s AND {v}.valid_from < {v}.valid_to"
            " AND NOT {v}.deleted",
        )
    known = (
        f"(SELECT DISTINCT ON (opportunity_id, valid_from) * FROM {TABLE}"
        " WHERE recorded_at <= %(known_at)s AND superseded_at > %(known_at)s AND valid_from <= %(as_of)s"
        " ORDER BY opportunity_id, valid_from, version DESC)"
    )
    return Source(known, "NOT {v}.deleted")


def rates_on(ask: Ask, day: str, currency: str) -> str:
    """A join, as `fx`, of the rate from `currency` to the asked one on each row's own `day`: one row at most.

    `rate_of` reads it. `rates_at` is for rows that all share the day of `as_of`.
    """
    return f"LEFT JOIN accounts_fxrate fx ON fx.from_currency = {currency} AND {_kept(ask)} AND fx.valid @> {day}"


def rate_of(currency: str) -> str:
    """1 for the asked currency itself, null where no rate was entered."""
    return f"CASE WHEN {currency} = %(currency)s THEN 1 ELSE fx.rate END"


def rates_at(ask: Ask) -> str:
    """A CTE `rates(currency, rate)`: one rate for each currency on the day of `as_of` (forecasting.md 4.2)."""
    return (
        "rates(currency, rate) AS (SELECT %(currency)s::text, 1::numeric UNION ALL"
        f" SELECT fx.from_currency, fx.rate FROM accounts_fxrate fx WHERE {_kept(ask)}"
        " AND fx.from_currency <> %(currency)s AND fx.valid @> %(as_of_day)s::date)"
    )


def _kept(ask: Ask) -> str:
    known = (
        "fx.superseded_at = 'infinity'"
        if ask.known_at is None
        else "fx.recorded_at <= %(known_at)s AND fx.superseded_at > %(known_at)s"
    )
    return f"fx.to_currency = %(currency)s AND fx.kind = '{ask.rates}' AND {known}"
