"""Submissions: the list, and one re-opened exactly as it was seen."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import reach, require
from accounts.queries.organisation import zone
from forecasting.access import submission_for, visible_submissions
from forecasting.models import Submission
from forecasting.queries.line import structure_on
from forecasting.queries.rollup import Frame, Rollup, read_rollup
from forecasting.queries.stored import count_and_hash, stored_rollup, stored_rows
from forecasting.rules.figures import BUCKETS, UNMAPPED
from forecasting.tables.addresses import CELLS
from forecasting.tables.submissions import SubmissionTable, differences, figures_beside
from forecasting.views.asked import now_of
from forecasting.views.people import user_of
from forecasting.views.rows import _words
from salesops.kernel.errors import NotFound
from salesops.kernel.moments import local_day
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment


@require_safe
def submissions_page(request: HttpRequest) -> HttpResponseBase:
    require(user_of(request), "forecast.see")
    rows = visible_submissions(user_of(request), structure_on(local_day(now_of(request), zone())))
    for name, path in (("type", "type__key"), ("period", "period__key"), ("node", "node__uid")):
        asked = request.GET.get(name, "")
        if asked and asked != "company":
            rows = rows.filter(**{path: _uid(asked) if name == "node" else asked})
    table = SubmissionTable.read(request, rows)
    export = export_answer(request, table)
    return export or page_or_fragment(request, "forecasting/submissions.html", "web/table.html", {"table": table.view})


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound() from error


@require_safe
def submission_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The stored figures and rows, with what today says beside them."""
    submission = _found(request, uid)
    stored = stored_rollup(submission)
    node = _node(request, stored, submission)
    now = _today(request, submission, node)
    key = request.GET.get("cell", "all")
    if key not in CELLS:
        raise NotFound()
    rows = stored_rows(submission, stored.tree, node, CELLS[key])
    count, digest = count_and_hash(submission.pk)
    return render(
        request,
        "forecasting/submission.html",
        {
            "submission": submission,
            "figures": figures_beside(submission, stored, now, node, _words()),
            "rows": rows,
            "cell_title": _cell_title(key),
            "differences": differences(submission, stored, now, node),
            "has_today": now is not None,
            "labels": _words(),
            "people": [stored.structure.people[one] for one in stored.tree.order],
            "calls": submission.calls.select_related("call__forecaster", "call__node"),
            "is_whole": (count, digest) == (submission.row_count, submission.row_hash),
            "buckets": BUCKETS,
            "unmapped": UNMAPPED,
        },
    )


def _found(request: HttpRequest, uid: UUID) -> Submission:
    return submission_for(user_of(request), uid, structure_on(local_day(now_of(request), zone())))


def _today(request: HttpRequest, submission: Submission, node: int) -> Rollup | None:
    """What the number is now; None for who no longer leads its person and keeps only what was signed then (A-1)."""
    if not reach(user_of(request), "forecast.see").covers(node):
        return None
    return read_rollup(Frame(submission.type, submission.period, timezone.now(), viewer=user_of(request).pk))


def _node(request: HttpRequest, stored: Rollup, submission: Submission) -> int:
    asked = request.GET.get("at", "")
    if not asked:
        return submission.node_id
    if not asked.isdecimal() or len(asked) > 18 or int(asked) not in stored.tree:
        raise NotFound()
    return int(asked)


def _cell_title(key: str) -> str:
    named: dict[str, Any] = {"open": _("Open"), "all": _("Won and open")}
    return str(named.get(key) or _words().get(key) or _("Rows"))
