"""The steps of a contract, each a page of its own: review, approval, signature, notice, its end, what follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import today
from accounts.contract_access import contract_for, covers_contract
from accounts.forms.contracts import ApproveForm, NoticeForm, ReasonForm, RenewForm, SignForm, TerminateForm
from accounts.models import Contract
from accounts.operations.contracts import (
    approve_contract,
    give_notice,
    sign_contract,
    submit_contract,
    terminate_contract,
    void_contract,
)
from accounts.operations.renewals import draft_successor
from accounts.requests import PersonRequest
from accounts.rules.contracts import STEPS
from accounts.views.asking import Crumb, Done, FormPage, ask
from salesops.kernel.errors import NotFound
from salesops.web.fragments import saved

CHANGE = "contract.change"


@dataclass(frozen=True)
class Step:
    """One step as a page: its form, the verb it takes, the words of its button, and what it does."""

    form: type[forms.Form]
    verb: str
    label: Any
    sentence: Any
    run: Callable[..., Any]
    style: str = ""


STEP_PAGES: Mapping[str, Step] = {
    "submit": Step(
        forms.Form, CHANGE, gettext_lazy("Give to review"), gettext_lazy("Somebody else approves its terms."),
        submit_contract, "primary",
    ),
    "approve": Step(
        ApproveForm, "contract.approve", gettext_lazy("Approve and send"),
        gettext_lazy("Its terms are right and it may go to the customer."), approve_contract, "primary",
    ),
    "sign": Step(
        SignForm, CHANGE, gettext_lazy("Mark as signed"),
        gettext_lazy("From then on its terms and files stay as they are."), sign_contract, "primary",
    ),
    "notice": Step(
        NoticeForm, CHANGE, gettext_lazy("Give notice"),
        gettext_lazy("The customer does not renew; the contract holds up to its last day."), give_notice,
    ),
    "terminate": Step(
        TerminateForm, CHANGE, gettext_lazy("Terminate"),
        gettext_lazy("It ends before its last day. This cannot be undone."), terminate_contract,
    ),
    "void": Step(
        ReasonForm, CHANGE, gettext_lazy("Make void"),
        gettext_lazy("Nobody signed it and nobody will. This cannot be undone."), void_contract,
    ),
}  # fmt: skip


def steps_for(user: Any, contract: Contract, *, may_change: bool) -> list[dict[str, Any]]:
    """The steps this person may take now, in their order."""
    open_ones = [key for key, (states, _end) in STEPS.items() if contract.state in states]
    if contract.is_running and contract.refused_on is None:
        open_ones.append("notice")
    allowed = {CHANGE: may_change, "contract.approve": covers_contract(user, contract, "contract.approve")}
    return [
        {"label": step.label, "style": step.style, "url": step_url(contract, key)}
        for key, step in STEP_PAGES.items()
        if key in open_ones and allowed[step.verb]
    ]


@require_http_methods(["GET", "POST"])
def step_page(request: PersonRequest, uid: UUID, step: str) -> HttpResponse:
    if step not in STEP_PAGES:
        raise NotFound()
    of = STEP_PAGES[step]
    contract = contract_for(request.user, uid, of.verb)
    dates = dict.fromkeys(("signed_on", "terminated_on", "given_on"), today())
    form = of.form(request.POST if request.method == "POST" else None, initial=dates)
    page = FormPage(
        f"{of.label}: {contract.number}", of.label, url_of(contract), of.sentence, crumbs=crumbs_of(contract)
    )

    def run(asked: dict[str, Any]) -> Done:
        kept = of.run(contract, **asked, by=request.user)
        undo = reverse("accounts:contract_notice_undo", args=[uid]) if step == "notice" else ""
        words = {"number": kept.number, "state": kept.get_state_display()}
        said = _("Notice of %(number)s is noted") if step == "notice" else _("%(number)s: %(state)s")
        return Done(url_of(contract), said % words, undo)

    return ask(request, form, page, run)


@require_POST
def notice_undo_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    contract = give_notice(contract_for(request.user, uid, CHANGE), given_on=None, by=request.user)
    return saved(request, url_of(contract), said=_("%(number)s may be renewed again") % {"number": contract.number})


@require_http_methods(["GET", "POST"])
def renew_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    contract = contract_for(user, uid, CHANGE)
    initial = {"start": contract.during.upper, "months": contract.renewal_months}
    form = RenewForm(user, contract, request.POST or None, initial=initial)
    title = _("Renew %(number)s") % {"number": contract.number}
    page = FormPage(title, _("Draft renewal"), url_of(contract), crumbs=crumbs_of(contract))

    def run(asked: dict[str, Any]) -> Done:
        others = list(asked.pop("together_with", ()))
        new = draft_successor([contract, *others], by=user, **asked)
        return Done(url_of(new), _("%(number)s drafted") % {"number": new.number})

    return ask(request, form, page, run)


def list_crumbs() -> list[Crumb]:
    return [Crumb(_("Contracts"), reverse("accounts:contracts"))]


def crumbs_of(contract: Contract) -> list[Crumb]:
    return [*list_crumbs(), Crumb(contract.number, url_of(contract))]


def url_of(contract: Contract) -> str:
    return reverse("accounts:contract", args=[contract.uid])


def step_url(contract: Contract, step: str) -> str:
    return reverse("accounts:contract_step", args=[contract.uid, step])
