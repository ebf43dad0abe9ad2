"""A re-organisation in the middle of a quarter: no figure of an instant before it moves (platform.md 5.3 row 20)."""

import hashlib
import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.access import scope_for, today
from accounts.models import FiscalPeriod, User
from accounts.operations.reorganisations import draft_reorganisation, move_person, move_team, schedule_reorganisation
from accounts.queries.line import people_below
from accounts.queries.organisation import calendar
from forecasting.models import ForecastType
from forecasting.operations.calls import make_call
from forecasting.operations.submissions import totals_of
from forecasting.queries.rollup import Frame, read_rollup
from salesops.kernel.metrics import MEASURES, METRICS
from salesops.kernel.moments import AsOf
from salesops.kernel.periods import Level, period_at
from salesops.reporting.evaluate import Question, ground, parts, total
from tests.company import Company
from tests.faults.books import a_book
from tests.tier import ARE_FAULTS_WHOLE

pytestmark = pytest.mark.faults
DEALS = 400 if ARE_FAULTS_WHOLE else 60
READERS = ("dana", "marcus", "helena", "priya", "jonah", "noor")


def metrics() -> list[str]:
    listed = [one for one in METRICS if one.status != "retired"]
    chosen = [one.key for one in listed if MEASURES[one.numerator].source in ("opportunity", "stage_step")]
    return chosen if ARE_FAULTS_WHOLE else ["bookings", "win_rate", "open_pipeline", "pipeline_created"]


def figures(company: Company, type_: ForecastType, period: FiscalPeriod) -> dict[str, str]:
    """Everything that readers were told about instants before today, by what was asked."""
    found: dict[str, Any] = {}
    on, quarter = ground(), period_at(today(), Level.QUARTER, calendar())
    for back in (1, 9, 30):
        at = timezone.now() - timedelta(days=back)
        for name in READERS:
            reader = User.objects.get(pk=getattr(company, name).pk)
            question = Question(scope_for(reader), quarter, on, as_of=AsOf(at, f"{back} days ago"))
            for key in metrics():
                found[f"{name} {key} {back}"] = said(total(key, question))
                found[f"{name} {key} {back} by owner"] = sorted(map(said, parts(key, question, "owner")))
        rollup = read_rollup(Frame(type_, period, at))
        for node in rollup.tree.order:
            found[f"forecast of {node}, {back}"] = totals_of(rollup, node)
    return {asked: hashlib.sha256(repr(answer).encode()).hexdigest() for asked, answer in found.items()}


def said(result: Any) -> str:
    """Of a figure what a reader sees; when it was read is no part of it."""
    return repr((result.group, result.value, result.numerator, result.denominator, result.n, result.excluded))


def test_no_figure_of_an_instant_before_it_moves(company: Company) -> None:
    type_, period = a_book(company, DEALS, random.Random(20))
    make_call(type_, period, company.priya, value=Decimal(900_000), note="Slow", by=company.marcus, at=days_ago(12))
    make_call(type_, period, company.marcus, value=Decimal(950_000), by=company.marcus, at=days_ago(11))
    before, stands_before = figures(company, type_, period), line_today(company)
    plan = draft_reorganisation(name="West and east change places", effective=today(), by=company.omar)
    move_person(plan, company.priya, manager=company.helena, team=company.east, by=company.omar)
    move_person(plan, company.jonah, manager=company.marcus, team=company.west, by=company.omar)
    move_person(plan, company.ruth, manager=company.dana, by=company.omar)
    move_team(plan, company.west, parent=company.east, by=company.omar)
    schedule_reorganisation(plan, by=company.omar)
    after = figures(company, type_, period)
    assert line_today(company) != stands_before, "nobody moved"
    assert [asked for asked in before if before[asked] != after[asked]] == []
    print(f"row 20: {DEALS} deals, {len(before)} answers of {len(READERS)} readers at 3 instants, each hash equal")


def days_ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def line_today(company: Company) -> list[set[int]]:
    return [people_below([one.pk], today()) for one in (company.marcus, company.helena)]
