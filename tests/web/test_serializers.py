"""Nested and related records: cut by somebody's scope, or not written at all (platform.md 6 rows 1 and 4)."""

from types import SimpleNamespace
from typing import Any

import pytest
from rest_framework import serializers

from salesops.db.scoped import UnscopedQueryset
from salesops.web.api.fields import RecordField
from salesops.web.api.problems import flatten
from salesops.web.api.serializers import ScopedModelSerializer, StrictSerializer
from tests.web.things import Thing, ThingSerializer, make, visible_to

pytestmark = pytest.mark.usefixtures("things")


class Basket(StrictSerializer):
    things = ThingSerializer(many=True, read_only=True)
    main = RecordField(rows=visible_to)


class ThingModel(ScopedModelSerializer):
    class Meta:
        model = Thing
        fields = ("name",)


def basket(viewer: Any, **data: Any) -> Basket:
    return Basket(data=data, context={"request": SimpleNamespace(user=viewer)})


@pytest.mark.parametrize("rows", [Thing.objects, Thing.objects.all(), Thing.objects.filter(name="a")])
def test_a_nested_list_nobody_cut_is_refused(rows: Any) -> None:
    with pytest.raises(UnscopedQueryset):
        _data = Basket(SimpleNamespace(things=rows, main=make("a"))).data


def test_a_nested_list_of_ones_own_scope_is_written(viewer: Any) -> None:
    main = make("a")
    data = Basket(SimpleNamespace(things=visible_to(viewer), main=main)).data
    assert [thing["name"] for thing in data["things"]] == ["a"]
    assert data["main"] == str(main.uid)


def test_a_model_serializer_refuses_too() -> None:
    with pytest.raises(UnscopedQueryset):
        _data = ThingModel(Thing.objects.all(), many=True).data


def test_a_record_is_named_by_its_uid(viewer: Any) -> None:
    thing = make("a")
    written = basket(viewer, main=str(thing.uid))
    assert written.is_valid()
    assert written.validated_data["main"] == thing


@pytest.mark.parametrize("name", ["hidden", "unknown", "' OR 1=1", 7, None, ["x"]])
def test_a_record_out_of_scope_is_not_found_as_an_unknown_one(name: Any, viewer: Any) -> None:
    hidden = make("Other team", stage="hidden")
    named = {"hidden": str(hidden.uid), "unknown": "00000000-0000-0000-0000-000000000000"}.get(str(name), name)
    refused = basket(viewer, main=named)
    assert not refused.is_valid()
    assert list(refused.errors) == ["main"]
    if isinstance(name, str):
        assert refused.errors["main"][0].code == "record_unknown"


def test_errors_are_flat() -> None:
    detail = {"lines": [{}, {"amount": ["Too many."]}], "non_field_errors": ["Odd."], "name": ["Short.", "Empty."]}
    assert flatten(detail) == {"lines.1.amount": "Too many.", "": "Odd.", "name": "Short. Empty."}
    with pytest.raises(serializers.ValidationError):
        ThingSerializer(data={}).is_valid(raise_exception=True)
