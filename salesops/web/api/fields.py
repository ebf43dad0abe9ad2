"""Values as the API writes them: money with its currency, decimals as strings, records by uid."""

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from salesops.kernel.money import Money, minor_units
from salesops.kernel.scoping import require_scoped

AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d+)?")
CURRENCY = re.compile(r"[A-Z]{3}")

MONEY_SCHEMA = {
    "type": "object",
    "required": ["amount", "currency"],
    "properties": {
        "amount": {"type": "string", "pattern": r"^-?\d{1,15}(\.\d+)?$", "example": "12.50"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "example": "USD"},
    },
}


def currencies_anywhere() -> Collection[str]:
    """Until an app says which currencies the organisation keeps, any code of three letters."""
    return ()


@extend_schema_field(MONEY_SCHEMA)
class MoneyField(serializers.Field[Any, Any, Any, Any]):
    """`{"amount": "12.50", "currency": "USD"}` to and from `kernel.money.Money`; a float is never made.

    `amount` and `currency` name the two attributes it is read from; written data is one Money under the
    field's own name. currencies: the codes that are known, empty for any.
    """

    default_error_messages = {
        "shape": _('Write {{"amount": "12.50", "currency": "USD"}}.'),
        "amount": _("The amount is not a number: “{value}”."),
        "negative": _("The amount is below zero."),
        "too_many_decimals": _("{currency} has {digits} decimals at most."),
        "currency_unknown": _("The currency “{value}” is not kept here."),
    }

    def __init__(
        self,
        *,
        amount: str = "",
        currency: str = "currency",
        negative: bool = False,
        currencies: Callable[[], Collection[str]] = currencies_anywhere,
        **options: Any,
    ) -> None:
        self.amount, self.currency, self.negative, self.currencies = amount, currency, negative, currencies
        super().__init__(**options)

    def get_attribute(self, instance: Any) -> Money | None:
        if not self.amount:
            return super().get_attribute(instance)  # type: ignore[no-any-return]
        value = _read(instance, self.amount)
        return None if value is None else Money(value, _read(instance, self.currency))

    def to_representation(self, value: Money) -> dict[str, str]:
        return {"amount": money_text(value), "currency": value.currency}

    def to_internal_value(self, data: Any) -> Money:
        if not isinstance(data, dict) or data.keys() != {"amount", "currency"}:
            self.fail("shape")
        code = data["currency"]
        known = self.currencies()
        if not isinstance(code, str) or not CURRENCY.fullmatch(code) or (known and code not in known):
            self.fail("currency_unknown", value=str(code)[:20])
        amount = self._amount(data["amount"])
        if amount < 0 and not self.negative:
            self.fail("negative")
        exponent = amount.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > minor_units(code):
            self.fail("too_many_decimals", currency=code, digits=minor_units(code))
        return Money(amount, code)

    def _amount(self, value: Any) -> Decimal:
        """A string, or a JSON number, which the parser kept exact. `1,000`, NaN and 1e400 are no amounts."""
        text = str(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""
        if not AMOUNT.fullmatch(text):
            self.fail("amount", value=str(value)[:40])
        return Decimal(text)


def _read(instance: Any, name: str) -> Any:
    return instance[name] if isinstance(instance, dict) else getattr(instance, name)


def money_text(value: Money) -> str:
    """At least the minor unit, more only where the value has more: `12.50`, `0.0125`."""
    digits = minor_units(value.currency)
    amount = value.amount.normalize()
    exponent = amount.as_tuple().exponent
    digits = max(digits, -exponent) if isinstance(exponent, int) else digits
    return f"{value.amount:.{digits}f}"


@extend_schema_field({"type": "string", "format": "uuid"})
class RecordField(serializers.Field[Any, Any, Any, Any]):
    """Another record by its uid, looked up among what the asker may see: outside of it there is no such record."""

    default_error_messages = {"record_unknown": _("There is no such record, or you cannot see it.")}

    def __init__(self, *, rows: Callable[[Any], QuerySet[Any]], lookup: str = "uid", **options: Any) -> None:
        """rows: a function of the signed-in user that returns the scoped queryset."""
        self.rows, self.lookup = rows, lookup
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Any:
        rows = require_scoped(self.rows(self.context["request"].user))
        try:
            found = rows.filter(**{self.lookup: data}).first() if isinstance(data, str) else None
        except (ValidationError, ValueError):
            found = None
        if found is None:
            self.fail("record_unknown")
        return found

    def to_representation(self, value: Any) -> str:
        return str(getattr(value, self.lookup))
