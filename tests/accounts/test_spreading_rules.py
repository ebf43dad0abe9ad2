"""Open work spread over several people by load (accounts-desk.md A-5)."""

from decimal import Decimal
from random import Random

import pytest

from accounts.rules.people_changes import BookChoice, Choices, choices_from
from accounts.rules.spreading import Receiver, by_load

ANA, BO = Receiver(1, "Ana", 4), Receiver(2, "Bo", 6)


def test_five_accounts_between_ana_and_bo() -> None:
    given = by_load([(key, Decimal(0)) for key in range(5)], [ANA, BO])
    assert [receiver for _row, receiver in given] == [1, 1, 1, 2, 1]


def test_the_largest_goes_first_and_half_a_workload_takes_half() -> None:
    rows = [(1, Decimal(10)), (2, Decimal(99)), (3, Decimal(50))]
    assert by_load(rows, [ANA])[0] == (2, 1)
    # 0 / 0.5 against 1 / 1, then 1 / 0.5 = 2 against 1: one for the half, the others for the whole.
    half, whole = Receiver(1, "Ana", 0, Decimal("0.5")), Receiver(2, "Bo", 1)
    assert [receiver for _row, receiver in by_load(rows, [half, whole])] == [1, 2, 1]


@pytest.mark.parametrize("seed", range(5))
def test_everything_is_given_once_and_loads_end_level(seed: int) -> None:
    rng = Random(seed)
    people = [Receiver(key, f"P{key}", rng.randint(0, 9)) for key in range(4)]
    rows = [(key, Decimal(rng.randint(0, 500))) for key in range(60)]
    given = by_load(rows, people)
    assert sorted(row for row, _receiver in given) == [row for row, _size in rows]
    ends = [one.load + sum(receiver == one.key for _row, receiver in given) for one in people]
    assert max(ends) - min(ends) <= 1


def test_choices_come_back_as_they_were_stored() -> None:
    from datetime import date

    asked = Choices(
        last_day=date(2026, 8, 31), exit_kind="voluntary", regretted=False, books={"deals": BookChoice("give", ("u",))}
    )
    assert choices_from(asked.stored()) == asked
    assert asked.effective == date(2026, 9, 1)
