"""Tags of the table template: the inputs of one filter."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from salesops.web.tables.view import FilterView

register = template.Library()


class Option(NamedTuple):
    value: str
    label: str
    chosen: bool


class Input(NamedTuple):
    name: str
    label: str
    value: str


@register.inclusion_tag("web/_filter_field.html")
def filter_field(field: "FilterView") -> dict[str, Any]:
    """Boxes to tick where the answers are known, else one input, or two for a range."""
    asked = field.values.get(field.key, [])
    known = [("1", _("Yes")), ("0", _("No"))] if field.kind == "flag" else field.choices
    options = [Option(value, label, value in asked) for value, label in known]
    return {"field": field, "options": options, "inputs": [] if options else inputs_of(field)}


def inputs_of(field: "FilterView") -> list[Input]:
    words = {"_from": _("from"), "_to": _("to"), "_min": _("at least"), "_max": _("at most")}
    ranged = [(name, words[suffix]) for name in field.parameters for suffix in words if name == field.key + suffix]
    named = ranged or [(field.key, _("contains") if field.kind == "text" else "")]
    return [Input(name, label, " ".join(field.values.get(name, []))) for name, label in named]
