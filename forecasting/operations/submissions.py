"""Submitting: one statement stores the rows and the calls seen; everything else is a sum of what it stored."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import FiscalPeriod, User
from accounts.queries.organisation import organisation
from forecasting.models import (
    ForecastPeriodState,
    ForecastType,
    State,
    Submission,
    SubmissionNode,
)
from forecasting.operations.periods import take_node
from forecasting.queries.line import Structure, structure_on
from forecasting.queries.rollup import Frame, Places, Rollup, places_of, question_of, quotas_of
from forecasting.queries.rows import place_arrays, rows_sql
from forecasting.queries.stored import build, count_and_hash
from forecasting.queries.types import version_at
from forecasting.rules.deadlines import deadline_before
from forecasting.rules.figures import BUCKETS, cumulative
from forecasting.rules.line import Tree
from forecasting.rules.rollup import Call
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Forbidden, Refused
from salesops.kernel.moments import local_day
from salesops.kernel.money import minor_units, round_half_up

STORE = """
WITH {rows},
place AS (
    SELECT * FROM unnest(%(open_person)s::bigint[], %(open_node)s::bigint[]) AS place(person, node)
),
won_place AS (
    SELECT person, from_day, to_day, node, team::bigint[] AS team
    FROM unnest(%(won_person)s::bigint[], %(won_from)s::date[], %(won_to)s::date[], %(won_node)s::bigint[],
        %(won_team)s::text[]) AS place(person, from_day, to_day, node, team)
),
placed AS (
    SELECT seen.*, coalesce(won_place.node, place.node) AS node,
        CASE WHEN bucket = 'won' THEN coalesce(won_place.team, ARRAY[%(top)s::bigint]) ELSE '{{}}'::bigint[] END AS team
    FROM seen
    LEFT JOIN place ON bucket <> 'won' AND place.person = person_id
    LEFT JOIN won_place ON bucket = 'won' AND won_place.person = person_id
        AND won_place.from_day <= close_date AND won_place.to_day > close_date
),
latest AS (
    SELECT DISTINCT ON (node_id, forecaster_id, measure) *
    FROM forecasting_forecastcall
    WHERE type_id = %(type)s AND period_id = %(period)s AND made_at <= %(as_of)s
    ORDER BY node_id, forecaster_id, measure, made_at DESC, id DESC
),
calls_seen AS (
    INSERT INTO forecasting_submissioncall (submission_id, call_id, node_id, forecaster_id, measure, mode, value, base,
        note)
    SELECT %(submission)s, id, node_id, forecaster_id, measure, mode, value, base, note
    FROM latest
    WHERE (withdrawn_at IS NULL OR withdrawn_at > %(as_of)s) AND (expires_at IS NULL OR expires_at > %(as_of)s)
        AND (
            (forecaster_id = node_id AND node_id = ANY(%(below)s::bigint[]))
            OR EXISTS (
                SELECT FROM unnest(%(child)s::bigint[], %(parent)s::bigint[]) AS tie(child, parent)
                WHERE tie.child = node_id AND tie.parent = forecaster_id
            )
        )
)
INSERT INTO forecasting_submissionrow (submission_id, opportunity_id, person_key, version, name, customer_name,
    person_name, node_id, team, category, subcategory_id, amount, currency, converted, close_date, stage_name)
SELECT %(submission)s, p.opportunity_id, coalesce(p.person_id, 0), p.version, deal.name, coalesce(customer.name, ''),
    coalesce(person.name, ''), p.node, p.team, p.bucket, p.subcategory_id, p.amount, p.currency, p.converted,
    p.close_date, stage.name
