"""How a value of a deal's history reads."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from salesops.web.templatetags import formats

register = template.Library()


@register.filter
def told(value: Any, currency: str = "") -> str:
    """A day as a day, an amount as money, a flag as a word; a name stays."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    return formats.money(value, currency) if isinstance(value, Decimal) else str(value)
