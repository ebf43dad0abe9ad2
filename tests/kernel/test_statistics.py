"""Survival and percentiles against hand-worked numbers (metrics.md 2)."""

from decimal import Decimal
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from salesops.kernel.statistics import Observation, kaplan_meier, median_survival, percentile


def closed(*times: int) -> list[Observation]:
    return [Observation(Decimal(time), True) for time in times]


def still_open(*times: int) -> list[Observation]:
    return [Observation(Decimal(time), False) for time in times]


def test_the_worked_median_counts_the_open_ones() -> None:
    observations = closed(8, 14, 26) + still_open(20, 33, 40)
    steps = kaplan_meier(observations)
    assert [f"{float(step.survival):.6f}" for step in steps] == ["0.833333", "0.666667", "0.444444"]
    assert [step.at_risk for step in steps] == [6, 5, 3]
    assert median_survival(observations) == 26


def test_half_not_reached_has_no_median() -> None:
    assert median_survival(closed(9) + still_open(20, 22, 28)) is None
    assert median_survival([]) is None


def test_one_censored_at_the_time_of_an_event_was_at_risk() -> None:
    assert median_survival(closed(5) + still_open(5)) == 5


def test_a_product_of_thirds_that_is_exactly_half_counts() -> None:
    observations = closed(1, 2) + still_open(1) + closed(9, 9, 9)[:2]
    assert kaplan_meier(closed(1) + closed(3, 4) + still_open(9, 9, 9))[2].survival == 0.5
    assert median_survival(closed(1, 3, 4) + still_open(9, 9, 9)) == 4
    assert median_survival(observations) == 9


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40))
def test_without_censoring_it_is_the_lower_median(times: list[int]) -> None:
    ordered = sorted(times)
    assert median_survival(closed(*times)) == ordered[(len(ordered) - 1) // 2]


@given(st.lists(st.integers(-999, 999), min_size=1, max_size=40))
def test_the_median_is_percentile_50(values: list[int]) -> None:
    assert percentile([Decimal(value) for value in values], Decimal("0.5")) == Decimal(str(median(values)))


def test_percentiles_lie_between_neighbours() -> None:
    assert percentile([Decimal(10), Decimal(20), Decimal(40)], Decimal("0.9")) == Decimal("36")
    assert percentile([], Decimal("0.5")) is None
