"""The Forecast call page: my number, the roll-up under it, and what changes either."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.models import User
from accounts.queries.organisation import zone
from accounts.queries.planned import signing_in_on
from forecasting.access import call_for, require_call, visible_submissions
from forecasting.forms import CallForm, ReasonForm, typed
from forecasting.models import ForecastPeriodState, Submission
from forecasting.operations.calls import make_call, withdraw_call
from forecasting.operations.periods import TAKES_CALLS
from forecasting.operations.submissions import submit_forecast
from forecasting.queries.line import structure_on
from forecasting.queries.rollup import Rollup
from forecasting.queries.submitted import latest_submissions, submitted_numbers, window_at
from forecasting.queries.types import forecast_types, period_state
from forecasting.rules.rollup import Measure
from forecasting.tables.calls import calls_of
from forecasting.tables.card import bridge_of, card_of, sentence_of, turnout_of
from forecasting.tables.grid import Grid
from forecasting.views.asked import Asked, form_fields, now_of, period_picker, read_asked
from forecasting.views.people import user_of
from pipeline.models import Subcategory
from pipeline.queries.categories import category_labels
from salesops.kernel.errors import Conflict, NotFound, SalesOpsError
from salesops.kernel.moments import local_day
from salesops.web.context import toast
from salesops.web.errors import Problem, status_of
from salesops.web.period import as_of_control
from salesops.web.requests import is_fragment


@require_safe
def call_page(request: HttpRequest) -> HttpResponse:
    require(user_of(request), "forecast.see")
    asked = read_asked(request.GET, now=now_of(request))
    if asked is None:
        return render(request, "forecasting/none.html", {"reason": "period", "may_open": _may_open(user_of(request))})
    return _answer(request, asked)


def _may_open(user: Any) -> bool:
    return bool(user.may("period.change"))


def _answer(request: HttpRequest, asked: Asked, error: SalesOpsError | None = None, **more: Any) -> HttpResponse:
    rollup = asked.rollup(user_of(request))
    node = asked.node(user_of(request), rollup)
    if node is None:
        return render(request, "forecasting/none.html", {"reason": "place", "may_open": False})
    context = call_context(user_of(request), asked, rollup, node) | more
    if error is not None:
        context["problem"] = Problem(status_of(error), error.code, error.message, error.fields, error.facts)
    context |= {"period_picker": period_picker(asked, "call"), "as_of_control": as_of_control(request, asked.as_of)}
    return render(request, "forecasting/call.html", context, status=status_of(error) if error else 200)


def call_context(user: User, asked: Asked, rollup: Rollup, node: int) -> dict[str, Any]:
    """Everything the page prints. Nothing can be changed in the past or in a locked period."""
    at, of = asked.as_of.instant, rollup.organisation
    state = period_state(asked.type, asked.period)
    own_state = period_state(asked.type, asked.period, node) if node == user.pk else None
    takes_calls = _takes_calls(state) and (own_state is None or _takes_calls(own_state))
    is_open = asked.as_of.is_now and takes_calls and not asked.without
    latest = latest_submissions(asked.type, asked.period, at)
    window = window_at(state, rollup.version, at, of.zone)
    turnout = turnout_of(rollup, node, latest, window, signing_in_on(local_day(at, of.zone)))
    reports = (
        frozenset(rollup.tree.children.get(user.pk, ())) if is_open and user.may("forecast.adjust") else frozenset()
    )
    made = _readable(user, rollup, asked, node)
    # Its numbers stand beside today's: one that this person cannot open must not say the same by a change.
    last = made[-1] if made and made[-1] == latest.get(node) else None
    grid = Grid(
        rollup,
        node,
        asked.address.of(rollup.structure.people[node].uid),
        labels=category_labels(),
        before=submitted_numbers(last, rollup.version.headline),
        may_adjust=reports,
        late=turnout.late,
    )
    may_call = is_open and node == user.pk and user.may("forecast.submit")
    return {
        "asked": asked,
        "address": asked.address,
        "card": card_of(rollup, node, last, asked.address),
        "currency": of.currency,
        "grid": grid,
        "may_adjust": bool(reports),
        "bridge": bridge_of(rollup, node, asked.address),
        "calls_chart": calls_of(rollup, node, made),
        "turnout": turnout,
        "sentence": sentence_of(asked.period, state, window, turnout, at, of.zone),
        "types": [(one, asked.address.at("call", type=one.key), one.pk == asked.type.pk) for one in forecast_types()],
        "views": _views(asked),
        "missing": rollup.missing(node),
        "missing_url": grid.address.rows("all", rollup.structure.people[node].uid, only="missing"),
        "may_call": may_call,
        "form": _own_form(rollup, node) if may_call else None,
        "calls": [call for call in rollup.records.values() if call.node_id == node and call.forecaster_id == user.pk]
        if may_call
        else [],
        "hidden": form_fields(asked, node=grid.address.node, seen_seq=own_state.seq if own_state else 0),
        "submissions_url": grid.address.at("submissions", view=None, expand=None, as_of=None, without=None),
        "tags": _tags(asked),
    }


def _readable(user: User, rollup: Rollup, asked: Asked, node: int) -> list[Submission]:
    """What the node had submitted by the instant, oldest first, of that what this person can open."""
    seen = visible_submissions(user, rollup.structure).filter(type=asked.type, period=asked.period, node=node)
    return list(seen.filter(submitted_at__lte=asked.as_of.instant).order_by("seq"))


def _takes_calls(state: ForecastPeriodState | None) -> bool:
    return state is not None and state.state in TAKES_CALLS


def _views(asked: Asked) -> list[tuple[str, str, bool]]:
    words = (("single", _("Each category")), ("cumulative", _("Added up")))
    return [(label, asked.address.at("call", view=key), asked.address.view == key) for key, label in words]


def _tags(asked: Asked) -> list[tuple[str, str, bool]]:
    """One chip a subcategory: the roll-up without its deals."""
    found = []
    for tag in Subcategory.objects.all():
        is_out = tag.pk in asked.without
        url = asked.address.at("call", without=None if is_out else tag.key)
        found.append((_("Without %(tag)s") % {"tag": tag.label.lower()}, url, is_out))
    return found


def _own_form(rollup: Rollup, node: int) -> CallForm:
    line = rollup.line(node)
    initial = {"value": typed(line.said), "base": line.rollup, "measure": rollup.version.headline}
    return CallForm(initial=initial)


@require_safe
def edit_call(request: HttpRequest) -> HttpResponse:
    """The form of a Manager adjustment: in its cell by htmx, else as a page."""
    asked, node, rollup = _named(request, request.GET)
    require_call(user_of(request), node, rollup.structure)
    return _edit(request, asked, rollup, node, None, 200)


def _edit(
    request: HttpRequest, asked: Asked, rollup: Rollup, node: int, form: CallForm | None, status: int
) -> HttpResponse:
    measure: Measure = "upside" if request.GET.get("measure") == "upside" else "commit"
    line = rollup.lines[measure][node]
    given = line.rollup if node == user_of(request).pk else line.said
    own = line.call if node == user_of(request).pk else line.judgement
    record = rollup.records.get(own.key) if own else None
    initial = {
        "value": typed(line.said if node == user_of(request).pk else line.seen),
        "base": given,
        "measure": measure,
        "note": record.note if record else "",
    }
    back = asked.address.of(rollup.structure.people[user_of(request).pk].uid).at("call")
    context = {
        "form": form or CallForm(initial=initial, is_adjustment=node != user_of(request).pk),
        "person": rollup.structure.people[node],
        "given": given,
        "currency": rollup.organisation.currency,
        "record": record,
        "hidden": form_fields(asked, node=rollup.structure.people[node].uid),
        "back": back,
        "type": asked.type,
        "period": asked.period,
    }
    template = "forecasting/_call_form.html" if is_fragment(request) else "forecasting/call_form.html"
    return render(request, template, context, status=status)


@require_POST
def save_call(request: HttpRequest) -> HttpResponse:
    """One's own number or that of a direct report, back to the page it was typed on."""
    asked, node, rollup = _named(request, request.POST)
    require_call(user_of(request), node, rollup.structure)
    form = CallForm(request.POST, is_adjustment=node != user_of(request).pk)
    if not form.is_valid():
        return _edit(request, asked, rollup, node, form, 422)
    person = User.objects.get(pk=node)
    try:
        make_call(asked.type, asked.period, person, by=user_of(request), **form.cleaned_data)
    except SalesOpsError as error:
        if _put_on(form, error):
            return _edit(request, asked, rollup, node, form, 422)
        return _answer(request, asked, error)
    toast(request, _("The forecast of %(name)s is saved") % {"name": person.name})
    return HttpResponseRedirect(asked.address.of(user_of(request).uid).at("call"))


