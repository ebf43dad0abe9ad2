"""The list of what came in by itself."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pipeline.models import Captured
from salesops.web.filters import Filter
from salesops.web.tables import Column, Empty, Row, Table
from salesops.web.templatetags.formats import dash

SHOWN = 3
TONES = {"unmatched": "warn", "logged": "good", "withdrawn": "outline", "dismissed": "outline"}


def origin_text(value: Any, row: Row) -> str:
    return str(Captured.Origin(value).label)


def subject_text(value: Any, row: Row) -> Any:
    return value or dash(str(_("not kept")))


def party_cell(row: Row) -> SafeString:
    """The first few; an address stands where no name was told."""
    people = row["party"]
    if not people:
        return dash(str(_("not kept")))
    names = format_html_join(", ", "<bdi>{}</bdi>", ((one["name"] or one["address"],) for one in people[:SHOWN]))
    more = len(people) - SHOWN
    return format_html("{} +{}", names, more) if more > 0 else names


def state_cell(row: Row) -> SafeString:
    return format_html(
        '<span class="tag {}">{}</span>', TONES.get(row["state"], ""), Captured.State(row["state"]).label
    )


class Captures(Table):
    """Rows come from `visible_captured`."""

    key = "captured"
    caption = _("Captured")
    ordering = ("-occurred_at",)
    empty = Empty(_("Nothing here"), _("Meetings, mail and calls that nobody could be found for wait here."))
    filters = (
        Filter("subject", _("About"), "text"),
        Filter("origin", _("From"), "choice", choices=Captured.Origin.choices),
        Filter("occurred", _("When"), "moment", "occurred_at"),
    )
    columns = (
        Column("subject", _("About"), text=subject_text),
        Column("party", _("With"), html=party_cell, sort=False, exported=False),
        Column("occurred_at", _("When"), kind="moment"),
        Column("origin", _("From"), text=origin_text, phone="hide"),
        Column("state", _("State"), html=state_cell, phone="end"),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("pipeline:captured_one", args=[row["id"]])
