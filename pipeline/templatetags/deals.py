"""How a value of a deal's history reads."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from pipeline.rules.doubts import Doubt
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


@register.filter
def doubt(found: Doubt) -> str:
    """What a card or a line says about it: `Pushed 3×`, `Quiet 16 d`."""
    if found.kind == "passed":
        return _("Date passed")
    if found.kind == "often_pushed":
        return _("Pushed %(n)s×") % {"n": found.number}
    if found.kind == "quiet":
        return _("Quiet %(days)s") % {"days": formats.days(found.number)}
    return _("Pushed") if found.kind == "pushed" else _("No next step")
