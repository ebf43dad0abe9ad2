"""The renewal calendar of twelve months, each figure with its contracts."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.contract_access import visible_contracts
from accounts.forms.books import SEE
from accounts.models import Contract
from accounts.queries.books import DueMonth, DueRow, DueYear, came_due, due_year, products_in
from accounts.queries.organisation import organisation
from accounts.requests import PersonRequest
from accounts.rules.terms import months_later
from salesops.kernel.errors import NotFound
from salesops.kernel.moments import AsOf, local_day
from salesops.web.api.moments import read_moments
from salesops.web.period import as_of_control
from salesops.web.requests import with_parameters
from salesops.web.templatetags.formats import money_short, number

SHOWN = 200
PARTS = {
    "all": gettext_lazy("Comes due"),
    "renewed": gettext_lazy("Renewed"),
    "lost": gettext_lazy("Lost"),
    "pending": gettext_lazy("Open"),
}


@require_safe
def renewals_page(request: PersonRequest) -> HttpResponse:
    """What comes due in twelve months, month by month, and how the last twelve went."""
    user = request.user
    require(user, SEE)
    of = organisation()
    as_of = read_moments(request.GET, now=request.now, zone=of.zone, keeps_versions=False).as_of
    today = local_day(as_of.instant, of.zone)
    first, rows = today.replace(day=1), visible_contracts(user)
    ahead = due_year(rows, first, as_of=today, currency=of.currency)
    year = came_due(rows, months_later(first, -12), first, as_of=today, currency=of.currency)
    names = {str(uid): name for uid, name in products_in(rows)} | {"": _("No product named")}
    tables = (
        (_("Type"), year.by("type"), {str(key): label for key, label in Contract.Type.choices}),
        (_("Product"), year.by("product"), names),
    )
    whole = ahead.whole
    context = {
        "months": [
            {
                "month": month,
                "url": month_url(month.start, month.last_day, as_of),
                "cells": cells_of(month, request, of.currency, f"{month.start:%Y-%m}"),
            }
            for month in ahead.months
        ],
        "totals": cells_of(whole, request, of.currency),
        "behind": behind_of(ahead, request),
        "tables": [
            {"head": head, "rows": [{"label": words.get(key, key), "rates": rates} for key, rates, _missing in found]}
            for head, found, words in tables
        ],
        "currency": of.currency,
        "missing": whole.missing_rate,
        "sentence": ngettext(
            "%(n)s contract comes due in twelve months.",
            "%(n)s contracts come due in twelve months.",
            whole.contracts,
        )
        % {"n": whole.contracts},
        "as_of_control": as_of_control(request, as_of),
    }
    return render(request, "accounts/renewals.html", context)


def cells_of(month: DueMonth, request: PersonRequest, currency: str, key: str | None = None) -> list[dict[str, str]]:
    """The figures of a month, or of all twelve, each with the address of its contracts."""
    rates = month.rates
    figures = (
        ("all", number(month.contracts)),
        ("all", money_short(month.value, currency)),
        ("renewed", number(rates.renewed)),
        ("lost", number(month.lost)),
        ("pending", number(rates.pending)),
        ("renewed", money_short(rates.renewed_value, currency)),
    )
    return [
        {"text": text, "url": with_parameters(request.path, request.GET, month=key, part=part) + "#behind"}
        for part, text in figures
    ]


def behind_of(year: DueYear, request: PersonRequest) -> dict[str, Any] | None:
    """The contracts of the figure that is open; None while none is. Raises NotFound for a month or part not there."""
    part, month = request.GET.get("part"), request.GET.get("month")
    if part is None and month is None:
        return None
    starts = {f"{one.start:%Y-%m}": one.start for one in year.months}
    if part not in PARTS or (month is not None and month not in starts):
        raise NotFound()
    found = year.behind(starts[month] if month else None, part)
    shown = found[:SHOWN]
    prefetch_related_objects([row.contract for row in shown], "customer")
    return {
        "label": PARTS[part],
        "month": starts[month] if month else None,
        "rows": [_due_row(row) for row in shown],
        "more": len(found) - len(shown),
        "value": sum((row.value or Decimal(0) for row in found), Decimal(0)),
        "renewed": sum((row.renewed or Decimal(0) for row in found), Decimal(0)),
    }


def _due_row(row: DueRow) -> dict[str, Any]:
    return {
        "contract": row.contract,
        "url": reverse("accounts:contract", args=[row.contract.uid]),
        "value": row.value,
        "outcome": PARTS[row.outcome] if row.outcome else "",
        "renewed": row.renewed,
    }


def month_url(first: date, last: date, as_of: AsOf) -> str:
    asked = {"tab": "due", "ends_from": first.isoformat(), "ends_to": last.isoformat()}
    asked |= {"as_of": as_of.stated} if as_of.stated else {}
    return f"{reverse('accounts:contracts')}?{urlencode(asked)}"
