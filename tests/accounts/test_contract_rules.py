"""Terms, notice days, ARR and renewal rates on plain values: the examples of accounts-desk.md A-6 to the digit."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from random import Random
from zoneinfo import ZoneInfo

import pytest

from accounts.rules.arr import (
    DAY,
    Bridge,
    Successor,
    Term,
    arr_on,
    bridge,
    counted_through,
    had_before,
    pending_on,
    retention,
)
from accounts.rules.contracts import next_due
from accounts.rules.notice import notice_by, raised_through, renews_itself_on, task_for
from accounts.rules.renewals import Due, Renewal, renewal_rates
from accounts.rules.terms import compared_value, renewed_value, term_end, whole_months, yearly_value
from accounts.rules.working_time import office_hours


@pytest.fixture(autouse=True)
def no_tries_counted() -> None:
    """Plain values: no counters, no servers."""


AYLA, BENT, CORD, DUNE, ELM, FARO, GILL = range(1, 8)
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)
OFFICE = office_hours(ZoneInfo("UTC"))
SIX = D("0.000001")


def signed(customer: int, yearly: int, first: date, last: date, **more: object) -> Term:
    return Term(customer, D(yearly), first, last, **{"signed_on": first, **more})  # type: ignore[arg-type]


def example(*, elm_signs: bool = False) -> list[Term]:
    """The seven customers of the example, the first five with ARR a year before."""
    old = date(2025, 3, 1)
    elm_again = (Successor(date(2026, 6, 16), date(2026, 7, 8)),) if elm_signs else ()
    terms = [
        signed(AYLA, 60, old, date(2026, 12, 31)),
        signed(BENT, 80, old, date(2026, 5, 31), refused_on=date(2026, 4, 10)),
        signed(CORD, 30, old, date(2026, 5, 20), successors=(Successor(date(2026, 5, 21), date(2026, 5, 4)),)),
        signed(CORD, 45, date(2026, 5, 21), date(2027, 5, 20), signed_on=date(2026, 5, 4)),
        signed(DUNE, 50, old, date(2026, 4, 30), successors=(Successor(date(2026, 5, 21), date(2026, 5, 20)),)),
        signed(DUNE, 35, date(2026, 5, 21), date(2027, 5, 20), signed_on=date(2026, 5, 20)),
        signed(ELM, 24, old, date(2026, 6, 15), successors=elm_again),
        signed(FARO, 40, date(2026, 4, 9), date(2027, 4, 8)),
        signed(GILL, 12, date(2022, 1, 1), date(2023, 12, 31)),
        signed(GILL, 10, date(2026, 6, 1), date(2027, 5, 31)),
    ]
    if elm_signs:
        terms.append(signed(ELM, 24, date(2026, 6, 16), date(2027, 6, 15), signed_on=date(2026, 7, 8)))
    return terms


def bridged(terms: list[Term], opening: date, closing: date, as_of: date) -> Bridge:
    return bridge(
        arr_on(terms, opening, as_of),
        arr_on(terms, closing, as_of),
        before=had_before(terms, opening, as_of),
        pending=pending_on(terms, opening, closing, as_of),
    )


def test_the_bridge_of_the_example() -> None:
    found = bridged(example(), MARCH, JUNE, JUNE)
    parts = [found.sum_of(kind) for kind in ("new", "expansion", "contraction", "churn")]
    assert [found.opening, *parts, found.closing] == [244, 50, 15, 15, 104, 190]
    assert (found.returned, found.pending, found.fx) == (10, 24, 0)


def test_retention_of_the_example() -> None:
    terms = example()
    kept = retention(arr_on(terms, date(2025, 6, 30), JUNE), arr_on(terms, JUNE, JUNE))
    assert kept.nrr and kept.grr and (kept.then, kept.now, kept.kept, kept.customers) == (244, 140, 125, 5)
    assert (kept.nrr.quantize(SIX), kept.grr.quantize(SIX)) == (D("0.573770"), D("0.512295"))


def test_elm_signs_late_and_the_past_quarter_knows_it() -> None:
    terms, later = example(elm_signs=True), date(2026, 7, 16)
    found = bridged(terms, MARCH, JUNE, later)
    assert (found.sum_of("churn"), found.closing, found.pending) == (80, 214, 0)
    kept = retention(arr_on(terms, date(2025, 6, 30), later), arr_on(terms, JUNE, later))
    assert kept.nrr and kept.grr
    assert (kept.nrr.quantize(SIX), kept.grr.quantize(SIX)) == (D("0.672131"), D("0.610656"))
    before = bridged(terms, MARCH, JUNE, date(2026, 7, 7))
    assert (before.closing, before.pending) == (190, 24)


def test_the_example_of_the_metrics_page() -> None:
    then, now = {1: D(100), 2: D(60), 3: D(40)}, {1: D(130), 2: D(45), 4: D(80)}
    found, kept = bridge(then, now), retention(then, now)
    assert [found.sum_of(kind) for kind in ("new", "expansion", "contraction", "churn")] == [80, 30, 15, 40]
    assert found.closing == 255 and (kept.nrr, kept.grr) == (D("0.875"), D("0.725"))


def test_nobody_then_has_no_rate() -> None:
    assert retention({}, {1: D(5)}).nrr is None and retention({1: D(0)}, {1: D(5)}).grr is None


def due_in_may() -> list[Due]:
    return [
        Due(date(2026, 5, 4), D(60), renewals=(Renewal(date(2026, 4, 20), D(75)),)),
        Due(date(2026, 5, 11), D(80), refused_on=date(2026, 4, 2)),
        Due(date(2026, 5, 25), D(30)),
    ]


@pytest.mark.parametrize(
    ("as_of", "counts", "rates"),
    [
        (date(2026, 6, 20), (1, 2, 1), ("0.500000", "0.428571", "0.535714")),
        (date(2026, 6, 24), (1, 2, 1), ("0.500000", "0.428571", "0.535714")),
        (date(2026, 6, 26), (1, 3, 0), ("0.333333", "0.352941", "0.441176")),
    ],
)
def test_the_renewal_rates_of_the_example(
    as_of: date, counts: tuple[int, int, int], rates: tuple[str, str, str]
) -> None:
    found = renewal_rates(due_in_may(), as_of)
    assert (found.renewed, found.decided, found.pending) == counts
    asked = (found.renewal_rate, found.renewal_rate_value, found.renewal_rate_net)
    assert tuple(str(rate.quantize(SIX)) for rate in asked if rate is not None) == rates


def test_the_last_day_of_grace_is_in() -> None:
    due = date(2026, 5, 25)
    on_the_last = Due(due, D(30), renewals=(Renewal(due + timedelta(days=30), D(30)),))
    after = Due(due, D(30), renewals=(Renewal(due + timedelta(days=31), D(30)),))
    later = date(2026, 12, 31)
    assert (on_the_last.outcome(later), after.outcome(later)) == ("renewed", "lost")


def test_a_split_renewal_adds_up_and_a_co_termed_one_is_shared() -> None:
    day = date(2026, 5, 1)
    split = Due(day, D(60), renewals=(Renewal(day, D(35)), Renewal(day, D(40))))
    assert split.renewed(day) == 75
    shared = [Due(day, D(60), renewals=(Renewal(day, D("75.00")),)), Due(day, D(20), renewals=(Renewal(day, D(25)),))]
    found = renewal_rates(shared, day)
    assert (found.due_value, found.kept_value, found.renewed_value) == (80, 80, 100)


def test_an_early_renewal_takes_over_on_its_first_day() -> None:
    old = signed(1, 30, date(2026, 1, 1), date(2026, 12, 31), successors=(Successor(date(2026, 7, 1), JUNE),))
    assert counted_through(old, JUNE) == JUNE
    assert counted_through(old, date(2026, 6, 29)) == date(2026, 12, 31)


def test_a_win_back_after_grace_leaves_a_hole() -> None:
    old = signed(
        1, 30, date(2025, 6, 1), date(2026, 5, 31), successors=(Successor(date(2026, 6, 1), date(2026, 7, 1)),)
    )
    again = signed(1, 30, date(2026, 6, 1), date(2027, 5, 31), signed_on=date(2026, 7, 1))
    assert counted_through(old, date(2026, 8, 1)) == date(2026, 5, 31)
    # The signature is late, the contract itself runs from June: its own first day is what counts.
    assert arr_on([old, again], JUNE, date(2026, 8, 1)) == {1: 30}


def test_terminated_counts_its_last_day() -> None:
    ended = signed(1, 30, date(2026, 1, 1), date(2026, 12, 31), terminated_on=MARCH)
    assert arr_on([ended], MARCH, JUNE) == {1: 30} and arr_on([ended], MARCH + DAY, JUNE) == {}
    assert pending_on([ended], MARCH, JUNE, JUNE) == {}


def random_book(rng: Random) -> list[Term]:
    start, terms = date(2024, 1, 1), []
    for customer in range(rng.randint(1, 12)):
        first = start + timedelta(days=rng.randint(0, 500))
        for _ in range(rng.randint(1, 4)):
            last = first + timedelta(days=rng.choice((30, 180, 364, 365, 729)))
            follows = last + timedelta(days=rng.randint(-40, 70))
            signs = last + timedelta(days=rng.randint(-60, 60))
            successors = (Successor(follows, signs),) if rng.random() < 0.7 and follows > first else ()
            terms.append(
                signed(
                    customer,
                    rng.randint(0, 90) * 1000,
                    first,
                    last,
                    signed_on=first - timedelta(days=rng.randint(-20, 30)),
                    refused_on=last - timedelta(days=9) if rng.random() < 0.2 else None,
                    terminated_on=first + timedelta(days=rng.randint(0, 300)) if rng.random() < 0.1 else None,
                    successors=successors,
                )
            )
            first = follows if successors else last + timedelta(days=rng.randint(1, 200))
    return terms


def test_a_thousand_random_books_add_up_and_chain() -> None:
    rng = Random(26)
    for _ in range(1000):
        book, as_of = random_book(rng), date(2027, 1, 1) - timedelta(days=rng.randint(0, 300))
        days = sorted(date(2024, 6, 1) + timedelta(days=rng.randint(0, 900)) for _ in range(3))
        bridges = [bridged(book, days[0], days[1], as_of), bridged(book, days[1], days[2], as_of)]
        for one in bridges:
            up = one.opening + one.fx + one.sum_of("new") + one.sum_of("expansion")
            assert up - one.sum_of("contraction") - one.sum_of("churn") == one.closing
            assert one.returned <= one.sum_of("new")
            assert one.pending <= one.sum_of("contraction") + one.sum_of("churn") + growth_of_pending(one)
        assert bridges[0].closing == bridges[1].opening
        whole = bridged(book, days[0], days[2], as_of)
        assert whole.closing - whole.opening == sum(one.closing - one.opening for one in bridges)


def growth_of_pending(one: Bridge) -> D:
    """Who lost one contract undecided and won another in the same days shows the balance of both."""
    return sum((move.pending for move in one.moves if move.change > -move.pending), D(0))


def test_a_change_of_rate_is_its_own_bar() -> None:
    found = bridge({1: D(110), 2: D(20)}, {1: D(126)}, restated={1: D(105), 2: D(20)})
    assert (found.opening, found.fx, found.sum_of("expansion"), found.sum_of("churn")) == (130, -5, 21, 20)
    assert found.opening + found.fx + 21 - 20 == found.closing


@pytest.mark.parametrize(
    ("last", "days", "by"),
    [
        (date(2026, 5, 31), 30, date(2026, 5, 1)),
        (date(2026, 3, 31), 31, date(2026, 2, 28)),
        (date(2024, 3, 31), 31, date(2024, 2, 29)),
        (date(2024, 2, 29), 60, date(2023, 12, 31)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2027, 1, 31), 90, date(2026, 11, 2)),
    ],
)
def test_notice_days_over_month_ends_and_leap_days(last: date, days: int, by: date) -> None:
    assert notice_by(last, days) == by and renews_itself_on(by) == by + DAY


def test_the_task_falls_on_the_working_day_before_and_the_legal_day_stays() -> None:
    sunday = notice_by(date(2026, 6, 30), 30)
    assert sunday == date(2026, 5, 31) and task_for(sunday, OFFICE).due_on == date(2026, 5, 29)
    # 30 days before is Friday 1 May.
    assert task_for(sunday, OFFICE).raised_on == date(2026, 5, 1)


def test_a_holiday_is_no_working_day_of_a_task() -> None:
    labour_day = replace(OFFICE, holidays=frozenset({date(2026, 5, 1), date(2026, 5, 29)}))
    task = task_for(date(2026, 5, 31), labour_day)
    assert (task.raised_on, task.due_on) == (date(2026, 4, 30), date(2026, 5, 28))
    assert raised_through(date(2026, 4, 30), labour_day) == date(2026, 6, 2)


def test_what_is_raised_by_today_is_what_its_task_says() -> None:
    rng = Random(3)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(500)]
    holidays = replace(OFFICE, holidays=frozenset(rng.sample(days, 60)))
    for today, time in [(day, time) for day in days[:400] for time in (OFFICE, holidays)]:
        through = raised_through(today, time)
        assert task_for(through, time).raised_on <= today < task_for(through + DAY, time).raised_on


def test_terms_over_month_ends_and_leap_days() -> None:
    assert term_end(date(2026, 1, 31), 1) == date(2026, 3, 1)
    assert term_end(date(2024, 2, 29), 12) == date(2025, 3, 1)
    assert term_end(date(2025, 3, 1), 12) == date(2026, 3, 1)
    assert term_end(date(2026, 1, 15), 24) == date(2028, 1, 15)
    assert whole_months(date(2024, 2, 29), date(2025, 3, 1)) == 12
    assert whole_months(date(2026, 1, 1), date(2026, 12, 31)) is None
    assert whole_months(date(2026, 5, 1), date(2026, 5, 2)) is None


def test_every_term_is_read_back_as_its_months() -> None:
    for number in range(800):
        start = date(2023, 12, 20) + timedelta(days=number)
        for months in (1, 2, 6, 12, 13, 36):
            assert whole_months(start, term_end(start, months)) == months


def test_yearly_values_are_rounded_half_up_once() -> None:
    assert yearly_value(D(30000), date(2026, 1, 1), date(2028, 1, 1)) == 15000
    assert yearly_value(D(100), date(2026, 1, 1), date(2026, 8, 1)) == D("171.43")
    assert yearly_value(D(100), date(2026, 1, 1), date(2026, 1, 31)) == D("1216.67")
    assert compared_value(D(30000), date(2026, 1, 1), date(2028, 1, 1)) == 15000
    assert compared_value(D(9000), date(2026, 1, 1), date(2026, 7, 1)) == 9000


@pytest.mark.parametrize(
    ("compared", "old", "new", "value"),
    [(12000, 12, 6, 6000), (6000, 6, 12, 12000), (15000, 24, 6, 7500), (15000, 24, 24, 30000), (9000, 6, 6, 9000)],
)
def test_a_renewal_for_another_term_goes_on_at_the_same_price(compared: int, old: int, new: int, value: int) -> None:
    start = date(2026, 1, 1)
    assert renewed_value(D(compared), start, term_end(start, old), new) == value


def test_a_renewal_of_no_whole_months_goes_on_by_its_days() -> None:
    assert renewed_value(D(73), date(2026, 1, 1), date(2026, 3, 15), 12) == 365


def test_a_short_month_does_not_move_what_recurs() -> None:
    series = [date(2026, 1, 31)]
    while len(series) < 5:
        series.append(next_due(series[-1], series, 1))
    assert [day.day for day in series] == [31, 28, 31, 30, 31]
    # Moved by hand, it counts from there; another series of the same name has no say in it.
    assert next_due(date(2026, 3, 10), series, 1) == date(2026, 4, 10)
    assert next_due(date(2026, 2, 28), [date(2026, 1, 5), date(2026, 1, 31)], 1) == date(2026, 3, 31)
    assert next_due(date(2028, 2, 29), [date(2027, 11, 30), date(2028, 2, 29)], 3) == date(2028, 5, 30)
