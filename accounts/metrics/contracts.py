"""ARR, retention and renewal rates as measures: the book of `accounts.queries.arr`, row by row (metrics.md 3)."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.queries.arr import BOOK, RATE
from accounts.rules.arr import GRACE_DAYS
from salesops.kernel.grain import Ask, Columns, grain
from salesops.kernel.metrics import Measure, Metric, PeriodBy, Select, Unit

# The last day of the period, or the day asked about where that has not come.
DAY = "least(%(end)s::date - 1, %(as_of_day)s::date)"
YEAR_AGO = f"({DAY} - interval '1 year')::date"
# Who sits on the owning seat that day; of a vacant one who sat there last: it stands where they stood.
OWNER = f"""(SELECT sat.person_id FROM accounts_accountownership owned
    JOIN accounts_seatoccupancy sat ON sat.seat_id = owned.seat_id AND NOT sat.during >> daterange({DAY}, {DAY}, '[]')
    WHERE owned.account_id = {{customer}} AND owned.role = 'owner' AND owned.superseded_at = 'infinity'
    AND owned.valid @> {DAY} ORDER BY sat.during DESC LIMIT 1)"""
RATES = f"""rate AS (
        SELECT used.currency, {RATE.format(currency="used.currency", day=DAY)} AS rate
        FROM (SELECT DISTINCT currency FROM book) used
    )"""
ARR = f"""
    WITH {BOOK}, {RATES}, counted AS (
        SELECT book.*, rate.rate, {OWNER.format(customer="book.customer_id")} AS held_by
        FROM book LEFT JOIN rate USING (currency)
        WHERE {DAY} BETWEEN book.first_day AND book.through
    )
"""
KEPT = f"""
    WITH {BOOK}, {RATES}, counted AS (
        SELECT book.customer_id, bool_or(rate.rate IS NULL) AS is_unpriced,
            coalesce(sum(round(yearly * rate.rate, %(digits)s))
                FILTER (WHERE {YEAR_AGO} BETWEEN first_day AND through), 0) AS before,
            coalesce(sum(round(yearly * rate.rate, %(digits)s))
                FILTER (WHERE {DAY} BETWEEN first_day AND through), 0) AS now,
            {OWNER.format(customer="book.customer_id")} AS held_by
        FROM book LEFT JOIN rate USING (currency)
        WHERE {DAY} BETWEEN first_day AND through OR {YEAR_AGO} BETWEEN first_day AND through
        GROUP BY book.customer_id
        HAVING bool_or({YEAR_AGO} BETWEEN first_day AND through)
    )
"""
DUE = f"""
    WITH due AS (
        SELECT c.id, c.customer_id, c.owner_id AS held_by, c.type, upper(c.during) - 1 AS due_on, c.renewal_value,
            coalesce(c.refused_on <= %(as_of_day)s, FALSE) OR coalesce(c.terminated_on <= %(as_of_day)s, FALSE)
                OR %(as_of_day)s > upper(c.during) - 1 + %(grace)s AS is_over,
            {RATE.format(currency="c.currency", day="(upper(c.during) - 1)")} AS rate
        FROM accounts_contract c
        WHERE c.signed_on <= %(as_of_day)s AND c.type <> 'nda'
            AND upper(c.during) > %(start)s AND upper(c.during) <= %(end)s
    ), again AS (
        SELECT due.id, sum(round(new.compared_value * link.share * due.rate, %(digits)s)) AS value, count(*) AS n
        FROM due
        JOIN accounts_contractrenewal link ON link.old_id = due.id
            AND link.signed_on <= least(%(as_of_day)s::date, due.due_on + %(grace)s)
        JOIN accounts_contract new ON new.id = link.new_id
        GROUP BY due.id
    ), counted AS (
        SELECT due.*, round(due.renewal_value * due.rate, %(digits)s) AS value, again.value AS again,
            CASE WHEN again.n > 0 THEN 'renewed' WHEN due.is_over THEN 'lost' ELSE 'pending' END AS outcome
        FROM due LEFT JOIN again ON again.id = due.id
    )
