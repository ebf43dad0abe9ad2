"""Columns that mean the same in every app."""

from datetime import UTC, datetime
from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from salesops.kernel.moments import INFINITY


class InfinityField(models.DateTimeField):  # type: ignore[type-arg]
    """An instant that may be PostgreSQL's `infinity`: Python sees `salesops.kernel.moments.INFINITY`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", INFINITY)
        super().__init__(*args, **kwargs)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, datetime) and value.replace(tzinfo=UTC) == INFINITY:
            return "infinity"
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(value, datetime) and value.year == INFINITY.year:
            return INFINITY
        return value


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """numeric(19,4): money without its currency, which stands in a column beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 19)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_digits", None)
        kwargs.pop("decimal_places", None)
        return name, path, args, kwargs


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """char(3): an ISO 4217 code in capitals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        kwargs.setdefault("validators", [RegexValidator(r"^[A-Z]{3}$")])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs
