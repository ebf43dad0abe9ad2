"""The org chart of any date."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import visible_people
from accounts.queries.organisation import zone
from accounts.queries.people import chart_on
from accounts.queries.reorganisations import change_days
from accounts.requests import PersonRequest
from salesops.kernel.moments import local_day, parse_as_of
from salesops.web.errors import NotUnderstood
from salesops.web.period import as_of_control


@dataclass(frozen=True)
class Slider:
    """Over the days on which the line changed, later ones of what is scheduled included. `at`: the place shown."""

    at: int
    last: int
    day: date
    before: date | None
    after: date | None


@require_safe
def org_chart_page(request: PersonRequest) -> HttpResponse:
    """The people of the asker's scope today, placed as they stood on the day of `as_of`; a later day is a plan.

    `step` is a place of the slider; its day is what the address then says.
    """
    days = change_days()
    if "step" in request.GET:
        return HttpResponseRedirect(f"{request.path}?as_of={day_of_step(request.GET['step'], days).isoformat()}")
    here = zone()
    as_of = parse_as_of(request.GET.get("as_of"), now=request.now, zone=here)
    day = local_day(as_of.instant, here)
    context = {
        "chart": chart_on(visible_people(request.user), day),
        "as_of_control": as_of_control(request, as_of),
        "slider": slider(days, day),
        "may_plan": request.user.may("line.change"),
    }
    return render(request, "accounts/org_chart.html", context)


def slider(days: list[date], day: date) -> Slider | None:
    """None where the line never changed."""
    if not days:
        return None
    place = max(bisect_right(days, day) - 1, 0)
    earlier = [one for one in days if one < day]
    later = [one for one in days if one > day]
    return Slider(place, len(days) - 1, day, earlier[-1] if earlier else None, later[0] if later else None)


def day_of_step(text: str, days: list[date]) -> date:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) < len(days)):
        raise NotUnderstood("bad_choice", "The chart has no such step.")
    return days[int(text)]
