"""The worked rows of docs/algorithms/money.md."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.kernel.money import Money, allocate, round_half_up


def convert(amount: str, rate: str, to: str = "USD") -> Decimal:
    return Money(Decimal(amount), "GBP").convert(Decimal(rate), to).amount


def test_conversion_rounds_each_row_half_up_and_then_sums() -> None:
    assert convert("10.005", "1.25") == Decimal("12.51")
    assert convert("1.01", "0.5") * 2 == Decimal("1.02")
    assert convert("33.35", "1.1") * 2 == Decimal("73.38")
    assert (convert("1000.4", "1.25", "JPY"), convert("0.9876", "1.25", "KWD")) == (1251, Decimal("1.235"))


def test_two_currencies_are_not_added() -> None:
    assert Money(Decimal(1), "EUR") + Money(Decimal(2), "EUR") == Money(Decimal(3), "EUR")
    with pytest.raises(ValueError, match="USD and EUR"):
        Money(Decimal(1), "USD") + Money(Decimal(1), "EUR")


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("250.01", (1, 1, 1), ("83.34", "83.34", "83.33")),
        ("-250.01", (1, 1, 1), ("-83.34", "-83.34", "-83.33")),
        ("100", (0, 1), ("0.00", "100.00")),
        ("0.01", (1, 1), ("0.01", "0.00")),
    ],
)
def test_parts_by_largest_fraction(amount: str, weights: tuple[int, ...], parts: tuple[str, ...]) -> None:
    assert allocate(Decimal(amount), [Decimal(weight) for weight in weights]) == [Decimal(part) for part in parts]


def test_weights_that_cannot_be_shared_are_refused() -> None:
    assert allocate(Decimal(5), []) == []
    for weights in ([Decimal(0)], [Decimal(-1), Decimal(2)]):
        with pytest.raises(ValueError, match="weights"):
            allocate(Decimal(5), weights)


@given(
    st.decimals(-(10**9), 10**9, places=2), st.lists(st.integers(0, 100), min_size=1, max_size=12), st.integers(0, 11)
)
def test_parts_add_up_and_none_is_a_unit_off(amount: Decimal, weights: list[int], extra: int) -> None:
    shares = [Decimal(weight) for weight in (*weights, extra + 1)]
    parts = allocate(amount, shares)
    assert sum(parts) == amount
    total = sum(shares)
    assert all(abs(part - amount * share / total) <= Decimal("0.01") for part, share in zip(parts, shares, strict=True))


@given(st.decimals(-1000, 1000, places=4))
def test_rounding_is_symmetric(amount: Decimal) -> None:
    assert round_half_up(-amount) == -round_half_up(amount)
