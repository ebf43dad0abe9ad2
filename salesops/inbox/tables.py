"""The lists of the inbox."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from salesops.inbox.models import Channel, Task
from salesops.inbox.rules.timing import PAUSED_AT
from salesops.web.filters import Filter
from salesops.web.tables import Column, Empty, Row, Table
from salesops.web.templatetags.formats import dash


def state_cell(row: Row) -> SafeString:
    state = Task.State(row["state"])
    return format_html('<span class="tag {}">{}</span>', "good" if state == Task.State.DONE else "", state.label)


def origin_text(value: Any, row: Row) -> str:
    return str(Task.Origin(value).label)


def person_text(value: Any, row: Row) -> str:
    return value or dash(str(_("nobody yet")))


class Tasks(Table):
    """Rows come from `visible_tasks`."""

    key = "tasks"
    caption = _("Tasks")
    ordering = ("due",)
    empty = Empty(_("No task here"), _("What you are asked to do about an account, contract or deal appears here."))
    filters = (
        Filter("title", _("What"), "text"),
        Filter("due", _("By"), "date", may_be_empty=True),
        Filter("assignee", _("Who"), "person", "assignee__uid"),
        Filter("origin", _("From"), "choice", choices=Task.Origin.choices),
        Filter("state", _("State"), "choice", choices=Task.State.choices),
    )
    columns = (
        Column("title", _("What")),
        Column("due", _("By"), kind="date"),
        Column("assignee", _("Who"), value="assignee__name", text=person_text),
        Column("origin", _("From"), text=origin_text, phone="hide"),
        Column("given_by", _("Given by"), value="made_by__name", phone="hide"),
        Column("state", _("State"), html=state_cell, phone="end"),
        Column("created_at", _("Given"), kind="moment", shown=False),
        Column("done_at", _("Done"), kind="moment", shown=False),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("inbox:task", args=[row["id"]])


def kind_text(value: Any, row: Row) -> str:
    return str(Channel.Kind(value).label)


def audience_text(value: Any, row: Row) -> str:
    if row["kind"] in (Channel.Kind.IN_APP, Channel.Kind.MAIL):
        return str(_("Everybody, each their own"))
    return row["team__name"] or str(Channel.Audience(value).label)


def health_cell(row: Row) -> SafeString:
    """Always a word; the tone only repeats it."""
    tone, word = health(row["is_on"], row["failing_since"], row["failures"], row["last_ok_at"])
    return format_html('<span class="tag {}">{}</span>', tone, word)


def health(is_on: bool, failing_since: Any, failures: int, last_ok_at: Any) -> tuple[str, Any]:
    """Failing from the first refused send on, until one goes through."""
    if not is_on:
        return "outline", _("Off")
    if failures >= PAUSED_AT:
        return "bad", _("Paused")
    if failing_since is not None:
        return "bad", _("Failing")
    return ("good", _("Works")) if last_ok_at is not None else ("", _("Not used yet"))


class Channels(Table):
    """Rows come from `visible_channels`."""

    key = "channels"
    caption = _("Channels")
    ordering = ("name",)
    empty = Empty(_("No channel"), _("Ways out to mail, chat and other programs appear here."))
    filters = (
        Filter("name", _("Name"), "text"),
        Filter("kind", _("Kind"), "choice", choices=Channel.Kind.choices),
        Filter("failing", _("Failing since"), "moment", "failing_since", may_be_empty=True),
    )
    columns = (
        Column("name", _("Name")),
        Column("kind", _("Kind"), text=kind_text),
        Column(
            "health",
            _("State"),
            value="failures",
            html=health_cell,
            phone="end",
            sort=False,
            needs=("is_on", "failing_since", "last_ok_at", "failures"),
        ),
        Column("audience", _("Carries"), text=audience_text, needs=("team__name", "kind"), phone="hide", sort=False),
        Column("owner", _("Owner"), value="owner__name"),
        Column("host", _("Host"), phone="hide"),
        Column("last_ok_at", _("Last sent"), kind="moment", phone="hide"),
        Column("last_error", _("Last trouble"), phone="hide", sort=False),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("inbox:channel", args=[row["id"]])
