"""A submission as it was signed: the same figures, from nothing but its own rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import Organisation
from forecasting.models import Submission, SubmissionNode
from forecasting.queries.line import Person, Structure
from forecasting.queries.rollup import Frame, Placed, Places, Rollup
from forecasting.rules.figures import WON, Sum
from forecasting.rules.line import Tree
from forecasting.rules.rollup import Call

PARTS = """
    SELECT node_id, person_key, team, category, subcategory_id, coalesce(sum(converted), 0), count(*),
        count(*) FILTER (WHERE converted IS NULL AND amount IS NOT NULL), count(*) FILTER (WHERE amount IS NULL)
    FROM forecasting_submissionrow
    WHERE submission_id = %s
    GROUP BY 1, 2, 3, 4, 5
"""

# Every stored column, in the order of the key: whatever changes, the hash does.
HASH = """
    SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(r::text, E'\\n'
        ORDER BY opportunity_id, person_key), ''), 'UTF8')), 'hex')
    FROM (
        SELECT opportunity_id, person_key, version, name, customer_name, person_name, node_id, team, category,
            subcategory_id, amount, currency, converted, close_date, stage_name
        FROM forecasting_submissionrow
        WHERE submission_id = %s
    ) r
"""


@dataclass(frozen=True)
class StoredRow:
    """A deal of a submission, with the sign with which it counts in the cell asked about."""

    opportunity: int
    uid: Any
    name: str
    customer: str
    person_name: str
    bucket: str
    stage: str
    close_date: date | None
    amount: Decimal | None
    currency: str
    converted: Decimal | None


def count_and_hash(submission_id: int) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(HASH, [submission_id])
        count, digest = cursor.fetchone()
        return count, digest


def stored_rollup(submission: Submission) -> Rollup:
    """What was seen, node by node. Reads the submission's tables alone, and the currency it was made in."""
    nodes = list(SubmissionNode.objects.filter(submission=submission))
    calls = [
        Call(row.call_id, row.node_id, row.forecaster_id, row.measure, row.mode, row.value, row.base)
        for row in submission.calls.all()
    ]
    quotas = {node.node_id: node.quota for node in nodes if node.quota is not None}
    return build(submission, nodes, calls, quotas)


def build(submission: Submission, nodes: list[SubmissionNode], calls: list[Call], quotas: dict[int, Decimal]) -> Rollup:
    structure = _structure(submission, nodes)
    of = Organisation(currency=submission.currency, won_follows=submission.won_follows)
    frame = Frame(submission.type_version.type, submission.period, submission.as_of)
    places = Places((), (), (), structure.tree.root)
    placed = stored_parts(submission.pk, structure.tree)
    return Rollup(frame, submission.type_version, of, structure, placed, calls, quotas, places)


def _structure(submission: Submission, nodes: list[SubmissionNode]) -> Structure:
    root = submission.node_id
    parent = {n.node_id: n.parent_id for n in nodes if not n.vacant and n.parent_id is not None}
    children: defaultdict[int, list[int]] = defaultdict(list)
    vacant: defaultdict[int, list[int]] = defaultdict(list)
    for node in nodes:
        if node.parent_id is not None:
            (vacant if node.vacant else children)[node.parent_id].append(node.node_id)
    tree = Tree(
        root,
        tuple(n.node_id for n in nodes if not n.vacant),
        parent,
        {at: tuple(below) for at, below in children.items()},
        {at: tuple(left) for at, left in vacant.items()},
    )
    people = {n.node_id: Person(n.node_id, None, n.name, n.title, _initials(n.name)) for n in nodes}
    return Structure(submission.hierarchy_as_of, tree, (), (), (), frozenset(), people)


def _initials(name: str) -> str:
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "–"


def stored_parts(submission_id: int, tree: Tree) -> Placed:
    own: defaultdict[int, defaultdict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    vacant: defaultdict[int, defaultdict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    tags: defaultdict[int, defaultdict[tuple[str, int], Sum]] = defaultdict(lambda: defaultdict(Sum))
    unassigned: defaultdict[str, Sum] = defaultdict(Sum)
    won: defaultdict[int, Sum] = defaultdict(Sum)
    left = {person for people in tree.vacant.values() for person in people}
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [submission_id])
        rows = cursor.fetchall()
    for at, person, team, bucket, tag, amount, count, missing, unpriced in rows:
        found = Sum(amount, count, missing, unpriced)
        node = tree.root if at is None else at
        own[node][bucket] += found
        if at is None:
            unassigned[bucket] += found
        elif person in left:
            vacant[person][bucket] += found
        if bucket == WON:
            for above in team:
                won[above] += found
        if tag is not None:
            tags[node][bucket, tag] += found
    return Placed(own, vacant, unassigned, won, tags)


def stored_rows(submission: Submission, tree: Tree, node: int, buckets: tuple[str, ...]) -> list[StoredRow]:
    """The rows under a number of the submission, largest first: won by team, the rest by where they stood."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.opportunity_id, deal.uid, r.name, r.customer_name, r.person_name, r.category, r.stage_name,
                r.close_date, r.amount, r.currency, r.converted
            FROM forecasting_submissionrow r
            JOIN pipeline_opportunity deal ON deal.id = r.opportunity_id
            WHERE r.submission_id = %(submission)s AND r.category = ANY(%(buckets)s)
                AND CASE WHEN r.category = 'won' THEN %(node)s = ANY(r.team)
                    ELSE coalesce(r.node_id, %(root)s) = ANY(%(below)s::bigint[]) END
            ORDER BY r.converted DESC NULLS LAST, r.opportunity_id
            """,
            {
                "submission": submission.pk,
                "buckets": list(buckets),
                "node": node,
                "root": tree.root,
                "below": list(tree.below(node)),
            },
        )
        return [StoredRow(*row) for row in cursor.fetchall()]
