"""The board: one lane a stage, and the move of a card by form, key or drag."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.queries.organisation import organisation
from pipeline.access import visible_deals_at, visible_processes
from pipeline.queries.board import board_lanes
from pipeline.queries.deals import with_figures
from pipeline.views.deals import asked_moment
from salesops.web.errors import NotUnderstood
from salesops.web.period import as_of_control


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """The open deals of one process by stage: count, money, weighted money over all of them, cards of the largest."""
    user: Any = request.user
    require(user, "deal.see")
    as_of = asked_moment(request)
    processes = list(visible_processes(user).filter(retired_at__isnull=True).order_by("-default", "name", "number"))
    process = next((one for one in processes if str(one.uid) == request.GET.get("process", str(one.uid))), None)
    if processes and process is None:
        raise NotUnderstood("unknown_process", _("There is no such process."), fields={"process": _("Not known here.")})
    rows = with_figures(visible_deals_at(user, None if as_of.is_now else as_of.instant), as_of.instant)
    lanes = board_lanes(rows, process, organisation().currency) if process else []
    context = {
        "lanes": lanes,
        "process": process,
        "processes": processes,
        "as_of_control": as_of_control(request, as_of),
        "may_move": as_of.is_now and user.may("deal.change"),
        "deals": sum(lane.count for lane in lanes),
    }
    return render(request, "pipeline/board.html", context)
