"""Contracts: the list, one contract, its terms, and every step it takes."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import customer_for, require, require_owner, today, visible_customers
from accounts.contract_access import contract_for, covers_contract, visible_contracts
from accounts.forms.contracts import (
    ContractForm,
    FileForm,
    NewContractForm,
)
from accounts.models import Contract, ContractLine
from accounts.operations.contract_terms import stated
from accounts.operations.contracts import (
    create_contract,
    edit_contract,
)
from accounts.operations.renewals import RENEWABLE
from accounts.products import products
from accounts.queries.contracts import comes_due, followed, to_decide, with_last_day
from accounts.queries.organisation import organisation
from accounts.queries.working_time import organisation_time
from accounts.requests import PersonRequest
from accounts.rules.notice import task_for
from accounts.tables import Contracts
from accounts.views.asking import Done, FormPage, ask
from accounts.views.contract_steps import CHANGE, crumbs_of, list_crumbs, steps_for, url_of
from salesops.audit.queries import history_of
from salesops.kernel.moments import local_day
from salesops.web.api.moments import read_moments
from salesops.web.errors import NotUnderstood
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment
from salesops.web.organisation import business_time
from salesops.web.period import as_of_control

RUNNING = Q(state__in=("signed", "active"))
TABS: Mapping[str, Callable[[date], Q]] = {
    "running": lambda as_of: RUNNING,
    "notices": lambda as_of: to_decide(today()),
    "unsigned": lambda as_of: Q(state__in=("draft", "in_review", "sent")),
    "due": comes_due,
    "ended": lambda as_of: Q(state__in=("renewed", "expired", "terminated", "void")),
    "all": lambda as_of: Q(),
}
"""Only `due` has a past: what was signed by a day. The others are about states, which keep none."""
COUNTED: Mapping[str, Callable[[date], Q]] = {
    **TABS,
    "due": lambda as_of: comes_due(as_of) & Q(during__endswith__gt=as_of),
}
"""The tab opens from today on; links of the renewal calendar name months, past ones too."""
LABELS = {
    "running": gettext_lazy("Running"),
    "notices": gettext_lazy("Notices due"),
    "unsigned": gettext_lazy("Not signed yet"),
    "due": gettext_lazy("Coming due"),
    "ended": gettext_lazy("Ended"),
    "all": gettext_lazy("All"),
}
SAID = {
    "contract.created": gettext_lazy("Drafted"),
    "contract.edited": gettext_lazy("Terms changed"),
    "contract.lines": gettext_lazy("Lines changed"),
    "contract.follows": gettext_lazy("Drafted as a renewal"),
    "contract.in_review": gettext_lazy("Given to review"),
    "contract.sent": gettext_lazy("Approved and sent"),
    "contract.signed": gettext_lazy("Signed"),
    "contract.active": gettext_lazy("Became active"),
    "contract.notice": gettext_lazy("Notice changed"),
    "contract.renewed": gettext_lazy("Renewed"),
    "contract.expired": gettext_lazy("Expired"),
    "contract.terminated": gettext_lazy("Terminated"),
    "contract.void": gettext_lazy("Made void"),
    "contract.file_added": gettext_lazy("File added"),
    "contract.file_blocked": gettext_lazy("File blocked: it names somebody who was erased"),
    "contract.file_removed": gettext_lazy("File removed"),
}


@require_safe
def contracts_page(request: PersonRequest) -> HttpResponseBase:
    user = request.user
    require(user, "contract.see")
    tab = _tab(request)
    zone = business_time().zone
    as_of = read_moments(request.GET, now=request.now, zone=zone, keeps_versions=False).as_of
    seen, day = visible_contracts(user), local_day(as_of.instant, zone)
    is_dated = tab == "due"
    table = Contracts.read(request, with_last_day(seen.filter(TABS[tab](day))), as_of=as_of if is_dated else None)
    export = export_answer(request, table)
    if export is not None:
        return export
    counts = seen.aggregate(**{key: Count("pk", filter=where(day)) for key, where in COUNTED.items()})
    sentence = ngettext(
        "%(n)s contract to decide on before its notice day.",
        "%(n)s contracts to decide on before their notice day.",
        counts["notices"],
    )
    context = {
        "table": table.view,
        "views": [
            {"label": label, "url": tab_url(request.path, key, day), "count": counts[key], "is_current": key == tab}
            for key, label in LABELS.items()
        ],
        "sentence": sentence % {"n": counts["notices"]},
        "may_create": user.may(CHANGE),
        "as_of_control": as_of_control(request, as_of) if is_dated else None,
    }
    return page_or_fragment(request, "accounts/contracts.html", "web/table.html", context)


def tab_url(path: str, key: str, day: date) -> str:
    return f"{path}?tab={key}&ends_from={day}" if key == "due" else f"{path}?tab={key}"


def _tab(request: PersonRequest) -> str:
    tab = request.GET.get("tab", "running")
    if tab not in TABS:
        raise NotUnderstood("unknown_view", _("There is no such view."), fields={"tab": _("Not known here.")})
    return tab


@require_safe
def contract_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    return contract_answer(request, contract_for(request.user, uid), FileForm())


def contract_answer(request: PersonRequest, contract: Contract, file_form: forms.Form) -> HttpResponse:
    """The page of a contract; 422 when the file that was sent is none it takes."""
    may_change = covers_contract(request.user, contract, CHANGE)
    context = {
        "form": file_form,
        "contract": contract,
        "customer": visible_customers(request.user).filter(pk=contract.customer_id).first(),
        "lines": lines_shown(contract),
        "files": contract.files.select_related("uploaded_by"),
        "obligations": contract.obligations.select_related("owner"),
        "successors": seen_links(request.user, followed(contract.successors), "new"),
        "predecessors": seen_links(request.user, followed(contract.predecessors), "old"),
        "task": task_for(contract.notice_by, organisation_time()) if waits_for_notice(contract) else None,
        "steps": steps_for(request.user, contract, may_change=may_change),
        "may_change": may_change,
        "may_renew": may_change and contract.state in RENEWABLE,
        "history": [(SAID.get(row.verb, row.verb), row) for row in history_of(contract)[:30]],
    }
    return render(request, "accounts/contract.html", context, status=422 if file_form.errors else 200)


def lines_shown(contract: Contract) -> list[tuple[ContractLine, str]]:
    """Each line with the name of its product; empty where it names none."""
    lines = list(contract.lines.all())
    sold = products() if any(line.product_uid for line in lines) else {}
    return [(line, sold[line.product_uid].name if line.product_uid in sold else "") for line in lines]


def waits_for_notice(contract: Contract) -> bool:
    return contract.is_running and contract.refused_on is None


def seen_links(user: Any, links: list[Any], side: str) -> list[tuple[Any, Contract]]:
    """Links with the contract at their other end, where it may be seen."""
    seen = set(
        visible_contracts(user)
        .filter(pk__in=[getattr(link, f"{side}_id") for link in links])
        .values_list("pk", flat=True)
    )
    return [(link, getattr(link, side)) for link in links if getattr(link, f"{side}_id") in seen]


@require_http_methods(["GET", "POST"])
def new_contract_page(request: PersonRequest) -> HttpResponse:
    user = request.user
    require(user, CHANGE)
    initial = {"currency": organisation().currency, "notice_days": 30, "start": today(), "owner": user.uid}
    form = NewContractForm(user, request.POST or None, initial=initial | {"customer": request.GET.get("customer", "")})
    page = FormPage(
        _("New contract"),
        _("Create contract"),
        reverse("accounts:contracts"),
        crumbs=list_crumbs(),
        template="accounts/contract_form.html",
    )

    def run(asked: dict[str, Any]) -> Done:
        asked.pop("version")
        customer_for(user, asked["customer"].uid, CHANGE)
        if asked["owner"] is not None:
            require_owner(user, asked["owner"], CHANGE)
        contract = create_contract(**asked, by=user)
        return Done(url_of(contract), _("%(number)s drafted") % {"number": contract.number})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def edit_contract_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    contract = contract_for(user, uid, CHANGE)
    known = stated(contract)
    initial = known | {"owner": contract.owner and contract.owner.uid, "version": contract.row_version}
    form = ContractForm(user, request.POST or None, lines=known["lines"], initial=initial)
    title = _("Edit %(number)s") % {"number": contract.number}
    page = FormPage(
        title,
        _("Save contract"),
        url_of(contract),
        _("What is approved already goes back to review."),
        crumbs=crumbs_of(contract),
        template="accounts/contract_form.html",
    )

    def run(asked: dict[str, Any]) -> Done:
        seen = asked.pop("version")
        if asked["owner"] is not None and asked["owner"] != contract.owner:
            require_owner(user, asked["owner"], CHANGE)
        asked["number"] = asked["number"] or contract.number
        kept = edit_contract(contract, changes=asked, by=user, seen=seen)
        return Done(url_of(contract), _("%(number)s saved") % {"number": kept.number})

    return ask(request, form, page, run)
