"""Calls: one's own, a direct report's, withdrawn, expired, refused; what a report never sees."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from accounts.operations.people import set_manager
from forecasting.access import node_for, visible_calls
from forecasting.models import ForecastCall, ForecastPeriodState
from forecasting.operations.calls import make_call, withdraw_call
from forecasting.operations.periods import lock_period, open_period, reopen_period
from forecasting.queries.line import structure_on
from forecasting.queries.rollup import Frame, Rollup, read_rollup
from salesops.kernel.errors import Forbidden, NotFound, Refused
from tests.company import Company
from tests.forecasting.book import NOW, START, deal, opened


@pytest.fixture
def company(company: Company) -> Company:
    deal(company, company.priya, "commit", 100)
    deal(company, company.andre, "commit", 50)
    deal(company, company.jonah, "commit", 80)
    opened()
    return company


def say(by: User, node: User, value: int | str, **more: object) -> ForecastCall:
    type_, period = opened()
    note = {} if node == by else {"note": "Procurement is slow."}
    return make_call(type_, period, node, value=Decimal(value), by=by, **({"at": NOW} | note | more))  # type: ignore[arg-type]


def rollup(moment: object = NOW, **more: object) -> Rollup:
    type_, period = opened()
    return read_rollup(Frame(type_, period, moment, **more))  # type: ignore[arg-type]


def number(node: User, **more: object) -> Decimal:
    return rollup(**more).lines["commit"][node.pk].said


def test_the_example_of_the_page_through_the_operations(company: Company) -> None:
    say(company.priya, company.priya, 120)
    say(company.marcus, company.andre, 45)
    shift = say(company.marcus, company.marcus, 160, mode="shift", base=Decimal(165))
    say(company.dana, company.helena, 90)
    found = rollup()
    line = found.lines["commit"][company.marcus.pk]
    assert (line.rollup, line.said) == (165, 160)
    assert found.lines["commit"][company.dana.pk].said == 250
    assert [step.change for step in found.bridge(company.dana.pk)] == [10, -5, 20, -5]
    assert shift.base == 165
    assert found.lines["upside"][company.dana.pk].said == 230


def test_a_base_is_the_number_the_call_was_made_on(company: Company) -> None:
    assert say(company.priya, company.priya, 120).base == 100
    assert say(company.marcus, company.priya, 90).base == 120
    deal(company, company.priya, "commit", 30, at=NOW)
    stale = rollup(NOW + timedelta(hours=1))
    call = next(found for found in stale.calls.values() if not found.is_judgement)
    assert stale.stale(call) == 30
    assert stale.lines["commit"][company.priya.pk].said == 120


def test_the_latest_call_counts_and_an_earlier_one_never_revives(company: Company) -> None:
    first = say(company.priya, company.priya, 120)
    second = say(company.priya, company.priya, 130, at=NOW + timedelta(minutes=1))
    first.refresh_from_db()
    assert (second.supersedes, first.superseded_at) == (first, second.made_at)
    withdraw_call(second, by=company.priya, reason="Too early", at=NOW + timedelta(minutes=2))
    later = NOW + timedelta(minutes=3)
    assert number(company.priya, moment=later) == 100
    assert number(company.priya, moment=NOW) == 120
    assert number(company.priya, moment=NOW + timedelta(minutes=1)) == 130
    with pytest.raises(Refused, match="replaced or withdrawn"):
        withdraw_call(second, by=company.priya, reason="Again")


def test_an_expired_call_is_none(company: Company) -> None:
    say(company.priya, company.priya, 120, expires_at=NOW + timedelta(days=1))
    assert number(company.priya, moment=NOW + timedelta(hours=23)) == 120
    assert number(company.priya, moment=NOW + timedelta(days=1)) == 100


def test_after_a_move_the_former_managers_adjustment_is_out_of_force(company: Company) -> None:
    say(company.marcus, company.priya, 10)
    assert rollup().lines["commit"][company.priya.pk].seen == 10
    set_manager(company.priya, company.helena, start=NOW.date(), by=None)
    assert rollup().lines["commit"][company.priya.pk].seen == 100


@pytest.mark.parametrize(
    ("by", "node", "error"),
    [
        ("dana", "priya", Forbidden),
        ("priya", "andre", NotFound),
        ("priya", "marcus", NotFound),
        ("marcus", "dana", NotFound),
        ("omar", "priya", Forbidden),
        ("noor", "dana", Forbidden),
    ],
)
def test_only_oneself_and_direct_reports_are_called(
    company: Company, by: str, node: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        say(getattr(company, by), getattr(company, node), 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"measure": "won"}, "measure_not_callable"),
        ({"measure": "pipeline"}, "measure_not_callable"),
        ({"value": "NaN"}, "not_an_amount"),
        ({"value": "1e20"}, "not_an_amount"),
        ({"currency": "EUR"}, "currency_mismatch"),
        ({"mode": "shift"}, "base_required"),
        ({"mode": "guess"}, "mode_unknown"),
        ({"expires_at": NOW}, "expiry_past"),
    ],
)
def test_bad_calls_are_refused_by_name(company: Company, change: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        say(company.priya, company.priya, **({"value": 1} | change))  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert refusal.value.fields


def test_an_adjustment_needs_a_note(company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        say(company.marcus, company.priya, 1, note=" ")
    assert refusal.value.code == "note_required"


def test_a_locked_period_takes_no_call_until_it_is_reopened(company: Company) -> None:
    state = ForecastPeriodState.objects.get(node=None)
    call = say(company.priya, company.priya, 120)
    lock_period(state, by=company.omar, reason="Board pack")
    for attempt in (
        lambda: say(company.priya, company.priya, 1),
        lambda: withdraw_call(call, by=company.priya, reason="No"),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "period_not_open"
    reopen_period(state, by=company.omar, reason="Late deal")
    assert say(company.priya, company.priya, 125, at=NOW + timedelta(hours=1)).value == 125
    reasons = [event.reason for event in state.events.all()]
    assert reasons == ["Late deal", "Board pack", ""]


def test_locking_needs_a_reason_and_an_open_period(company: Company) -> None:
    state = ForecastPeriodState.objects.get(node=None)
    with pytest.raises(Refused, match="Say why"):
        lock_period(state, by=company.omar, reason=" ")
    with pytest.raises(Refused) as refusal:
        reopen_period(state, by=company.omar, reason="Nothing to re-open")
    assert refusal.value.code == "period_not_open"
    lock_period(state, by=company.omar, reason="Done")
    with pytest.raises(Refused) as refusal:
        open_period(state.type, state.period, by=company.omar)
    assert refusal.value.code == "period_not_open"


def test_a_period_nobody_opened_takes_no_call(company: Company) -> None:
    type_, period = opened()
    following = type(period).objects.get(key="2027-Q1")
    with pytest.raises(Refused) as refusal:
        make_call(type_, following, company.priya, value=Decimal(1), by=company.priya)
    assert refusal.value.code == "period_not_open"


def test_a_report_never_sees_what_is_said_above(company: Company) -> None:
    say(company.marcus, company.priya, 10)
    own = rollup(viewer=company.priya.pk)
    assert own.lines["commit"][company.priya.pk].seen == 100
    assert all(not call.is_judgement for call in own.calls.values())
    assert not visible_calls(company.priya, own.structure).exists()
    for above in (company.marcus, company.dana, company.omar, company.noor):
        assert visible_calls(above, own.structure).count() == 1
        assert rollup(viewer=above.pk).lines["commit"][company.priya.pk].seen == 10


def test_a_manager_who_sees_everything_still_sees_no_adjustment_of_their_own_team(company: Company) -> None:
    """Scope over everything does not open what one's own manager said."""
    from accounts.operations.people import grant_role

    grant_role(company.marcus, "analyst", by=None)
    say(company.dana, company.marcus, 10)
    marcus = User.objects.get(pk=company.marcus.pk)
    assert not visible_calls(marcus, rollup().structure).exists()
    assert rollup(viewer=marcus.pk).lines["commit"][company.dana.pk].said == 230


