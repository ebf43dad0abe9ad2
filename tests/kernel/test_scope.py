"""A scope on plain values. Its SQL is compared with this in tests/db/test_scope_sql.py."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from salesops.kernel.scope import EVERYTHING, NOTHING, Scope, Span

DAY = st.dates(date(2026, 1, 1), date(2026, 2, 28))
SPANS = st.lists(st.tuples(st.integers(1, 3), st.none() | DAY, st.none() | DAY), max_size=8)


def test_a_person_is_seen_from_the_first_day_until_before_the_last() -> None:
    scope = Scope(spans=((7, date(2026, 4, 1), date(2026, 5, 1)),))
    assert [scope.sees(7, date(2026, month, day)) for month, day in ((3, 31), (4, 1), (4, 30), (5, 1))] == [
        False,
        True,
        True,
        False,
    ]


def test_members_see_their_record_whoever_owns_it() -> None:
    scope = Scope(record_ids={"opportunity": (40,)})
    assert scope.sees(99, date(2026, 1, 1), kind="opportunity", record=40)
    assert not scope.sees(99, date(2026, 1, 1), kind="lead", record=40)


def test_nothing_and_everything() -> None:
    assert not NOTHING.sees(7, date(2026, 1, 1))
    assert EVERYTHING.sees(None, date(2026, 1, 1))


@given(SPANS, DAY, st.integers(1, 3))
def test_joining_spans_changes_nobodys_view_and_leaves_one_a_day(spans: list[Span], day: date, person: int) -> None:
    scope = Scope(spans=tuple(spans))
    seen = any(who == person and (a is None or a <= day) and (b is None or day < b) for who, a, b in spans)
    assert scope.sees(person, day) == seen
    holding = [1 for who, a, b in scope.spans if who == person and (a is None or a <= day) and (b is None or day < b)]
    assert len(holding) <= 1
