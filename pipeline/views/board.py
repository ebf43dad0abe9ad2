"""The board: one lane a stage, and the move of a card by form, key or drag."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.queries.organisation import organisation
from pipeline.access import visible_deals_at, visible_processes
from pipeline.queries.board import Lane, board_lanes
from pipeline.queries.deals import with_figures
from pipeline.tables import BoardTable
from pipeline.views.deals import asked_moment
from salesops.kernel.moments import local_day
from salesops.web.charts.figures import Mark, StackedBar
from salesops.web.errors import NotUnderstood
from salesops.web.period import as_of_control
from salesops.web.templatetags.formats import money_short


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """The open deals of one process by stage: figures over all of them, cards of the largest."""
    user: Any = request.user
    require(user, "deal.see")
    as_of = asked_moment(request)
    processes = list(visible_processes(user).filter(retired_at__isnull=True).order_by("-default", "name", "number"))
    process = next((one for one in processes if str(one.uid) == request.GET.get("process", str(one.uid))), None)
    if processes and process is None:
        raise NotUnderstood("unknown_process", _("There is no such process."), fields={"process": _("Not known here.")})
    rows = with_figures(visible_deals_at(user, None if as_of.is_now else as_of.instant), as_of.instant)
    table = BoardTable.read(request, rows.mark_scoped(user), as_of=as_of)
    of = organisation()
    found: Any = table.filtered
    lanes = board_lanes(found, process, of.currency, as_of.instant, of.zone) if process else []
    widest = max((lane.worth for lane in lanes), default=Decimal(0))
    context = {
        "lanes": [(lane, lane_bar(lane, widest)) for lane in lanes],
        "table": table.view,
        "process": process,
        "as_of_control": as_of_control(request, as_of),
        "may_move": as_of.is_now and user.may("deal.change"),
        "deals": sum(lane.count for lane in lanes),
        "worth": sum((lane.worth for lane in lanes), Decimal(0)),
        "currency": of.currency,
        "today": local_day(as_of.instant, of.zone),
    }
    return render(request, "pipeline/board.html", context)


def lane_bar(lane: Lane, widest: Decimal) -> StackedBar:
    """Its money beside that of the largest lane."""
    said = money_short(lane.worth, lane.currency)
    return StackedBar(
        lane.stage.name,
        lane.currency,
        "",
        f"{lane.stage.name} {said}",
        (Mark("", lane.worth, said, tone="commit"),),
        whole=widest,
    )
