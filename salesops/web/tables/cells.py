"""How a value of each kind reads in a cell that its column leaves alone: as the filters of pages write it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from salesops.web.templatetags import formats


def show(kind: str, value: Any, currency: str = "") -> str:
    """A missing value is a dash with its reason; anything else as its kind."""
    if value is None or value == "":
        return formats.dash()
    if kind == "money":
        return formats.money(value, currency)
    return SHOWN.get(kind, str)(value)


def as_number(value: Any) -> str:
    """At most two decimals, and no zeros at their end: `2.5`, `1,240`."""
    exponent = round(Decimal(value), 2).normalize().as_tuple().exponent
    return formats.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


SHOWN: dict[str, Callable[[Any], str]] = {
    "integer": formats.number,
    "number": as_number,
    "percent": formats.percent,
    "date": formats.day,
    "moment": formats.moment,
    "flag": lambda value: _("Yes") if value else _("No"),
}
