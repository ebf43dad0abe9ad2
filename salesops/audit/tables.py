"""The list of audit records."""

import json
from uuid import UUID

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from salesops.audit.changes import Change, changes_of, spoken
from salesops.audit.models import who_acted
from salesops.web.filter_kinds import Criterion
from salesops.web.filters import Filter
from salesops.web.tables import Column, Empty, Row, Table
from salesops.web.templatetags.formats import stated

SHOWN_CHANGES = 4
NOTHING = Q(pk__in=[])


def of_record(criterion: Criterion) -> Q:
    """`kind:uid`, as links to a record's history write it. Anything else names no record and finds nothing."""
    kind, _colon, uid = criterion.values[0].partition(":")
    try:
        return Q(kind=kind, record_uid=UUID(uid))
    except ValueError:
        return NOTHING


FILTERS = (
    Filter("who", _("Who"), "text", "by__name"),
    Filter("by", _("Mine"), "person", "by__uid", choices=[("me", _("Me"))]),
    Filter("at", _("When"), "moment"),
    Filter("kind", _("Kind"), "text"),
    Filter("verb", _("Act"), "text"),
    Filter("record", _("Record (kind:id)"), "text", of_record),
)


def said_change(change: Change) -> SafeString:
    old = stated(change.before) if change.before is not None else ""
    new = stated(change.after) if change.after is not None else ""
    if change.before is None:
        return format_html("<span>{}: <b>{}</b></span>", change.name, new)
    return format_html(
        '<span>{}: <span class="muted">{}</span> → <b>{}</b></span>', change.name, old or "–", new or "–"
    )


def change_cell(row: Row) -> SafeString:
    payload = json.loads(row["changes"])
    changes = changes_of(payload["before"], payload["after"])
    words = format_html_join(", ", "{}", ((said_change(change),) for change in changes[:SHOWN_CHANGES]))
    more = len(changes) - SHOWN_CHANGES
    rest = _now("and %(count)s more") % {"count": more} if more > 0 else ""
    return format_html('<span class="wrap">{} {}</span>', words, rest)


def who_text(name: str | None, row: Row) -> str:
    return who_acted(name, row["acting_for__name"]) or _now("The system")


class AuditTable(Table):
    key = "audit"
    caption = _("Audit log")
    ordering = ("-at",)
    empty = Empty(_("Nothing done yet"), _("Who changed what, when and why appears here, and nobody can change it."))
    filters = FILTERS
    columns = (
        Column("verb", _("Act"), text=lambda value, row: spoken(value)),
        Column("at", _("When"), kind="moment"),
        Column("by", _("Who"), "by__name", text=who_text, needs=("acting_for__name",)),
        Column("kind", _("Kind"), text=lambda value, row: value or "–"),
        Column(
            "changes",
            _("Before → after"),
            Cast(JSONObject(before=F("before"), after=F("after")), TextField()),
            sort=False,
            html=change_cell,
            definition=_("The fields that changed, as JSON."),
        ),
        Column("reason", _("Why"), sort=False, text=lambda value, row: value),
        Column("record", _("Record"), "record_uid", sort=False, shown=False),
        Column("acting_for", _("On behalf of"), "acting_for__name", shown=False),
        Column("batch", _("Batch"), "batch_id", kind="integer", shown=False),
        Column("request", _("Request"), "request_id", sort=False, shown=False),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("audit:record", args=[row["id"]])