FROM placed p
JOIN pipeline_opportunity deal ON deal.id = p.opportunity_id
JOIN pipeline_stage stage ON stage.id = p.stage_id
LEFT JOIN accounts_customeraccount customer ON customer.id = deal.customer_id
LEFT JOIN accounts_user person ON person.id = p.person_id
WHERE %(node)s = %(top)s OR p.node = ANY(%(below)s::bigint[]) OR %(node)s = ANY(p.team)
"""


def submit_forecast(
    type_: ForecastType,
    period: FiscalPeriod,
    *,
    by: User,
    seen_seq: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Submission:
    """Sign one's own node: the rows, calls and quotas of this instant, kept as they are for ever.

    seen_seq: the number of submissions the page had seen. Raises Conflict `already_submitted` when there is a newer
    one, Refused `order_won_commit_upside` unless won <= commit <= upside, `period_not_open`; Forbidden `no_node`.
    """
    require(by, "forecast.submit")
    with operation(by=by, at=at) as op:
        state = take_node(type_, period, by)
        _refuse_second(state, seen_seq)
        of = organisation()
        version = version_at(type_, op.at)
        structure = structure_on(local_day(op.at, of.zone))
        if by.pk not in structure.tree:
            raise Forbidden(_("You stand in no reporting line, so there is no forecast of yours."), code="no_node")
        frame = Frame(type_, period, op.at)
        submission = Submission(
            pk=_next_id(),
            type_version=version,
            type=type_,
            period=period,
            node=by,
            forecaster=by,
            seq=state.seq + 1,
            submitted_at=op.at,
            as_of=op.at,
            hierarchy_as_of=structure.day,
            won_follows=of.won_follows,
            fx_policy=version.policy,
            currency=of.currency,
            note=note.strip(),
            late=_is_late(state, version, op.at, of.zone),
        )
        _store(submission, frame, structure, places_of(structure, period, of.won_follows))
        rollup = _sign(submission, structure, quotas_of(frame, version, of, structure))
        _follow(state, submission)
        totals = {"commit": str(rollup.line(by.pk, "commit").said)}
        record("submit_forecast", by=by, of=submission, after={"seq": submission.seq, **totals}, reason=submission.note)
        return submission


def _refuse_second(state: ForecastPeriodState, seen_seq: int | None) -> None:
    if seen_seq is None or seen_seq == state.seq:
        return
    last = Submission.objects.filter(type=state.type, period=state.period, node=state.node).latest("seq")
    raise Conflict(
        "already_submitted",
        _("%(name)s submitted this forecast after you opened the page.") % {"name": last.forecaster.name},
        seen=seen_seq,
        current=state.seq,
        by=last.forecaster.name,
        at=last.submitted_at.isoformat(),
        submission=str(last.uid),
    )


def _store(submission: Submission, frame: Frame, structure: Structure, places: Places) -> None:
    """The one INSERT .. SELECT: rows and calls of a single instant."""
    tree, of = structure.tree, organisation()
    question = question_of(frame, submission.type_version, of)
    below = tree.below(submission.node_id)
    ties = [(child, tree.parent[child]) for child in below if child != submission.node_id]
    params = {
        **question.params(),
        **place_arrays("open", list(places.open)),
        **place_arrays("won", list(places.won)),
        "submission": submission.pk,
        "type": submission.type_id,
        "period": submission.period_id,
        "node": submission.node_id,
        "top": tree.root,
        "below": list(below),
        "child": [child for child, _ in ties],
        "parent": [parent for _, parent in ties],
    }
    with connection.cursor() as cursor:
        cursor.execute(STORE.format(rows=rows_sql(question)), params)


def _sign(submission: Submission, structure: Structure, quotas: dict[int, Decimal]) -> Rollup:
    """Totals from what was stored, then the submission itself and its lines. Raises Refused out of order."""
    nodes = _nodes(submission, structure.tree, structure, quotas)
    calls = [
        Call(row.call_id, row.node_id, row.forecaster_id, row.measure, row.mode, row.value, row.base)
        for row in submission.calls.all()
    ]
    rollup = build(submission, nodes, calls, {n.node_id: n.quota for n in nodes if n.quota is not None})
    submission.totals = totals_of(rollup, submission.node_id)
    _validate(submission.totals)
    submission.quota = rollup.quotas[submission.node_id]
    submission.row_count, submission.row_hash = count_and_hash(submission.pk)
    submission.save(force_insert=True)
    for node in nodes:
        if not node.vacant:
            node.seen_commit = rollup.lines["commit"][node.node_id].seen
            node.seen_upside = rollup.lines["upside"][node.node_id].seen
    SubmissionNode.objects.bulk_create(nodes)
    return rollup


def _nodes(
    submission: Submission, tree: Tree, structure: Structure, quotas: dict[int, Decimal]
) -> list[SubmissionNode]:
    found: list[SubmissionNode] = []
    for node in tree.below(submission.node_id):
        parent = tree.parent.get(node) if node != submission.node_id else None
        stands = [(node, parent, False), *((left, node, True) for left in tree.vacant.get(node, ()))]
        for person, above, vacant in stands:
            found.append(
                SubmissionNode(
                    submission=submission,
                    node_id=person,
                    parent_id=above,
                    position=len(found),
                    name=structure.name(person),
                    title=structure.people[person].title,
                    vacant=vacant,
                    quota=quotas.get(person),
                    seen_commit=0,
                    seen_upside=0,
                )
            )
    return found


def totals_of(rollup: Rollup, node: int) -> dict[str, Any]:
    """The resulting values of a node, as text at the minor unit: money in JSON is never a float."""
    digits = minor_units(rollup.organisation.currency)
    amounts = {bucket: rollup.totals[node][bucket].amount for bucket in BUCKETS}
    plain = cumulative(amounts)
    said = {
        measure: {"raw": lines[node].raw, "rollup": lines[node].rollup, "said": lines[node].said}
        for measure, lines in rollup.lines.items()
    }
    whole: dict[str, Any] = {"won": plain["won"], "open": plain["open"], "buckets": amounts, **said}
    return {
        key: {name: str(round_half_up(amount, digits)) for name, amount in part.items()}
        if isinstance(part, dict)
        else str(round_half_up(part, digits))
        for key, part in whole.items()
    }


def _validate(totals: dict[str, Any]) -> None:
    """won <= commit <= upside on the node's resulting values; equal is allowed."""
    won, commit, upside = Decimal(totals["won"]), Decimal(totals["commit"]["said"]), Decimal(totals["upside"]["said"])
    words = {"won": f"{won:,.2f}", "commit": f"{commit:,.2f}", "upside": f"{upside:,.2f}"}
    if not won <= commit <= upside:
        raise Refused(
            "order_won_commit_upside",
            _("Won %(won)s, commit %(commit)s, upside %(upside)s: each must be at least the one before it.") % words,
            won=str(won),
            commit=str(commit),
            upside=str(upside),
        )


def _follow(state: ForecastPeriodState, submission: Submission) -> None:
    state.seq = submission.seq
    state.state = State.SUBMITTED
    state.save(update_fields=["seq", "state"])


def _is_late(state: ForecastPeriodState, version: Any, at: datetime, zone: Any) -> bool:
    """The first one after a deadline that passed without any."""
    whole = ForecastPeriodState.objects.get(type=state.type, period=state.period, node=None)
    if whole.due_at is None or at <= whole.due_at:
        return False
    if version.deadline_weekday is None:
        missed_from, missed_to = whole.opened_at, whole.due_at
    else:
        missed_to = deadline_before(at, version.deadline_weekday, version.deadline_time, zone)
        missed_from = missed_to - timedelta(days=7)
    made = Submission.objects.filter(type=state.type, period=state.period, node=state.node)
    return not made.filter(submitted_at__gt=missed_from, submitted_at__lte=at).exists()


def _next_id() -> int:
    """The key before the row: rows come first, the submission is made of their sums; keys are checked at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('forecasting_submission', 'id'))")
        return int(cursor.fetchone()[0])
