"""Filters read from a query string: typed, allow-listed, and literal whatever is written in them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import QueryDict

from salesops.web.errors import NotUnderstood
from salesops.web.filters import Asking, apply_criteria, read_criteria, refuse_unknown, usable
from tests.web.things import FILTERS, make, visible_to

pytestmark = pytest.mark.usefixtures("things")


def found(query: str, asking: Asking) -> list[str]:
    params = QueryDict(query)
    refuse_unknown(params, [name for item in usable(FILTERS, asking.viewer) for name in item.parameters()])
    rows = apply_criteria(visible_to(asking.viewer), read_criteria(FILTERS, params, asking))
    return sorted(rows.values_list("name", flat=True))


@pytest.fixture
def three(things: None) -> None:
    make("Crestline", "100", close=date(2026, 11, 20), stage="open", seen_at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    make("Halyard", "184000", close=date(2027, 1, 2), stage="won", seen_at=datetime(2026, 11, 20, 22, 30, tzinfo=UTC))
    make("Orchard", None, close=None, stage="lost", seen_at=datetime(2026, 11, 19, tzinfo=UTC))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Crestline", "Halyard", "Orchard"]),
        ("stage=open&stage=won", ["Crestline", "Halyard"]),
        ("stage_not=open", ["Halyard", "Orchard"]),
        ("name=STL", ["Crestline"]),
        ("amount_min=184k", ["Halyard"]),
        ("amount_max=100", ["Crestline"]),
        ("amount_empty=1", ["Orchard"]),
        ("amount_empty=0", ["Crestline", "Halyard"]),
        ("close=this_quarter", ["Crestline"]),
        ("close_from=2026-11-21", ["Halyard"]),
        ("close_to=2026-11-20", ["Crestline"]),
        ("close=past", ["Crestline"]),
        # 23:30 UTC is the next day in Vienna.
        ("seen=2026-11-21", ["Crestline"]),
        ("seen=yesterday", ["Halyard"]),
        ("thing=00000000-0000-0000-0000-000000000000", []),
        ("name=%27%3B+DROP+TABLE+x%3B--", []),
        ("name=%25", []),
    ],
)
def test_a_filter_cuts_the_rows(query: str, names: list[str], three: None, asking: Asking) -> None:
    assert found(query, asking) == names


@pytest.mark.parametrize(
    "query",
    [
        "stage=1%3D1",
        "amount=NaN",
        "amount_min=1e400",
        "amount=1,000",
        "close=31+Feb",
        "thing=1+OR+1%3D1",
        "name=a%00",
        "close=a&close=b",
        "amount_empty=maybe",
        "name=" + "x" * 301,
        "thing=me%27",
    ],
)
def test_a_value_that_means_nothing_names_its_field(query: str, three: None, asking: Asking) -> None:
    with pytest.raises(NotUnderstood) as refused:
        found(query, asking)
    assert refused.value.code == "bad_filter"
    assert list(refused.value.fields) == [query.split("=")[0]]


@pytest.mark.parametrize("query", ["owner=1", "name__contains=a", "secret=a", "amount__gt=1", "stage_max=1"])
def test_an_unknown_or_hidden_field_is_not_understood(query: str, three: None, asking: Asking) -> None:
    with pytest.raises(NotUnderstood) as refused:
        found(query, asking)
    assert refused.value.code == "unknown_parameter"


def test_who_may_see_a_field_may_filter_by_it(three: None, asking: Asking, viewer: Any) -> None:
    viewer.title = "Boss"
    assert found("secret=a", asking) == []
