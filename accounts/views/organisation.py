"""Settings of the organisation: zone, currency, calendar, words, areas; fiscal years; rates."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import require, today, visible_periods, visible_rates, visible_settings_changes
from accounts.forms import FiscalYearForm, OrganisationForm, RateForm
from accounts.models import FiscalPeriod, Organisation
from accounts.operations.organisation import (
    EDITABLE,
    changed_settings,
    edit_organisation,
    effects_of,
    open_fiscal_years,
    set_rate,
)
from accounts.queries.organisation import calendar, organisation
from accounts.requests import PersonRequest
from accounts.rules.settings import AREAS, CATEGORIES
from accounts.views.asking import Crumb, Done, FormPage, ask, put_on
from accounts.views.settings import settings_crumbs
from salesops.kernel.errors import Refused

LABEL = "label_"
HISTORY = 20


@require_http_methods(["GET", "POST"])
def organisation_page(request: PersonRequest) -> HttpResponse:
    require(request.user, "org.change")
    of = organisation()
    labels = {f"{LABEL}{key}": of.category_labels.get(key, "") for key in CATEGORIES}
    initial = {name: getattr(of, name) for name in EDITABLE} | labels | {"version": of.row_version}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and "confirmed" not in request.POST:
        try:
            shown = _shown_effect(request, of, _changes(form.cleaned_data))
        except Refused as refused:
            put_on(form, refused.message, refused.fields)
        else:
            return shown
    sentence = _("Fiscal years that are open keep their days; a changed calendar holds for those opened later.")
    page = FormPage(
        _("Organisation"), _("Save organisation"), reverse("accounts:settings"), sentence, settings_crumbs()
    )

    def run(asked: dict[str, Any]) -> Done:
        edit_organisation(changes=_changes(asked), by=request.user, seen=asked["version"])
        return Done(reverse("accounts:organisation"), _("Organisation saved"))

    history = visible_settings_changes(request.user).select_related("by")[:HISTORY]
    page = replace(page, template="accounts/organisation.html", more={"history": history})
    return ask(request, form, page, run)


def _changes(asked: dict[str, Any]) -> dict[str, Any]:
    changes = {name: value for name, value in asked.items() if name in EDITABLE}
    words = {name.removeprefix(LABEL): text.strip() for name, text in asked.items() if name.startswith(LABEL)}
    return changes | {"category_labels": {key: word for key, word in words.items() if word}}


def _shown_effect(request: PersonRequest, of: Organisation, changes: dict[str, Any]) -> HttpResponse:
    """What would be otherwise, before it is. Raises as `edit_organisation`."""
    fields = OrganisationForm.base_fields
    rows = [
        {"label": fields[name].label if name in fields else _("Words"), "now": words(now), "then": words(then)}
        for name, (now, then) in changed_settings(changes).items()
    ]
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    effects = effects_of(changes, by=request.user)
    crumbs = [*settings_crumbs(), Crumb(_("Organisation"), reverse("accounts:organisation"))]
    context = {"rows": rows, "effects": effects, "sent": sent, "crumbs": crumbs}
    return render(request, "accounts/organisation_effect.html", context)


def words(value: Any) -> str:
    """As a person reads it: labels by their key, areas in a row."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{CATEGORIES[key]}: {word}" for key, word in value.items()) or "–"
    if isinstance(value, list):
        return ", ".join(str(AREAS.get(item, item)) for item in value) or "–"
    return str(WON.get(value, value)) if value not in (None, "") else "–"


WON = dict(Organisation.WonFollows.choices)


@require_http_methods(["GET", "POST"])
def fiscal_years_page(request: PersonRequest) -> HttpResponse:
    require(request.user, "period.change")
    years = visible_periods(request.user).filter(level=FiscalPeriod.Level.YEAR).order_by("-start_date")
    newest = years.first()
    next_year = newest.fiscal_year + 1 if newest else calendar().year_of(today())
    form = FiscalYearForm(request.POST or None, initial={"year": next_year})
    page = FormPage(
        _("Fiscal years"),
        _("Open year"),
        reverse("accounts:settings"),
        crumbs=settings_crumbs(),
        template="accounts/fiscal_years.html",
        more={"years": years},
    )

    def run(asked: dict[str, Any]) -> Done:
        open_fiscal_years([asked["year"]], by=request.user)
        return Done(reverse("accounts:fiscal_years"), _("Fiscal year %(year)s is open") % {"year": asked["year"]})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def rates_page(request: PersonRequest) -> HttpResponse:
    require(request.user, "rate.change")
    initial = {"start": today(), "to_currency": organisation().currency}
    form = RateForm(request.POST or None, initial=initial)
    rates = visible_rates(request.user).order_by("from_currency", "to_currency", "kind", "-valid")
    page = FormPage(
        _("Rates"),
        _("Set rate"),
        reverse("accounts:settings"),
        _("Rates are dated: a deal is converted at the rate of its day, and what was signed keeps its own."),
        settings_crumbs(),
        template="accounts/rates.html",
        more={"rates": rates},
    )

    def run(asked: dict[str, Any]) -> Done:
        set_rate(**asked, by=request.user)
        words = {"from": asked["from_currency"], "to": asked["to_currency"]}
        return Done(reverse("accounts:rates"), _("Rate of %(from)s in %(to)s set") % words)

    return ask(request, form, page, run)
