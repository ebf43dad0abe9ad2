"""Everything that changes a deal from a page: one field in its cell, or one action with its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require, visible_customers
from accounts.queries.organisation import zone
from pipeline.access import deal_for, visible_deals_at
from pipeline.forms import (
    FIELD_MAKERS,
    ChangeForm,
    CorrectForm,
    DealForm,
    DeleteForm,
    FieldForm,
    LoseForm,
    NewDealForm,
    ReopenForm,
    StageForm,
    TransferForm,
    WinForm,
)
from pipeline.models import Opportunity
from pipeline.operations.history import correct_past
from pipeline.operations.opportunities import (
    close_lost,
    close_won,
    create_opportunity,
    delete_opportunity,
    edit_opportunity,
    move_stage,
    reopen_opportunity,
    transfer_opportunity,
)
from pipeline.queries.deals import with_figures
from pipeline.tables import deal_table
from pipeline.views.writing import attempt, conflict_answer, refuse_past
from salesops.kernel.errors import Conflict
from salesops.kernel.moments import start_of_day
from salesops.web.filters import Asking
from salesops.web.fragments import page_or_fragment, refused_form, saved
from salesops.web.requests import is_fragment

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
CELLS = {"close_date": "close"}
Run = Callable[[Opportunity, Mapping[str, Any], Any, int], Opportunity]


@dataclass(frozen=True)
class Action:
    """One thing done to a deal by a form: its title and button, the verb of its door, what runs it."""

    title: Any
    button: Any
    said: Any
    verb: str
    form: type[ChangeForm]
    run: Run
    is_final: bool = False


def _correct(deal: Opportunity, data: Mapping[str, Any], by: Any, seen: int) -> Opportunity:
    at = start_of_day(data["effective_on"], zone())
    own = ("amount", "close_date", "stage", "owner", "next_step")
    changes = {name: data[name] for name in own if data[name] not in (None, "")}
    return correct_past(deal, effective_at=at, changes=changes, by=by, reason=data["reason"], seen=seen)


ACTIONS = {
    "edit": Action(
        _("Edit deal"),
        _("Save deal"),
        _("Deal saved."),
        "deal.change",
        DealForm,
        lambda deal, data, by, seen: edit_opportunity(deal, changes=data, by=by, seen=seen),
    ),
    "move": Action(
        _("Move to another stage"),
        _("Move deal"),
        _("Deal moved."),
        "deal.change",
        StageForm,
        lambda deal, data, by, seen: move_stage(deal, data["stage"], by=by, seen=seen),
    ),
    "win": Action(
        _("Win deal"),
        _("Mark as won"),
        _("Deal won."),
        "deal.close",
        WinForm,
        lambda deal, data, by, seen: close_won(deal, by=by, seen=seen, **data),
    ),
    "lose": Action(
        _("Lose deal"),
        _("Mark as lost"),
        _("Deal lost."),
        "deal.close",
        LoseForm,
        lambda deal, data, by, seen: close_lost(deal, by=by, seen=seen, **data),
    ),
    "reopen": Action(
        _("Reopen deal"),
        _("Reopen deal"),
        _("Deal reopened."),
        "deal.reopen",
        ReopenForm,
        lambda deal, data, by, seen: reopen_opportunity(deal, by=by, seen=seen, **data),
    ),
    "transfer": Action(
        _("Hand over deal"),
        _("Hand over"),
        _("Deal handed over."),
        "deal.transfer",
        TransferForm,
        lambda deal, data, by, seen: transfer_opportunity(deal, data["owner"], by=by, seen=seen),
    ),
    "correct": Action(
        _("Correct the past"),
        _("Correct the past"),
        _("Past corrected."),
        "deal.correct",
        CorrectForm,
        _correct,
    ),
    "delete": Action(
        _("Delete deal"),
        _("Delete deal"),
        _("Deal deleted."),
        "deal.correct",
        DeleteForm,
        lambda deal, data, by, seen: delete_opportunity(deal, by=by, reason=data["reason"], seen=seen),
        is_final=True,
    ),
}


@GET_OR_POST
def deal_action(request: HttpRequest, uid: UUID, action: str) -> HttpResponse:
    """The form of one action, and its answer."""
    refuse_past(request)
    doing = ACTIONS[action]
    deal = deal_for(request.user, uid, doing.verb)  # type: ignore[arg-type]
    back = reverse("pipeline:deals") if doing.is_final else reverse("pipeline:deal", args=[deal.uid])
    form = doing.form(request.user, deal, request.POST or None, initial=initial(deal))  # type: ignore[arg-type]
    context = {"form": form, "deal": deal, "doing": doing, "back": reverse("pipeline:deal", args=[deal.uid])}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/deal_form.html", "pipeline/_form.html", context)
    try:
        done = attempt(form, lambda: doing.run(deal, form.changes, request.user, form.cleaned_data["version"]))
    except Conflict as conflict:
        return conflict_answer(request, conflict, noun=str(_("this deal")), form=form, keep_url=back)
    if done is None:
        return refused_form(request, "pipeline/deal_form.html", "pipeline/_form.html", context)
    if action == "move" and request.POST.get("next") == "board":
        back = reverse("pipeline:board")
    return saved(request, back, said=str(doing.said))


@GET_OR_POST
def deal_field(request: HttpRequest, uid: UUID, field: str) -> HttpResponse:
    """One field in its cell of the list: the form, then the stored value again. Without a script, a page."""
    refuse_past(request)
    if field not in FIELD_MAKERS:
        raise Http404
    deal = deal_for(request.user, uid, "deal.change")  # type: ignore[arg-type]
    back = f"{reverse('pipeline:deals')}?sel={deal.uid}"
    if request.GET.get("shown") and is_fragment(request):
        return cell_answer(request, deal, field)
    form = FieldForm(request.user, deal, field, request.POST or None, initial=initial(deal))  # type: ignore[arg-type]
    context = {"form": form, "deal": deal, "field": field, "back": back, "doing": ACTIONS["edit"]}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/deal_form.html", "pipeline/_cell_form.html", context)
    try:
        done = attempt(form, lambda: save_field(deal, field, form.cleaned_data, request.user))
    except Conflict as conflict:
        return conflict_answer(request, conflict, noun=str(_("this deal")), form=form, keep_url=back)
    if done is None:
        return refused_form(request, "pipeline/deal_form.html", "pipeline/_cell_form.html", context)
    return (
        cell_answer(request, done, field) if is_fragment(request) else saved(request, back, said=str(_("Deal saved.")))
    )


def save_field(deal: Opportunity, field: str, data: Mapping[str, Any], by: Any) -> Opportunity:
    seen = data["version"]
    if field == "stage":
        return move_stage(deal, data["stage"], by=by, seen=seen)
    changes = {name: data[name] for name in FIELD_MAKERS[field](deal)}
    if field == "category":
        changes = {"category_override": data["category"]}
    if changes.get("push_reason", "") is None:
        del changes["push_reason"]
    return edit_opportunity(deal, changes=changes, by=by, seen=seen)


def cell_answer(request: HttpRequest, deal: Opportunity, field: str) -> HttpResponse:
    """The inside of the table cell, as the list itself writes it."""
    now = request.now  # type: ignore[attr-defined]
    rows = with_figures(visible_deals_at(request.user).filter(pk=deal.pk), now)  # type: ignore[arg-type]
    kind = deal_table(may_edit=True, shows_old=True, at=now)
    table = kind(rows.mark_scoped(request.user), params=QueryDict(), path=request.path, asking=Asking.by(request))
    column = CELLS.get(field, field)
    cells = {cell.column.key: cell for row in table.view.rows for cell in row.cells}
    return render(request, "pipeline/_cell.html", {"cell": cells[column]} if cells else {})


@GET_OR_POST
def new_deal(request: HttpRequest) -> HttpResponse:
    refuse_past(request)
    user: Any = request.user
    require(user, "deal.change")
    form = NewDealForm(
        user, request.POST or None, initial={"owner": user.uid, "kind": "new", "customer": _customer_of(request)}
    )
    context = {"form": form, "back": reverse("pipeline:deals"), "title": _("New deal"), "button": _("Add deal")}
    if request.method == "POST":
        deal = attempt(form, lambda: create_opportunity(by=user, **form.cleaned_data))
        if deal is None:
            return refused_form(request, "pipeline/new_deal.html", "pipeline/_new_deal_form.html", context)
        return saved(request, reverse("pipeline:deal", args=[deal.uid]), said=str(_("Deal added.")))
    return page_or_fragment(request, "pipeline/new_deal.html", "pipeline/_new_deal_form.html", context)


def _customer_of(request: HttpRequest) -> str:
    """The account whose page asked for a new deal; empty for words that name none."""
    try:
        return str(UUID(request.GET.get("customer", "")))
    except ValueError:
        return ""


@require_safe
def customer_options(request: HttpRequest) -> HttpResponse:
    """The answers of the form's search for an account."""
    user: Any = request.user
    require(user, "deal.change")
    typed = request.GET.get("customer_text", "")[:300]
    found = visible_customers(user).filter(name__icontains=typed).order_by("name")[:12]
    options = [{"value": str(customer.uid), "label": customer.name, "note": customer.country} for customer in found]
    return render(request, "web/_options.html", {"id": "new-customer", "options": options})


def initial(deal: Opportunity) -> dict[str, Any]:
    """What a form shows before somebody types: the stored values, and the version they belong to."""
    names = ("name", "amount", "close_date", "category_override", "kind", "product", "next_step", "next_step_date")
    stored = {name: getattr(deal, name) for name in names}
    return stored | {
        "version": deal.row_version,
        "currency": deal.currency,
        "category": deal.category_override,
        "stage": deal.stage.uid,
    }
