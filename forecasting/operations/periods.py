"""Writes about periods: opened, locked, re-opened, each with its reason."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import FiscalPeriod, User
from accounts.queries.organisation import zone
from forecasting.models import ForecastPeriodEvent, ForecastPeriodState, ForecastType, State
from forecasting.operations.types import require_reason
from forecasting.queries.types import version_at
from forecasting.rules.deadlines import deadline_after
from salesops.audit.operations import record
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Refused

TAKES_CALLS = (State.OPEN, State.SUBMITTED, State.REOPENED)


def open_period(
    type_: ForecastType, period: FiscalPeriod, *, by: User | None, due_at: datetime | None = None, reason: str = ""
) -> ForecastPeriodState:
    """The period takes calls from now on; one that does already stays as it is.

    due_at: when the first forecasts are due, the type's next deadline unless given. Raises Refused `period_not_open`
    for a locked one: that is re-opened, with a reason.
    """
    with operation(by=by, reason=reason) as op:
        state, _made = ForecastPeriodState.objects.select_for_update().get_or_create(
            type=type_, period=period, node=None, defaults={"state": State.UPCOMING}
        )
        if state.state in TAKES_CALLS:
            return state
        if state.state != State.UPCOMING:
            raise period_not_open(state)
        state.opened_at = op.at
        state.due_at = due_at or first_deadline(type_, period, op.at)
        _turn([state], State.OPEN, op, reason)
        return state


def first_deadline(type_: ForecastType, period: FiscalPeriod, at: datetime) -> datetime:
    """The type's next deadline inside the period, else its end."""
    version = version_at(type_, at)
    if version.deadline_weekday is None:
        return period.ends_at
    start = max(at, period.starts_at)
    return min(deadline_after(start, version.deadline_weekday, version.deadline_time, zone()), period.ends_at)


def lock_period(state: ForecastPeriodState, *, by: User, reason: str) -> ForecastPeriodState:
    """No more calls: for the node, or for everybody when the state is the period's own."""
    return _change(state, State.LOCKED, TAKES_CALLS, by=by, reason=reason)


def reopen_period(state: ForecastPeriodState, *, by: User, reason: str) -> ForecastPeriodState:
    """Calls again, after a lock. What was submitted stays as it was."""
    return _change(state, State.REOPENED, (State.LOCKED,), by=by, reason=reason)


def _change(
    state: ForecastPeriodState, to: State, allowed: tuple[State, ...], *, by: User, reason: str
) -> ForecastPeriodState:
    require_reason(reason)
    with transaction.atomic():
        held = _held(state)
        # Its instant comes after the locks: whatever was signed before it is stored by then, the rest is refused.
        with operation(by=by, reason=reason) as op:
            state = next(row for row in held if row.pk == state.pk)
            if state.state not in allowed:
                raise period_not_open(state)
            _turn([row for row in held if row.pk == state.pk or row.state in allowed], to, op, reason)
            return state


def _held(state: ForecastPeriodState) -> list[ForecastPeriodState]:
    """The rows that change, locked; the period's own first, as calls and submissions take them.

    In two questions: a node's first submission makes its row while we wait for the period's, and the second sees it.
    """
    rows = ForecastPeriodState.objects.select_for_update(of=("self",)).filter(type=state.type, period=state.period)
    own = list(rows.filter(pk=state.pk))
    return own if state.node_id else [*own, *rows.exclude(pk=state.pk).order_by("node_id")]


def _turn(rows: list[ForecastPeriodState], to: State, op: Operation, reason: str) -> None:
    events = [
        ForecastPeriodEvent(state=row, before=row.state, after=to, at=op.at, by=op.by, reason=reason) for row in rows
    ]
    for row in rows:
        row.state = to
        row.locked_at = op.at if to == State.LOCKED else None
        row.save(update_fields=["state", "locked_at", "opened_at", "due_at"])
    ForecastPeriodEvent.objects.bulk_create(events)
    head = rows[0]
    record(
        f"{to}_forecast_period",
        by=op.by,
        of=head,
        before={"state": events[0].before},
        after={"state": str(to)},
        reason=reason,
    )


def take_node(type_: ForecastType, period: FiscalPeriod, node: User) -> ForecastPeriodState:
    """The node's row, locked, after the period's own in share mode: nobody locks the period in between.

    Raises Refused `period_not_open` when one of them takes no calls.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM forecasting_forecastperiodstate"
            " WHERE type_id = %s AND period_id = %s AND node_id IS NULL FOR SHARE",
            [type_.pk, period.pk],
        )
        found = cursor.fetchone()
    whole = ForecastPeriodState.objects.filter(pk=found[0]).select_related("period").first() if found else None
    if whole is None or whole.state not in TAKES_CALLS:
        raise period_not_open(whole or ForecastPeriodState(type=type_, period=period, state=State.UPCOMING))
    ForecastPeriodState.objects.bulk_create(
        [ForecastPeriodState(type=type_, period=period, node=node, state=State.OPEN, opened_at=whole.opened_at)],
        ignore_conflicts=True,
    )
    state = ForecastPeriodState.objects.select_for_update(of=("self",)).get(type=type_, period=period, node=node)
    if state.state not in TAKES_CALLS:
        raise period_not_open(state)
    return state


def period_not_open(state: ForecastPeriodState) -> Refused:
    words = {"period": state.period.label, "state": str(State(state.state).label).lower()}
    return Refused("period_not_open", _("%(period)s is %(state)s: it takes no forecasts.") % words, state=state.state)
