"""The org chart of any date."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import visible_people
from accounts.queries.organisation import zone
from accounts.queries.people import chart_on
from accounts.requests import PersonRequest
from salesops.kernel.moments import local_day, parse_as_of
from salesops.web.period import as_of_control


@require_safe
def org_chart_page(request: PersonRequest) -> HttpResponse:
    """The people of the asker's scope today, placed as they stood on the day of `as_of`; a later day is a plan."""
    here = zone()
    as_of = parse_as_of(request.GET.get("as_of"), now=request.now, zone=here)
    chart = chart_on(visible_people(request.user), local_day(as_of.instant, here))
    return render(request, "accounts/org_chart.html", {"chart": chart, "as_of_control": as_of_control(request, as_of)})
