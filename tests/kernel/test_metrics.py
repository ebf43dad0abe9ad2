"""Declarations that cannot be answered are refused when they are written, not when somebody looks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from salesops.kernel.errors import Refused
from salesops.kernel.grain import DIMENSIONS, TODAY, Ask, Columns, Dimension, Filter, grain
from salesops.kernel.metrics import Measure, Metric, Select, Unit
from salesops.kernel.moments import AsOf
from salesops.kernel.scope import EVERYTHING, NOTHING, Scope

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
DEALS = Columns("test_deal", record="o.id", owner="o.credit_owner_id", day="o.closed_day", closed=True)


def ask(**more: Any) -> Ask:
    facts = {"start": date(2026, 10, 1), "end": date(2027, 1, 1), "zone": ZoneInfo("Europe/Berlin"), "currency": "EUR"}
    return Ask(**{"scope": EVERYTHING, "as_of": AsOf(NOW), **facts, **more})


@pytest.fixture(autouse=True)
def stage_dimension() -> None:
    DIMENSIONS.register("test_stage", STAGE)
    DIMENSIONS.register("test_country", COUNTRY)


STAGE = Dimension("test_stage", "Stage", "o.stage_id", frozenset({"test_deal"}))
COUNTRY = Dimension(
    "test_country",
    "Country",
    "place.country",
    frozenset({"test_deal"}),
    join="LEFT JOIN place ON place.person_id = {owner} AND place.during @> {day}",
)


def metric(**parts: Any) -> Metric:
    words = {"label": "Win rate", "question": "How often do we win?", "plain_words": "Won of won and lost"}
    return Metric("win_rate", 1, owner="pipeline", unit=Unit.RATIO, good="up", **words, **parts)


def test_a_ratio_needs_both_parts_and_a_derived_metric_its_formula() -> None:
    assert metric(kind="ratio", numerator="won", denominator="closed").kind == "ratio"
    for kind, parts in (("ratio", {"numerator": "won"}), ("derived", {"inputs": ("win_rate",)}), ("simple", {})):
        with pytest.raises(ValueError, match="win_rate"):
            metric(kind=kind, **parts)


def test_the_specification_holds_words_as_text_and_no_code() -> None:
    spec = metric(kind="derived", inputs=("won",), expression=lambda values: Decimal(1)).specification()
    assert spec["label"] == "Win rate"
    assert "expression" not in spec


def test_known_at_is_refused_where_no_versions_are_kept() -> None:
    measure = Measure("new_leads", 1, "lead", lambda asked: Select("SELECT 1"), "events", "sum", Unit.COUNT)
    assert measure.rows(ask()).sql == "SELECT 1"
    with pytest.raises(Refused) as refusal:
        measure.rows(ask(known_at=NOW))
    assert (refusal.value.code, refusal.value.facts) == ("no_history", {"measure": "new_leads"})


def test_a_select_carries_only_the_parameters_it_names() -> None:
    cut = ask(scope=Scope(spans=((7, None, date(2030, 1, 1)),))).cut(DEALS)
    select = Select.of(
        f"SELECT 1 {cut.join} WHERE {cut.where} AND d >= %(start)s AND x = %(limit)s", ask(), cut, limit=5
    )
    assert set(select.params) == {"scope_person", "scope_from", "scope_to", "start", "limit"}


def test_one_parameter_with_two_values_is_an_error() -> None:
    with pytest.raises(ValueError, match="start"):
        Select.of("SELECT %(start)s", ask(), start=date(2020, 1, 1))


def test_two_selects_stand_in_one_query_under_prefixes() -> None:
    renamed = Select("SELECT '5 %%' WHERE d >= %(start)s", {"start": 1}).named("num_")
    assert renamed == Select("SELECT '5 %%' WHERE d >= %(num_start)s", {"num_start": 1})


def test_as_of_day_is_the_day_of_the_organisation() -> None:
    assert ask().params()["as_of_day"] == date(2026, 11, 22)
    assert ask().params()["from_at"] == datetime(2026, 9, 30, 22, tzinfo=UTC)


def test_rows_stand_at_the_event_day_unless_another_view_is_asked() -> None:
    assert ask().placed(DEALS).day == "o.closed_day"
    assert ask(attribution="current").placed(DEALS).day == "%(as_of_day)s::date"
    assert ask(won_follows="person").placed(DEALS).day == "%(as_of_day)s::date"
    created = Columns("test_deal", "o.id", "o.owner_id", "o.created_day")
    assert ask(won_follows="person").placed(created).day == "o.created_day"


def test_a_snapshot_and_a_period_need_no_days_of_people_who_stayed() -> None:
    scope = Scope(spans=((7, date(2026, 10, 1), None),))
    assert ask(scope=scope, attribution="current").cut(DEALS).join == ""
    assert ask(scope=scope).cut(Columns("test_deal", "o.id", "o.owner_id", TODAY)).join == ""
    assert ask(scope=scope).cut(replace(DEALS, in_period=True)).join == ""
    assert "from_day" in ask(scope=scope).cut(DEALS).join


def test_dimensions_bring_their_join_at_the_day_of_the_row() -> None:
    cut = grain(ask(dims=("test_country", "test_stage")), DEALS)
    assert cut.columns == ", place.country AS dim_test_country, o.stage_id AS dim_test_stage"
    assert cut.join.endswith("place.person_id = o.credit_owner_id AND place.during @> o.closed_day")


def test_filters_are_bound_and_know_the_empty_bucket() -> None:
    cut = grain(ask(filters=(Filter("test_stage", ("4", "(none)")), Filter("test_stage", ("9",), exclude=True))), DEALS)
    assert cut.where == (
        "TRUE AND ((o.stage_id)::text = ANY(%(filter_0)s::text[]) OR (o.stage_id) IS NULL)"
        " AND ((o.stage_id)::text = ANY(%(filter_1)s::text[])) IS NOT TRUE"
    )
    assert cut.params == {"filter_0": ["4"], "filter_1": ["9"]}


def test_an_unknown_dimension_lists_the_allowed_ones() -> None:
    with pytest.raises(Refused) as refusal:
        grain(ask(dims=("shoe_size",)), DEALS)
    assert refusal.value.code == "bad_dimension"
    assert refusal.value.facts["allowed"] == ["test_country", "test_stage"]


def test_a_focus_narrows_the_scope_and_never_widens_it() -> None:
    cut = ask(scope=Scope.of_people([7]), focus=Scope.of_people([7, 8])).cut(DEALS)
    assert cut.where == (
        "o.credit_owner_id = ANY(%(scope_person)s::bigint[]) AND o.credit_owner_id = ANY(%(focus_person)s::bigint[])"
    )
    assert (cut.params["scope_person"], cut.params["focus_person"]) == ([7], [7, 8])
    assert NOTHING.is_empty and not EVERYTHING.is_empty
