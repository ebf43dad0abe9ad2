"""The list of jobs."""

from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from salesops.jobs.models import Job
from salesops.kernel.jobs import JOBS
from salesops.web.filters import Filter
from salesops.web.tables import Column, Empty, Row, Table
from salesops.web.templatetags.formats import duration

TONES = {"done": "good", "failed": "bad", "dead": "bad", "running": "accent", "cancelled": "outline"}
FILTERS = (
    Filter("state", _("State"), "choice", choices=Job.State.choices),
    Filter("name", _("Name"), "text"),
    Filter("requested_by", _("Asked by"), "person", "requested_by__uid", choices=[("me", _("Me"))]),
    Filter("created", _("Asked"), "moment", "created_at"),
)


def said_work(value: Any, row: Row) -> str:
    kind = JOBS.get(value)
    return kind.said(row["args"]) if kind else str(value)


def state_tag(row: Row) -> SafeString:
    state = row["state"]
    return format_html('<span class="tag {}">{}</span>', TONES.get(state, ""), Job.State(state).label)


def said_progress(value: Any, row: Row) -> str:
    if row["state"] != Job.State.RUNNING or not row["progress_total"]:
        return ""
    return f"{min(100, value * 100 // row['progress_total'])}%"


class JobTable(Table):
    key = "jobs"
    caption = _("Jobs")
    ordering = ("-created",)
    empty = Empty(_("No work yet"), _("Imports, exports and what the clock starts appear here with their progress."))
    filters = FILTERS
    columns = (
        Column("work", _("Work"), "name", text=said_work, needs=("args",)),
        Column("state", _("State"), html=state_tag),
        Column("progress", _("Progress"), kind="integer", text=said_progress, needs=("progress_total", "state")),
        Column("requested_by", _("Asked by"), "requested_by__name", text=lambda name, row: name or _("The clock")),
        Column("created", _("Asked"), "created_at", kind="moment"),
        Column(
            "took",
            _("Took"),
            ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField()),
            text=lambda value, row: duration(value),
            align="end",
            exported=False,
        ),
        Column("error", _("What went wrong"), "error", sort=False),
        Column("name", _("Name"), shown=False),
        Column("attempt", _("Attempts"), kind="integer", shown=False),
        Column("finished", _("Ended"), "finished_at", kind="moment", shown=False),
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("jobs:job", args=[row["id"]])
