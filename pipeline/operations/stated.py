"""What follows from a stated past: status from the stage, and from the closing its day, credit and money."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import FxRate
from accounts.queries.organisation import organisation
from pipeline.models import Opportunity, Stage
from pipeline.models.opportunities import VERSIONED_FIELDS
from pipeline.operations.deal_checks import require_amount_sign, require_currency, require_stage
from pipeline.queries.rates import spot_rate
from pipeline.rules.closing import close_day, converted
from pipeline.rules.corrections import Known, Restated
from salesops.kernel.errors import Refused
from salesops.kernel.moments import local_day

Columns = Mapping[str, Any]
DEFAULTS = {
    str(field.column): field.get_default() for field in Opportunity._meta.fields if field.column in VERSIONED_FIELDS
}


def completed(deal: Opportunity, stated: Columns, at: datetime) -> dict[str, Any]:
    """A whole state from what was stated of it; owner and stage must be. Raises Refused `state_incomplete`."""
    missing = [name for name in ("owner_id", "stage_id") if stated.get(name) is None]
    if missing:
        sentence = _("A past state names its owner and its stage.")
        raise Refused("state_incomplete", sentence, fields={name.removesuffix("_id"): sentence for name in missing})
    whole = DEFAULTS | {"currency": deal.currency} | dict(stated)
    whole["status"] = checked(deal, whole).kind
    follows = derived(whole, None, at, was=None)
    return whole | {name: value for name, value in follows.items() if stated.get(name) is None}


def checked(deal: Opportunity, state: Columns) -> Stage:
    """The stage of a state. Raises Refused `stage_not_in_process`, `amount_sign`, `currency_unknown`."""
    stage = Stage.objects.get(pk=state["stage_id"])
    require_stage(stage, deal, kind=stage.kind)
    require_amount_sign(state["amount"], stage.kind)
    require_currency(state["currency"])
    return stage


def derived_anew(
    deal: Opportunity, history: Sequence[Known], rows: Sequence[Restated], changes: Columns
) -> list[Restated]:
    """The restated rows with the columns that follow from others, and later rows that only those columns reach.

    Such a column moves only where the rule answers otherwise for the corrected state than for the state before: what
    an import stated, or a closing stamped, stays. A corrected amount keeps its rate, a corrected day takes its own.
    """
    if not rows:
        return []
    anew: list[Restated] = []
    before_was = before_is = _predecessor(history, rows[0])
    for row in (*rows, *_following(history, rows[-1])):
        state = _with_day({**row.state, "status": checked(deal, row.state).kind}, row.was)
        old = derived(row.was, before_was, row.valid_from, was=row.was)
        new = derived(state, before_is, row.valid_from, was=row.was)
        stated = set() if anew else set(changes)
        state |= {name: value for name, value in new.items() if value != old[name] and name not in stated}
        # Rows of one instant keep their order only when they are all stated anew.
        if len(anew) >= len(rows) and state == row.was and row.valid_from != anew[-1].valid_from:
            break
        anew.append(Restated(row.valid_from, state, row.was, row.replaces))
        before_was, before_is = row.was, state
    return anew


def derived(state: Columns, before: Columns | None, at: datetime, *, was: Columns | None) -> dict[str, Any]:
    """Columns that the status decides, for a `state` that holds from `at` on after `before`; `was` stood in its place.

    A reopened state loses what its closing stamped; a closed one takes credit, day and rate from the state that closed.
    """
    if state["status"] == Stage.Kind.OPEN:
        return _of_open(state, was)
    goes_on = before is not None and before["status"] == state["status"]
    day, basis = _close_day(state, before if goes_on else None, at, was)
    rate = _rate(state["currency"], day, was)
    reporting = organisation().currency
    return {
        "status": state["status"],
        "credit_owner_id": before["credit_owner_id"] if before and goes_on else state["owner_id"],
        "closed_at": before["closed_at"] if before and goes_on else at,
        "close_date": day,
        "close_basis": basis,
        "amount_converted": converted(state["amount"], state["currency"], reporting, rate.rate if rate else None),
        "close_rate_id": rate.pk if rate else None,
        "loss_reason_id": state["loss_reason_id"] if state["status"] == Stage.Kind.LOST else None,
    }


def _of_open(state: Columns, was: Columns | None) -> dict[str, Any]:
    reopened = was is not None and was["status"] != Stage.Kind.OPEN
    return {
        "status": state["status"],
        "credit_owner_id": state["owner_id"],
        "closed_at": None,
        "close_date": state["close_date"],
        "close_basis": "stated" if reopened else state["close_basis"],
        "amount_converted": None,
        "close_rate_id": None,
        "loss_reason_id": None if reopened else state["loss_reason_id"],
    }


def _close_day(state: Columns, closed: Columns | None, at: datetime, was: Columns | None) -> tuple[Any, str]:
    """The day of a state that was closed before is its own; one that a correction closes has that of its closing."""
    if was is not None and was["status"] != Stage.Kind.OPEN:
        return state["close_date"], state["close_basis"]
    if closed is not None:
        return closed["close_date"], closed["close_basis"]
    was_expected = was is not None and was["close_date"] == state["close_date"]
    closing = close_day(None if was_expected else state["close_date"], local_day(at, organisation().zone))
    return closing.day, closing.basis


def _with_day(state: dict[str, Any], was: Columns) -> dict[str, Any]:
    """A closed state whose day a correction takes away has that of its closing; none would put it in no period."""
    taken_away = was["close_date"] is not None and state["close_date"] is None
    if not taken_away or state["status"] == Stage.Kind.OPEN or was["closed_at"] is None:
        return state
    closing = close_day(None, local_day(was["closed_at"], organisation().zone))
    return {**state, "close_date": closing.day, "close_basis": closing.basis}


def _rate(currency: str, day: Any, was: Columns | None) -> FxRate | None:
    kept = was is not None and was["status"] != Stage.Kind.OPEN
    if was is not None and kept and (was["currency"], was["close_date"]) == (currency, day):
        return FxRate.objects.filter(pk=was["close_rate_id"]).first()
    return spot_rate(currency, organisation().currency, day)


def _predecessor(history: Sequence[Known], first: Restated) -> Columns | None:
    """The state just before the first restated row: what it cuts, or what stood before the row it replaces."""
    if first.replaces is None:
        return first.was
    place = next(index for index, known in enumerate(history) if known.version == first.replaces)
    return history[place - 1].state if place else None


def _following(history: Sequence[Known], last: Restated) -> list[Restated]:
    """What came after the last restated row, as it stands."""
    place = next((index for index, known in enumerate(history) if known.version == last.replaces), -1)
    later = history[place + 1 :] if place >= 0 else [known for known in history if known.valid_from > last.valid_from]
    return [Restated(known.valid_from, known.state, known.state, known.version) for known in later]
