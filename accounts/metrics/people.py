"""Headcount, turnover and retention as measures: employments cut where people moved (accounts-desk.md A-4)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.rules.headcount import EARLY_DAYS
from salesops.kernel.grain import Ask, Columns, grain
from salesops.kernel.metrics import Benchmark, Measure, Metric, Select, Unit

SOURCE = "employment"
EXIT_VERB = "exit.see"
LAST = "least(%(end)s::date - 1, %(as_of_day)s::date)"
"""The last day of the period, or the day asked about while it runs."""
REAL = "e.exit_kind <> 'did_not_start'"
LAST_DAY = "(upper(e.during) - 1)"
EMPLOYED = f"SELECT e.id, e.person_id, {{day}}::date AS day, 1 AS value FROM accounts_employment e WHERE {REAL}"
ON_THE_LAST = f"{EMPLOYED.format(day=LAST)} AND e.during @> {LAST}"
ON_THE_FIRST = f"{EMPLOYED.format(day='%(start)s')} AND e.during @> %(start)s::date AND {LAST} >= %(start)s"
KEPT = f"""{ON_THE_FIRST} AND EXISTS (
    SELECT FROM accounts_employment late WHERE late.person_id = e.person_id
        AND late.exit_kind <> 'did_not_start' AND late.during @> {LAST}
)"""
LEFT = f"{EMPLOYED.format(day=LAST_DAY)} AND {LAST_DAY} BETWEEN %(start)s AND {LAST}"
LEFT_VOLUNTARILY = f"{LEFT} AND e.exit_kind = 'voluntary'"
HIRED = f"{EMPLOYED.format(day='lower(e.during)')} AND lower(e.during) BETWEEN %(start)s AND {LAST}"
LEFT_EARLY = f"{HIRED} AND {LAST_DAY} <= least(lower(e.during) + {EARLY_DAYS}, %(as_of_day)s::date)"
# A day belongs to the job, team, manager and reader of that day: a stretch ends where any of them changed.
TURNS = """
    SELECT j.employment_id AS id, NULL::bigint AS person_id, unnest(ARRAY[lower(j.during), upper(j.during)]) AS day
    FROM accounts_jobassignment j
    UNION SELECT NULL, m.person_id, unnest(ARRAY[lower(m.during), upper(m.during)])
    FROM accounts_teammembership m WHERE m.primary
    UNION SELECT NULL, l.person_id, unnest(ARRAY[lower(l.during), upper(l.during)]) FROM accounts_reportingline l
    UNION SELECT NULL, seen.person, seen.day
    FROM unnest(%(seen_person)s::bigint[], %(seen_day)s::date[]) AS seen(person, day)
"""
STRETCHES = f"""
    WITH worked AS (
        SELECT e.id, e.person_id, greatest(lower(e.during), %(start)s::date) AS first,
            least(coalesce(upper(e.during), 'infinity'), {LAST} + 1) AS past,
            {LAST} - %(start)s::date + 1 AS days
        FROM accounts_employment e
        WHERE {REAL} AND lower(e.during) <= {LAST} AND coalesce(upper(e.during), 'infinity') > %(start)s
            AND {LAST} >= %(start)s
    ), turn AS ({TURNS}), cut AS (
        SELECT id, first AS day FROM worked
        UNION SELECT w.id, turn.day FROM worked w JOIN turn ON turn.id = w.id
        WHERE turn.day > w.first AND turn.day < w.past
        UNION SELECT w.id, turn.day FROM worked w JOIN turn ON turn.person_id = w.person_id
        WHERE turn.day > w.first AND turn.day < w.past
    )
    SELECT w.id, w.person_id, cut.day,
        (lead(cut.day, 1, w.past) OVER (PARTITION BY w.id ORDER BY cut.day) - cut.day)::numeric / w.days AS value
    FROM cut JOIN worked w USING (id)