def test_after_a_move_the_former_managers_word_stays_hidden(company: Company) -> None:
    """From the rep, from a rep who sees everything, and from the new manager, who keeps their own calls."""
    from accounts.operations.people import grant_role

    say(company.marcus, company.priya, 10)
    own = say(company.priya, company.priya, 120)
    set_manager(company.priya, company.helena, start=START.date(), by=None)
    priya, helena, marcus = (User.objects.get(pk=one.pk) for one in (company.priya, company.helena, company.marcus))
    today = rollup().structure
    assert list(visible_calls(priya, today)) == [own]
    assert list(visible_calls(helena, today)) == [own]
    assert [call.forecaster for call in visible_calls(marcus, today)] == [marcus]
    grant_role(company.priya, "analyst", by=None)
    assert list(visible_calls(User.objects.get(pk=priya.pk), today)) == [own]


def test_a_place_is_in_reach_on_the_day_that_is_asked_about(company: Company) -> None:
    """Priya moves to Helena on 1 November: each manager opens her forecast of the days she was theirs."""
    set_manager(company.priya, company.helena, start=date(2026, 11, 1), by=None)
    before, after = structure_on(date(2026, 10, 20)), structure_on(date(2026, 11, 19))
    for manager, theirs, other in ((company.marcus, before, after), (company.helena, after, before)):
        assert node_for(manager, company.priya.uid, theirs) == company.priya.pk
        with pytest.raises(NotFound):
            node_for(manager, company.priya.uid, other)


def test_a_call_is_never_changed_or_removed_and_withdrawn_once(company: Company) -> None:
    call = say(company.priya, company.priya, 120)
    rows = ForecastCall.objects.filter(pk=call.pk)
    for attempt in (
        lambda: rows.update(value=1),
        lambda: rows.update(note="nothing"),
        rows.delete,
    ):
        with pytest.raises(DatabaseError, match="log_is_append_only"), transaction.atomic():
            attempt()
    withdraw_call(call, by=company.priya, reason="Wrong", at=NOW)
    with pytest.raises(DatabaseError, match="log_is_append_only"), transaction.atomic():
        rows.update(withdrawn_at=START)
