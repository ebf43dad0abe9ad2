"""Stretches of days, and the serializers that several resources share."""

from typing import Any, cast

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.access import visible_customers, visible_people, visible_teams
from accounts.models import User
from accounts.products import products
from salesops.web.api.fields import RecordField
from salesops.web.api.serializers import StrictSerializer


class StartField(serializers.DateField):
    """The first day of a range of days; null is without a start."""

    def get_attribute(self, instance: Any) -> Any:
        return getattr(instance, self.source_attrs[0]).lower


class EndField(serializers.DateField):
    """The first day after a range of days; null is without an end."""

    def get_attribute(self, instance: Any) -> Any:
        return getattr(instance, self.source_attrs[0]).upper


class ProductField(serializers.UUIDField):
    """The id of a product that is sold here, also of a retired one."""

    default_error_messages = {"does_not_exist": gettext_lazy("There is no such product.")}

    def to_internal_value(self, data: Any) -> Any:
        uid = super().to_internal_value(data)
        # Once a body, however many lines name one.
        context = cast("dict[str, Any]", self.context)
        if "products" not in context:
            context["products"] = products()
        if uid not in context["products"]:
            self.fail("does_not_exist")
        return uid


def person_field(**options: Any) -> RecordField:
    return RecordField(rows=visible_people, **options)


def customer_field(**options: Any) -> RecordField:
    return RecordField(rows=visible_customers, **options)


def team_field(**options: Any) -> RecordField:
    return RecordField(rows=visible_teams, **options)


def asker(view: Any) -> User:
    """Who asks: the API lets nobody in who is not signed in."""
    user: User = view.request.user
    return user


class EmptySerializer(StrictSerializer):
    """An action that takes nothing."""


def read(kind: type[StrictSerializer], request: Any, *, partial: bool = False) -> dict[str, Any]:
    """The body as `kind` understands it. Raises what becomes 400 or 422."""
    serializer = kind(data=request.data, partial=partial, context={"request": request})
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
