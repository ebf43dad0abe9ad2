"""A submission: validated, kept with its rows, re-opened as it was whatever happens later."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import FxRate, Organisation, SeatOccupancy, User
from accounts.operations.people import set_manager
from forecasting.access import submission_for, visible_submissions
from forecasting.models import ForecastPeriodState, Submission, SubmissionRow
from forecasting.operations.calls import make_call
from forecasting.operations.periods import lock_period
from forecasting.operations.submissions import submit_forecast, totals_of
from forecasting.operations.types import change_forecast_type
from forecasting.queries.rollup import Frame, Rollup, read_rollup
from forecasting.queries.stored import count_and_hash, stored_rollup, stored_rows
from forecasting.rules.figures import BUCKETS, WON
from pipeline.models import StageCategory
from salesops.kernel.errors import Conflict, Forbidden, NotFound, Refused
from tests.company import Company
from tests.forecasting.book import NOW, START, change, deal, opened
from tests.forecasting.test_roll_up import random_company, random_deal


@pytest.fixture
def company(company: Company) -> Company:
    deal(company, company.priya, "won", 500)
    deal(company, company.priya, "commit", 100)
    deal(company, company.andre, "upside", 50)
    deal(company, company.jonah, "commit", 80)
    opened()
    return company


def submit(by: User, **more: Any) -> Submission:
    type_, period = opened()
    return submit_forecast(type_, period, by=by, **({"at": NOW} | more))


def live(moment: Any = NOW) -> Rollup:
    type_, period = opened()
    return read_rollup(Frame(type_, period, moment))


def test_it_keeps_the_rows_and_the_numbers_of_the_instant(company: Company) -> None:
    type_, period = opened()
    make_call(type_, period, company.marcus, value=Decimal(620), by=company.marcus, at=NOW)
    make_call(type_, period, company.priya, value=Decimal(590), by=company.marcus, note="Slow", at=NOW)
    submission = submit(company.marcus, note="As agreed on Monday")
    assert (submission.seq, submission.row_count) == (1, 3)
    assert submission.totals["won"] == "500.00"
    assert submission.totals["commit"] == {"raw": "600.00", "rollup": "590.00", "said": "620.00"}
    assert submission.totals["upside"]["said"] == "650.00"
    again = stored_rollup(Submission.objects.get(pk=submission.pk))
    assert again.lines["commit"][company.priya.pk].seen == 590
    assert again.totals[company.andre.pk]["upside"].amount == 50
    state = ForecastPeriodState.objects.get(node=company.marcus)
    assert (state.state, state.seq) == ("submitted", 1)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("won_follows", ["team", "person"])
def test_at_once_it_equals_the_live_roll_up_at_every_node(company: Company, seed: int, won_follows: str) -> None:
    import random

    chance = random.Random(seed)
    Organisation.objects.update(won_follows=won_follows)
    people = random_company(company, chance)
    for _ in range(40):
        random_deal(company, people, chance)
    expected = live()
    for person in (company.dana, company.marcus):
        stored = stored_rollup(submit(person))
        for node in stored.tree.order:
            assert totals_of(stored, node) == totals_of(expected, node)
            for bucket in BUCKETS:
                rows = stored_rows(stored_submission(person), stored.tree, node, (bucket,))
                added = sum((row.converted or Decimal(0) for row in rows), Decimal(0))
                assert added == stored.totals[node][bucket].amount


def stored_submission(person: User) -> Submission:
    return Submission.objects.filter(node=person).latest("seq")


def test_nothing_later_changes_what_reopens(company: Company) -> None:
    submission = submit(company.dana)
    before, digest = totals_of(stored_rollup(submission), company.dana.pk), submission.row_hash
    for record in submission.rows.all():
        change(record.opportunity, NOW + timedelta(days=1), amount=Decimal(1), name="Renamed", owner=company.sofia)
    set_manager(company.priya, company.helena, start=None, by=None)
    SeatOccupancy.objects.filter(person=company.andre).update(during=DateRange(None, date(2026, 10, 1)))
    StageCategory.objects.update(category="pipeline")
    FxRate.objects.create(from_currency="EUR", to_currency="USD", rate=2, valid=DateRange(None, None))
    change_forecast_type(submission.type, changes={"kinds": ["renewal"]}, by=company.omar, reason="Test")
    Organisation.objects.update(won_follows="person", currency="EUR")
    again = Submission.objects.get(pk=submission.pk)
    assert totals_of(stored_rollup(again), company.dana.pk) == before
    assert count_and_hash(again.pk) == (again.row_count, digest)
    names = {row.name for row in stored_rows(again, stored_rollup(again).tree, company.dana.pk, (WON, "commit"))}
    assert "Renamed" not in names


def test_the_second_of_two_is_told_who_was_first(company: Company) -> None:
    first = submit(company.marcus, seen_seq=0)
    with pytest.raises(Conflict) as conflict:
        submit(company.marcus, seen_seq=0)
    assert conflict.value.code == "already_submitted"
    assert conflict.value.facts["by"] == "Marcus Boyle"
    assert conflict.value.facts["submission"] == str(first.uid)
    assert submit(company.marcus, seen_seq=1).seq == 2
    assert Submission.objects.get(pk=first.pk).seq == 1


def test_the_order_won_commit_upside_is_checked_and_equal_is_allowed(company: Company) -> None:
    type_, period = opened()
    make_call(type_, period, company.priya, value=Decimal(499), by=company.priya, at=NOW)
    with pytest.raises(Refused) as refusal:
        submit(company.priya)
    assert refusal.value.code == "order_won_commit_upside"
    assert refusal.value.facts["commit"].startswith("499")
    assert not SubmissionRow.objects.exists()
    for value, measure in ((500, "commit"), (500, "upside")):
        make_call(type_, period, company.priya, value=Decimal(value), by=company.priya, measure=measure, at=NOW)
    assert submit(company.priya).seq == 1


def test_a_locked_period_takes_no_submission(company: Company) -> None:
    lock_period(ForecastPeriodState.objects.get(node=None), by=company.omar, reason="Closed books")
    with pytest.raises(Refused) as refusal:
        submit(company.priya)
    assert refusal.value.code == "period_not_open"


def test_submitting_does_not_wait_for_the_team_and_marks_the_late_one(company: Company) -> None:
    assert not submit(company.dana, at=START + timedelta(hours=1)).late
    after_two_deadlines = NOW + timedelta(days=12)
    assert submit(company.priya, at=after_two_deadlines).late
    assert not submit(company.priya, at=after_two_deadlines + timedelta(hours=1)).late


def test_who_stands_nowhere_has_nothing_to_submit(company: Company) -> None:
    with pytest.raises(Forbidden):
        submit(company.noor)
    with pytest.raises(Forbidden) as refusal:
        submit(company.omar)
    assert refusal.value.code == "no_node"


def test_it_is_append_only_in_the_database(company: Company) -> None:
    submission = submit(company.priya)
    attempts = [
        lambda: Submission.objects.filter(pk=submission.pk).update(totals={}),
        lambda: submission.rows.update(converted=0),
        lambda: submission.rows.all().delete(),
        lambda: submission.nodes.update(name="x"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="log_is_append_only"), transaction.atomic():
            attempt()


def test_a_report_never_opens_the_submission_of_who_is_above(company: Company) -> None:
    above, own = submit(company.marcus), submit(company.priya)
    today = live().structure
    with pytest.raises(NotFound):
        submission_for(company.priya, above.uid, today)
    assert list(visible_submissions(company.priya, today)) == [own]
    assert set(visible_submissions(company.dana, today)) == {above, own}


def test_what_a_parent_said_of_a_node_is_not_in_the_nodes_own_submission(company: Company) -> None:
    type_, period = opened()
    make_call(type_, period, company.priya, value=Decimal(590), by=company.marcus, note="No", at=NOW)
    assert not submit(company.priya).calls.exists()
    assert submit(company.marcus).calls.count() == 1
