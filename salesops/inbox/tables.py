"""The lists of the inbox."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from salesops.inbox.models import Task
from salesops.web.filters import Filter
from salesops.web.tables import Column, Empty, Row, Table
from salesops.web.templatetags.formats import dash


def state_cell(row: Row) -> SafeString:
    state = Task.State(row["state"])
    return format_html('<span class="tag {}">{}</span>', "good" if state == Task.State.DONE else "", state.label)


def origin_text(value: Any, row: Row) -> str:
    return str(Task.Origin(value).label)


def person_text(value: Any, row: Row) -> str:
    return value or dash(_("nobody yet"))


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
