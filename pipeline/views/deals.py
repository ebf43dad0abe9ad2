"""The list of deals and the page of one, now or as of any instant."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.queries.organisation import organisation
from pipeline.access import deal_at, visible_activities, visible_deals, visible_deals_at
from pipeline.models import Opportunity, OpportunityState, Stage
from pipeline.queries.categories import category_labels
from pipeline.queries.deal_history import changes_of
from pipeline.queries.deals import TABS, Deals, close_bucket, in_tab, tab_counts, with_figures
from pipeline.tables import deal_table
from salesops.kernel.moments import INFINITY, AsOf, local_day, parse_as_of
from salesops.web.errors import NotUnderstood
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment
from salesops.web.period import as_of_control
from salesops.web.requests import with_parameters
from salesops.web.templatetags.formats import money_short

PANEL = "deal-detail"


@require_safe
def deals_page(request: HttpRequest) -> HttpResponseBase:
    """One saved view of the list; `sel` opens a deal beside it."""
    user: Any = request.user
    require(user, "deal.see")
    as_of = asked_moment(request)
    tab = asked_tab(request)
    rows = visible_deals_at(user, None if as_of.is_now else as_of.instant)
    may_edit = as_of.is_now and user.may("deal.change")
    kind = deal_table(may_edit=may_edit, shows_old=tab == "changed", at=as_of.instant)
    figures = with_figures(in_tab(rows, tab, as_of.instant), as_of.instant)
    table = kind.read(request, figures.mark_scoped(user), as_of=as_of)
    export = export_answer(request, table)
    if export is not None:
        return export
    chosen = chosen_deal(request, rows)
    context: dict[str, Any] = {"deal": deal_context(request, chosen, as_of) if chosen else None, "as_of": as_of}
    if request.headers.get("HX-Target", "").endswith(PANEL):
        return render(request, "pipeline/_deal_panel.html", context)
    counts = tab_counts(rows, as_of.instant)
    context |= {
        "table": table.view,
        "views": tabs(request, tab, counts),
        "sentence": list_sentence(counts),
        "as_of_control": as_of_control(request, as_of),
        "may_add": may_edit,
        "edits_cells": may_edit,
        "panel": PANEL,
        "density": "dense",
    }
    return page_or_fragment(request, "pipeline/deals.html", "web/table.html", context)


@require_safe
def deal_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One deal: its state at the moment asked about, what was done, and everything that ever changed."""
    user: Any = request.user
    as_of = asked_moment(request)
    deal = deal_at(user, uid, None if as_of.is_now else as_of.instant)
    shown = deal_context(request, deal, as_of)
    context = {
        "deal": shown,
        "as_of_control": as_of_control(request, as_of),
        "stages": stage_path(shown["state"] or deal),
        "activities": visible_activities(user)
        .filter(opportunity=deal, occurred_at__lte=as_of.instant)
        .select_related("owner")
        .order_by("-occurred_at")[:50],
        "changes": changes_of(deal, at=as_of.instant, everything=request.GET.get("history") == "all"),
        "all_history_url": with_parameters(request.path, request.GET, history="all"),
        "may": allowed(user, deal) if as_of.is_now else {},
    }
    return render(request, "pipeline/deal.html", context)


def asked_moment(request: HttpRequest) -> AsOf:
    return parse_as_of(request.GET.get("as_of"), now=request.now, zone=organisation().zone)  # type: ignore[attr-defined]


def asked_tab(request: HttpRequest) -> str:
    tab = request.GET.get("tab", "open")
    if tab not in TABS:
        raise NotUnderstood("unknown_view", _("There is no such view."), fields={"tab": _("Not known here.")})
    return tab


def tabs(request: HttpRequest, current: str, counts: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {
        "open": _("All open"),
        "changed": _("Changed this week"),
        "pushed": _("Pushed twice"),
        "no_step": _("No next step"),
        "closed": _("Closed"),
    }
    return [
        {
            "label": labels[key],
            "url": with_parameters(request.path, request.GET, tab=key, cursor=None, sel=None),
            "count": counts[key],
            "is_current": key == current,
        }
        for key in TABS
    ]


def list_sentence(counts: dict[str, Any]) -> str:
    said = ngettext("%(n)s open deal", "%(n)s open deals", counts["open"]) % {"n": f"{counts['open']:,}"}
    words = {
        "deals": said,
        "worth": money_short(counts["worth"], organisation().currency),
        "changed": f"{counts['changed']:,}",
    }
    return _("%(deals)s, %(worth)s; %(changed)s changed in the last seven days.") % words


def chosen_deal(request: HttpRequest, rows: Deals) -> Opportunity | None:
    try:
        return rows.filter(uid=UUID(request.GET.get("sel", ""))).first()
    except ValueError:
        return None


def deal_context(request: HttpRequest, deal: Opportunity, as_of: AsOf) -> dict[str, Any]:
    """What panel and page print of a deal: its state then, said in words."""
    user: Any = request.user
    row = with_figures(
        visible_deals_at(user, None if as_of.is_now else as_of.instant).filter(pk=deal.pk), as_of.instant
    ).first()
    found = row or deal
    state = (
        deal.versions.filter(superseded_at=INFINITY, valid_from__lte=as_of.instant, valid_to__gt=as_of.instant)
        .select_related("owner", "credit_owner", "stage", "product", "loss_reason", "subcategory")
        .first()
    )
    labels = category_labels()
    key = getattr(found, "category", None) or "unmapped"
    today = local_day(as_of.instant, organisation().zone)
    return {
        "record": deal,
        "state": state,
        "converted": getattr(found, "converted", None),
        "reporting": organisation().currency,
        "category": {"key": key, "label": labels.get(key, _("No category"))},
        "url": reverse("pipeline:deal", args=[deal.uid]),
        "close_url": with_parameters(request.path, request.GET, sel=None),
        "log_url": f"{reverse('pipeline:log')}?deal={deal.uid}",
        "close_state": close_bucket(state.close_date, today) if state else "",
        "changes": changes_of(deal, at=as_of.instant)[:4],
        "may": allowed(user, deal) if as_of.is_now else {},
    }


def allowed(user: Any, deal: Opportunity) -> dict[str, bool]:
    """What this person may do with this deal, by the verbs that its doors ask for."""
    verbs = ("deal.change", "deal.close", "deal.reopen", "deal.transfer", "deal.correct", "activity.log")
    covered = {verb: visible_deals(user, verb).filter(pk=deal.pk).exists() for verb in verbs if user.may(verb)}
    return {verb.partition(".")[2]: covered.get(verb, False) for verb in verbs}


def stage_path(deal: OpportunityState) -> list[dict[str, Any]]:
    """The stages of its process, and where the deal stood in them in this state."""
    stages = Stage.objects.filter(process=deal.stage.process_id, kind=Stage.Kind.OPEN).order_by("position")
    current = deal.stage.position
    is_open = deal.status == Stage.Kind.OPEN
    return [
        {
            "name": stage.name,
            "number": number,
            "state": "current" if is_open and stage.pk == deal.stage_id else "done" if stage.position < current else "",
        }
        for number, stage in enumerate(stages, 1)
    ]
