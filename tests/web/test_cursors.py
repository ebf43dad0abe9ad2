"""Pages by keyset show each row once, in both directions, with values missing and equal."""

from collections.abc import Callable
from itertools import chain, product

import pytest
from django.db.models import F

from salesops.web.cursors import Keyset, Level
from salesops.web.errors import NotUnderstood
from tests.web.things import A_DAY, Thing, make

pytestmark = pytest.mark.usefixtures("things")


def keyset(down_amount: bool = False, down_name: bool = False) -> Keyset:
    return Keyset(
        "test",
        [
            Level("amount", F("amount"), down_amount),
            Level("name", F("name"), down_name, nullable=False),
            Level("id", F("pk"), nullable=False),
        ],
    )


def fill() -> None:
    for amount, name, _twice in product(["5", "5.0001", None, "-3"], ["b", "Ärger", "a", ""], range(2)):
        make(name, amount, close=A_DAY)


def walk(order: Keyset, step: Callable[[object], str | None], start: str | None = None) -> list[list[int]]:
    pages, cursor = [], start
    while True:
        page = order.page(Thing.objects.all(), cursor, 5)
        pages.append([row.pk for row in page.rows])
        cursor = step(page)
        if cursor is None:
            return pages


@pytest.mark.parametrize(("down_amount", "down_name"), list(product([False, True], repeat=2)))
def test_forwards_then_backwards_shows_every_row_once_in_order(down_amount: bool, down_name: bool) -> None:
    fill()
    order = keyset(down_amount, down_name)
    everything = [row.pk for row in order.ordered(Thing.objects.all())]
    forwards = walk(order, lambda page: page.next)
    assert list(chain.from_iterable(forwards)) == everything
    last = None
    while (page := order.page(Thing.objects.all(), last, 5)).next:
        last = page.next
    backwards = walk(order, lambda page: page.previous, last)
    assert list(chain.from_iterable(reversed(backwards))) == everything


def test_rows_without_a_value_come_last_in_both_directions() -> None:
    fill()
    for down in (False, True):
        amounts = [row.amount for row in keyset(down).ordered(Thing.objects.all())]
        assert all(amount is None for amount in amounts[-8:])
        assert all(amount is not None for amount in amounts[:-8])


def test_the_position_is_known_without_counting() -> None:
    fill()
    order = keyset()
    second = order.page(Thing.objects.all(), order.page(Thing.objects.all(), None, 5).next, 5)
    third = order.page(Thing.objects.all(), second.next, 5)
    assert (second.position, third.position) == (5, 10)
    assert order.page(Thing.objects.all(), third.previous, 5).position == 5
    assert order.page(Thing.objects.all(), second.previous, 5).position == 0


def test_a_row_inserted_before_the_page_moves_nothing() -> None:
    fill()
    order = keyset()
    first = order.page(Thing.objects.all(), None, 5)
    expected = [row.pk for row in order.page(Thing.objects.all(), first.next, 5).rows]
    make("!", "-100")
    assert [row.pk for row in order.page(Thing.objects.all(), first.next, 5).rows] == expected


@pytest.mark.parametrize("forged", ["x", "eyJhIjoxfQ:1a:b", "\u00e9", "a" * 5000, "null"])
def test_a_forged_cursor_is_not_understood(forged: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        keyset().page(Thing.objects.all(), forged, 5)
    assert refused.value.code == "bad_cursor"


def test_a_cursor_of_another_list_or_ordering_is_not_understood() -> None:
    fill()
    text = keyset().page(Thing.objects.all(), None, 5).next
    for other in (keyset(True), Keyset("other", keyset().levels)):
        with pytest.raises(NotUnderstood):
            other.page(Thing.objects.all(), text, 5)
