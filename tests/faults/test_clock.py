"""A clock that steps back and microseconds that are equal: order is deal and version (platform.md 5.3 row 34)."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from pipeline.models import Opportunity, OpportunityVersion
from pipeline.models.opportunities import VERSIONED_FIELDS
from pipeline.queries.history import as_known_at, state_as_of
from salesops.db.operation import operation
from salesops.kernel.moments import INFINITY
from tests.company import Company, make_deal
from tests.tier import ARE_FAULTS_WHOLE

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
DEALS, EDITS = (50, 40) if ARE_FAULTS_WHOLE else (8, 12)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
STEPS = [
    timedelta(0),
    timedelta(0),
    timedelta(microseconds=1),
    timedelta(seconds=-3),
    timedelta(hours=-1),
    timedelta(days=1),
]


def test_a_clock_that_steps_back_never_turns_a_history_round(company: Company) -> None:
    chance = random.Random(34)
    clock, back = NOON, 0
    with operation(by=None, at=clock):
        deals = [make_deal(company, company.priya, name=f"Deal {number}") for number in range(DEALS)]
    for number in range(DEALS * EDITS):
        step = chance.choice(STEPS)
        clock, back = clock + step, back + (step < timedelta(0))
        with operation(by=None, at=clock):
            record = chance.choice(deals)
            Opportunity.objects.filter(pk=record.pk).update(amount=number + 1)
    faults = [fault for record in deals for fault in faults_of(record)]
    assert faults == []
    print(f"row 34: {DEALS * EDITS} edits of {DEALS} deals, the clock went back {back} times, 0 errors")


def faults_of(record: Opportunity) -> list[str]:
    """What must hold of every history, whatever the clock said."""
    log = list(OpportunityVersion.objects.filter(opportunity=record).order_by("version"))
    live = [row for row in log if row.superseded_at == INFINITY]
    now = Opportunity.objects.get(pk=record.pk)
    told = []
    if [row.version for row in log] != list(range(1, len(log) + 1)):
        told.append("a number is missing")
    if any(one.recorded_at >= two.recorded_at for one, two in pairwise(log)):
        told.append("recorded out of order")
    if any(one.valid_to != two.valid_from for one, two in pairwise(live)):
        told.append("two versions overlap, or leave a gap")
    for state in (live[-1], state_as_of(live[-1].valid_from).get(opportunity=record)):
        if any(getattr(state, name) != getattr(now, name) for name in VERSIONED_FIELDS):
            told.append("the newest version is not the row")
    for row in live:
        known = as_known_at(row.valid_from, log[-1].recorded_at).get(opportunity=record)
        if known != state_as_of(row.valid_from).get(opportunity=record):
            told.append(f"known and true differ at version {row.version}")
    return told