"""


def _select(counted: str, *, in_period: bool = True) -> Callable[[Ask], Select]:
    def select(ask: Ask) -> Select:
        columns = Columns(SOURCE, "counted.id", "counted.person_id", "counted.day", in_period=in_period)
        asked, cut = grain(ask, columns), ask.cut(columns)
        sql = f"""
            SELECT counted.id::bigint AS source_id, 'counted'::text AS part, NULL::text AS reason,
                NULL::timestamptz AS event_at, counted.day AS day, counted.person_id::bigint AS owner_id,
                counted.value::numeric AS value{asked.columns}
            FROM ({counted}) counted
            {asked.join}
            {cut.join}
            WHERE {asked.where} AND {cut.where}
        """
        return Select.of(sql, ask, asked, cut, **_turns(ask))

    return select


def _turns(ask: Ask) -> Mapping[str, Any]:
    """The days on which somebody came into or out of view."""
    spans = [*ask.scope.spans, *(ask.focus.spans if ask.focus else ())]
    days = [(person, day) for person, start, end in spans for day in (start, end) if day is not None]
    return {"seen_person": [person for person, _day in days], "seen_day": [day for _person, day in days]}


def _measure(key: str, counted: str, *, unit: Unit = Unit.COUNT, verb: str = "", whole: bool = False) -> Measure:
    """whole: it is about the period as one, so a longer one is not the sum of its parts."""
    additivity = "snapshot" if whole else "sum"
    select = _select(counted, in_period=counted is not ON_THE_LAST)
    return Measure(key, 1, SOURCE, select, "events", additivity, unit, ("person", "employed"), verb=verb)  # type: ignore[arg-type]


MEASURED = (
    _measure("employed", ON_THE_LAST, whole=True),
    _measure("employed_on_average", STRETCHES, unit=Unit.HEADS, whole=True),
    _measure("employed_on_first_day", ON_THE_FIRST, whole=True),
    _measure("employed_throughout", KEPT, whole=True),
    _measure("separations", LEFT, verb=EXIT_VERB),
    _measure("voluntary_separations", LEFT_VOLUNTARILY, verb=EXIT_VERB),
    _measure("hires", HIRED),
    _measure("early_separations", LEFT_EARLY, verb=EXIT_VERB),
)
TEAM_BENCHMARKS = (
    Benchmark(Decimal("0.25"), "average", "S1:144-146"),
    Benchmark(Decimal("0.10"), "ideal", "S1:144-146"),
)


def _ratio(key: str, label: object, question: object, words: object, sides: tuple[str, str], **more: Any) -> Metric:
    return Metric(
        key=key, version=1, label=label, question=question, plain_words=words, owner="accounts", unit=Unit.RATIO,
        kind=more.pop("kind", "ratio"), numerator=sides[0], denominator=sides[1], **more,
    )  # fmt: skip


DECLARED = (
    Metric(
        key="headcount",
        version=1,
        label=_("Headcount"),
        question=_("How many people are employed?"),
        plain_words=_("People employed on the last day of the period, or on the day asked about. A last day counts."),
        owner="accounts",
        unit=Unit.COUNT,
        good="none",
        kind="snapshot",
        period_by="snapshot",
        numerator="employed",
    ),
    Metric(
        key="average_headcount",
        version=1,
        label=_("Average headcount"),
        question=_("How many people were employed on an average day?"),
        plain_words=_("The headcount of each day added up, divided by the days of the period, or of it so far."),
        owner="accounts",
        unit=Unit.HEADS,
        good="none",
        kind="simple",
        numerator="employed_on_average",
    ),
    _ratio(
        "turnover_rate",
        _("Turnover"),
        _("How many of the people employed left?"),
        _(
            "Employments whose last day is in the period, divided by its average headcount. A move to another job is"
            " none; who was hired and left inside the period counts."
        ),
        ("separations", "employed_on_average"),
        good="down",
        benchmarks=TEAM_BENCHMARKS,
    ),
    _ratio(
        "turnover_rate_voluntary",
        _("Voluntary turnover"),
        _("How many left by their own wish?"),
        _("Employments that people ended themselves, divided by the average headcount of the period."),
        ("voluntary_separations", "employed_on_average"),
        good="down",
    ),
    _ratio(
        "retention_rate",
        _("Retention"),
        _("How many of those who were here are still here?"),
        _("People employed on the first and on the last day, divided by those of the first. Not 1 less turnover."),
        ("employed_throughout", "employed_on_first_day"),
        good="up",
    ),
    _ratio(
        "early_attrition",
        _("Early attrition"),
        _("How many of the people hired left within half a year?"),
        _("Hires of the period whose last day came within 180 days of their first, divided by its hires."),
        ("early_separations", "hires"),
        good="down",
        kind="cohort",
        period_by="cohort",
        grace_days=EARLY_DAYS,
    ),
)
