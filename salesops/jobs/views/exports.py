"""A file of more than 10,000 rows: say what it will be, then let a job write it."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from salesops.jobs.exporting import KEPT, look, request_export


@require_http_methods(["GET", "HEAD", "POST"])
def new_export(request: HttpRequest) -> HttpResponseBase:
    """`address` is that of the list with its `format=`; the list's own page sends people here."""
    if request.method == "POST":
        job = request_export(request.POST.get("address", ""), by=request.user)
        return HttpResponseRedirect(reverse("jobs:job", args=[job.uid]))
    address = request.GET.get("address", "")
    context = {"address": address, "export": look(address, by=request.user), "days": KEPT.days}
    return render(request, "jobs/new_export.html", context)


def hand_over(request: HttpRequest) -> HttpResponseBase:
    """What a list answers instead of a file that is too long: a page that asks, for a GET must not start work."""
    query = urlencode({"address": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('jobs:new_export')}?{query}")