def _put_on(form: CallForm, error: SalesOpsError) -> bool:
    """What was refused, at the fields it names; False when it names none of the form."""
    named = error.fields.keys() & form.fields.keys()
    for name in named:
        form.add_error(name, error.fields[name])
    return bool(named)


@require_POST
def withdraw(request: HttpRequest, uid: Any) -> HttpResponse:
    """Take one's own call back; it stays readable, with who and why."""
    require(user_of(request), "forecast.see")
    call = call_for(user_of(request), uid, structure_on(local_day(now_of(request), zone())))
    asked = read_asked(request.POST, now=now_of(request))
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        withdraw_call(call, by=user_of(request), reason=reason)
    except SalesOpsError as error:
        if asked is None:
            raise
        return _answer(request, asked, error, refused=call, typed=request.POST.get("reason", ""))
    toast(request, _("Your forecast of %(name)s is withdrawn") % {"name": call.node.name})
    return HttpResponseRedirect(asked.address.at("call") if asked else "/")


@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Sign the number. What stops it is said on the page, with what was typed."""
    require(user_of(request), "forecast.submit")
    asked = read_asked(request.POST, now=now_of(request))
    if asked is None:
        raise NotFound()
    seen = request.POST.get("seen_seq", "")
    note = request.POST.get("note", "")[:1000]
    try:
        made = submit_forecast(
            asked.type,
            asked.period,
            by=user_of(request),
            note=note,
            seen_seq=int(seen[:9]) if seen.isdecimal() else None,
        )
    except SalesOpsError as error:
        return _answer(request, asked, error, note=note, is_conflict=isinstance(error, Conflict))
    toast(request, _("%(period)s is submitted, number %(seq)s") % {"period": asked.period.label, "seq": made.seq})
    return HttpResponseRedirect(asked.address.of(user_of(request).uid).at("call", as_of=None))


def _named(request: HttpRequest, params: Any) -> tuple[Asked, int, Rollup]:
    """The node a form is about. Raises NotFound for none that this person can see, and for a moment in the past."""
    require(user_of(request), "forecast.see")
    asked = read_asked(params, now=now_of(request))
    if asked is None or not asked.as_of.is_now:
        raise NotFound()
    rollup = asked.rollup(user_of(request))
    node = asked.node(user_of(request), rollup)
    if node is None:
        raise NotFound()
    return asked, node, rollup
