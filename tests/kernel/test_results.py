"""Ratios, roll-ups and the numbers that leave the product (metrics.md G3, G4, G10, G16)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from salesops.kernel.metrics import Unit
from salesops.kernel.results import Result, change, output, plain, ratio, roll_up

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def win_rate(won: int, closed: int, **more: object) -> Result:
    facts: dict[str, object] = {"as_of": NOW, "fresh_as_of": NOW, **more}
    value = ratio(Decimal(won), Decimal(closed))
    return Result("win_rate", 1, Unit.RATIO, value, Decimal(won), Decimal(closed), closed, **facts)  # type: ignore[arg-type]


def test_ratios_roll_up_as_sums() -> None:
    team = roll_up([win_rate(3, 4), win_rate(2, 16)])
    assert (team.value, team.numerator, team.denominator, team.n) == (Decimal("0.25"), 5, 20, 20)


def test_a_zero_denominator_is_null_with_its_parts() -> None:
    week = roll_up([win_rate(0, 0)])
    assert (week.value, week.numerator, week.denominator, week.reason) == (None, 0, 0, "zero_denominator")


def test_a_roll_up_keeps_what_was_left_out_and_the_oldest_freshness() -> None:
    earlier = datetime(2026, 11, 20, tzinfo=UTC)
    total = roll_up(
        [
            win_rate(1, 2, excluded={"duplicate": 2}, pending=1, flags=("immature",)),
            win_rate(1, 2, excluded={"duplicate": 1}, fresh_as_of=earlier, flags=("immature", "incomplete")),
        ]
    )
    assert total.excluded == {"duplicate": 3}
    assert (total.pending, total.flags, total.fresh_as_of) == (1, ("immature", "incomplete"), earlier)


def test_nothing_to_roll_up_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="nothing"):
        roll_up([])


@pytest.mark.parametrize(
    ("value", "unit", "currency", "text"),
    [
        (Decimal("0.25"), Unit.RATIO, None, "0.250000"),
        (Decimal(2) / 3, Unit.RATIO, None, "0.666667"),
        (Decimal("36.685"), Unit.MONEY, "USD", "36.69"),
        (Decimal("-0.005"), Unit.MONEY, "USD", "-0.01"),
        (Decimal("1250.5"), Unit.MONEY, "JPY", "1251"),
        (Decimal("1.2345"), Unit.MONEY, "KWD", "1.235"),
        (Decimal("7"), Unit.COUNT, None, 7),
        (Decimal("26"), Unit.DAYS, None, "26.000000"),
        (None, Unit.RATIO, None, None),
    ],
)
def test_numbers_are_rounded_half_up_once_at_output(
    value: Decimal | None, unit: Unit, currency: str | None, text: str | int | None
) -> None:
    assert output(value, unit, currency) == text


def test_parts_are_shown_without_exponent_or_trailing_zeros() -> None:
    assert [plain(Decimal(text)) for text in ("10500.50", "1E+3", "0", "100")] == ["10500.5", "1000", "0", "100"]


def test_change_on_nothing_or_on_a_negative_base_is_null() -> None:
    assert change(Decimal(120), Decimal(100)) == Decimal("0.2")
    assert [change(Decimal(1), base) for base in (None, Decimal(0), Decimal(-5))] == [None, None, None]
    assert change(None, Decimal(5)) is None


def test_a_result_leaves_as_strings_and_nulls() -> None:
    shown = win_rate(0, 0, reason="zero_denominator", group=("kim", None)).as_text()
    assert (shown["value"], shown["numerator"], shown["group"]) == (None, "0", ["kim", None])