"""
UNPRICED = "counted.rate IS NULL"


def _select(
    ctes: str,
    source: str,
    record: str,
    day: str,
    *,
    value: str,
    unpriced: str,
    where: str = "TRUE",
    pending: str = "FALSE",
) -> Callable[[Ask], Select]:
    fields = {
        "customer": "counted.customer_id",
        "contract_type": "counted.type",
        "contract_product": "counted.product_uid",
    }

    def select(ask: Ask) -> Select:
        columns = Columns(source, f"counted.{record}", "counted.held_by", day, fields=fields)
        asked, cut = grain(ask, columns), ask.cut(columns)
        sql = f"""
            {ctes}
            SELECT counted.{record}::bigint AS source_id,
                (CASE WHEN {unpriced} THEN 'excluded' WHEN {pending} THEN 'pending' ELSE 'counted' END)::text AS part,
                (CASE WHEN {unpriced} THEN 'missing_rate' END)::text AS reason, NULL::timestamptz AS event_at,
                ({day})::date AS day, counted.held_by::bigint AS owner_id, ({value})::numeric AS value{asked.columns}
            FROM counted
            {asked.join}
            {cut.join}
            WHERE {where} AND {asked.where} AND {cut.where}
        """
        return Select.of(sql, ask, asked, cut, grace=GRACE_DAYS)

    return select


def _kept(key: str, value: str) -> Measure:
    select = _select(KEPT, "customer_book", "customer_id", DAY, value=value, unpriced="counted.is_unpriced")
    return Measure(key, 1, "customer_book", select, "events", "snapshot", Unit.MONEY, ("customer",))


def _due(key: str, value: str, unit: Unit, *, renewed: bool = False) -> Measure:
    where = "counted.outcome = 'renewed'" if renewed else "TRUE"
    select = _select(
        DUE, "contract", "id", "counted.due_on", value=value, unpriced=UNPRICED, where=where,
        pending="counted.outcome = 'pending'",
    )  # fmt: skip
    return Measure(key, 1, "contract", select, "events", "sum", unit, ("contract", "due"))


ARR_VALUE = _select(
    ARR, "contract_line", "id", DAY, value="round(counted.yearly * counted.rate, %(digits)s)", unpriced=UNPRICED
)
MEASURED = (
    Measure("arr_value", 1, "contract_line", ARR_VALUE, "events", "snapshot", Unit.MONEY, ("contract", "customer")),
    _kept("arr_now", "counted.now"),
    _kept("arr_kept", "least(counted.now, counted.before)"),
    _kept("arr_year_ago", "counted.before"),
    _due("contracts_renewed", "1", Unit.COUNT, renewed=True),
    _due("contracts_decided", "1", Unit.COUNT),
    _due("renewed_value", "counted.again", Unit.MONEY, renewed=True),
    _due("renewed_value_kept", "least(counted.again, counted.value)", Unit.MONEY, renewed=True),
    _due("due_value", "counted.value", Unit.MONEY),
)


def _share(
    key: str, label: object, question: object, words: object, numerator: str, denominator: str, *, by: PeriodBy
) -> Metric:
    return Metric(
        key=key, version=1, label=label, question=question, plain_words=words, owner="accounts", unit=Unit.RATIO,
        good="up", kind="ratio", period_by=by, numerator=numerator, denominator=denominator,
    )  # fmt: skip


DECLARED = (
    Metric(
        key="arr",
        version=1,
        label=_("ARR"),
        question=_("What do running contracts bring in a year?"),
        plain_words=_(
            "The yearly value of the recurring lines of signed contracts that hold on the day. A gap before a renewal"
            " signed within 30 days counts at the old value."
        ),
        owner="accounts",
        unit=Unit.MONEY,
        good="up",
        kind="snapshot",
        period_by="snapshot",
        numerator="arr_value",
        note=_("A past month is shown as it was known at its end; the ARR bridge as it is known now."),
    ),
    _share(
        "nrr",
        _("Net retention"),
        _("How much of last year's ARR is there now, growth included?"),
        _("ARR now of the customers who had ARR a year before, divided by their ARR then, both at today's rate."),
        "arr_now",
        "arr_year_ago",
        by="snapshot",
    ),
    _share(
        "grr",
        _("Gross retention"),
        _("How much of last year's ARR is left, without growth?"),
        _("As net retention, but each customer's ARR now counts at most as much as it was then."),
        "arr_kept",
        "arr_year_ago",
        by="snapshot",
    ),
    _share(
        "renewal_rate",
        _("Renewal rate"),
        _("How many of the contracts that came due were renewed?"),
        _(
            "Contracts renewed early, or up to 30 days after their last day, divided by those decided. What is within"
            " the 30 days and undecided is left out."
        ),
        "contracts_renewed",
        "contracts_decided",
        by="due",
    ),
    _share(
        "renewal_rate_value",
        _("Renewal rate by value"),
        _("How much of the value that came due was kept?"),
        _("For each contract the renewed value, at most what came due, divided by what came due and is decided."),
        "renewed_value_kept",
        "due_value",
        by="due",
    ),
    _share(
        "renewal_rate_net",
        _("Net renewal rate"),
        _("What became of the value that came due, growth included?"),
        _("The renewed value divided by the value that came due and is decided."),
        "renewed_value",
        "due_value",
        by="due",
    ),
)
