"""Who owned an account on a day, as it was believed then or as it is known now."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import customer_for, today
from accounts.queries.customers import believed_owners
from accounts.queries.organisation import zone
from accounts.requests import PersonRequest
from salesops.kernel.moments import INFINITY, local_day
from salesops.web.api.moments import read_moments
from salesops.web.errors import NotUnderstood


@require_safe
def owners_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """`as_of`: the day asked about, today without one; `known_at`: the day whose belief counts, else now."""
    customer = customer_for(request.user, uid)
    asked = {name: request.GET.get(name, "") for name in ("as_of", "known_at")}
    wrong = {}
    try:
        moments = read_moments(asked, now=timezone.now(), zone=zone(), keeps_versions=True)
        day, known = local_day(moments.as_of.instant, zone()), moments.known_at.instant
    except NotUnderstood as error:
        wrong, day, known = error.fields, today(), timezone.now()
    ids = [customer.pk, *customer.merged.values_list("pk", flat=True)]
    rows = believed_owners(ids, day, known).order_by("account__merged_into", "role", "pk")
    context = {
        "customer": customer,
        "day": day,
        "asked": {"as_of": asked["as_of"] or day.isoformat(), "known_at": asked["known_at"]},
        "wrong": wrong,
        "owners": [] if wrong else [(row, row.superseded_at == INFINITY) for row in rows],
    }
    return render(request, "accounts/owners.html", context, status=400 if wrong else 200)
