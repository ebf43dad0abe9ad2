"""How a value of each kind reads in a cell when the column does not say it otherwise."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from salesops.kernel.money import minor_units, round_half_up

NOTHING = "-"


def show(kind: str, value: Any, *, zone: ZoneInfo, currency: str = "") -> str:
    """A missing value is "-", a zero is 0, a minus is a true minus."""
    if value is None or value == "":
        return NOTHING
    if kind == "money":
        return show_money(Decimal(value), currency)
    if kind in ("number", "integer"):
        return _signed(value)
    if kind == "percent":
        return f"{_signed((Decimal(value) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))}%"
    if kind == "date":
        return date_format(value, "M j, Y")
    if kind == "moment":
        return date_format(value.astimezone(zone), "M j, Y H:i")
    if kind == "flag":
        return _("Yes") if value else _("No")
    return str(value)


def show_money(amount: Decimal, currency: str) -> str:
    """`$184,250`, cents only where there are some; without a code the unit stands in the column's head."""
    digits = minor_units(currency)
    rounded = round_half_up(amount, digits)
    if rounded == rounded.to_integral_value():
        rounded = rounded.to_integral_value()
    text = _signed(rounded)
    if not currency:
        return text
    sign = "$" if currency == "USD" else f"{currency} "
    return f"−{sign}{text[1:]}" if text.startswith("−") else f"{sign}{text}"


def _signed(value: Any) -> str:
    return number_format(value, use_l10n=True, force_grouping=True).replace("-", "−")
