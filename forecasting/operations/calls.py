"""Writes about calls: one's own number, a manager adjustment, taking either back."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import FiscalPeriod, User
from accounts.queries.organisation import organisation
from forecasting.access import require_call
from forecasting.models import ForecastCall, ForecastType
from forecasting.operations.periods import take_node
from forecasting.operations.types import require_reason
from forecasting.queries.rollup import Frame, Rollup, read_rollup
from forecasting.rules.rollup import MEASURES
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused
from salesops.kernel.money import minor_units, round_half_up

LARGEST = Decimal(10) ** 14


def make_call(
    type_: ForecastType,
    period: FiscalPeriod,
    node: User,
    *,
    value: Decimal,
    by: User,
    measure: str = "commit",
    mode: str = "replace",
    base: Decimal | None = None,
    currency: str | None = None,
    note: str = "",
    reason_code: str = "",
    expires_at: datetime | None = None,
    acting_for: User | None = None,
    at: datetime | None = None,
) -> ForecastCall:
    """What `by` says the node will bring, cumulative (commit = won + commit). The call before it is superseded.

    base: the roll-up shown; without one the roll-up of this moment, and `shift` needs it stated. Raises Refused
    `measure_not_callable`, `currency_mismatch`, `period_not_open`, `note_required`, Forbidden `not_direct_report`.
    """
    _check_values(value, measure, mode, base, currency)
    with operation(by=by, at=at) as op:
        take_node(type_, period, node)
        rollup = read_rollup(Frame(type_, period, op.at))
        require_call(by, node.pk, rollup.structure)
        if node.pk != by.pk and not note.strip():
            raise Refused("note_required", _("Say why you adjust it."), fields={"note": _("Say why you adjust it.")})
        if expires_at is not None and expires_at <= op.at:
            raise Refused(
                "expiry_past", _("This has already expired."), fields={"expires_at": _("Choose a later moment.")}
            )
        last = _supersede(type_, period, node, by, measure, op.at)
        call = ForecastCall.objects.create(
            type=type_,
            period=period,
            forecaster=by,
            acting_for=acting_for,
            node=node,
            measure=measure,
            mode=mode,
            value=round_half_up(value, minor_units(organisation().currency)),
            base=_given(rollup, node, by, measure) if base is None else base,
            currency=organisation().currency,
            reason_code=reason_code,
            note=note.strip(),
            made_at=op.at,
            expires_at=expires_at,
            supersedes=last,
        )
        before = {"value": str(last.value)} if last else None
        record("make_forecast_call", by=by, of=call, before=before, after={"value": str(call.value)}, reason=call.note)
        return call


def withdraw_call(call: ForecastCall, *, by: User, reason: str, at: datetime | None = None) -> ForecastCall:
    """Take a call back: from now on there is none, the one before it does not revive. Once only.

    Raises Refused `reason_required`, `call_gone`, `period_not_open`.
    """
    require_reason(reason)
    with operation(by=by, at=at, reason=reason) as op:
        take_node(call.type, call.period, call.node)
        gone = {"withdrawn_at": op.at, "withdrawn_by": by, "withdrawn_reason": reason.strip()}
        live = ForecastCall.objects.filter(pk=call.pk, withdrawn_at__isnull=True, superseded_at__isnull=True)
        if not live.update(**gone):
            raise Refused("call_gone", _("This forecast was replaced or withdrawn before."))
        record("withdraw_forecast_call", by=by, of=call, before={"value": str(call.value)}, reason=reason)
        call.refresh_from_db()
        return call


def _check_values(value: Decimal, measure: str, mode: str, base: Decimal | None, currency: str | None) -> None:
    if measure not in MEASURES:
        raise Refused(
            "measure_not_callable",
            _("Only commit and upside are called."),
            fields={"measure": _("Choose commit or upside.")},
        )
    for name, number in (("value", value), ("base", base)):
        if number is not None and (not number.is_finite() or abs(number) >= LARGEST):
            raise Refused("not_an_amount", _("This is not an amount."), fields={name: _("Write an amount.")})
    if mode not in ForecastCall.Mode:
        raise Refused("mode_unknown", _("A call replaces or shifts."), fields={"mode": _("Choose replace or shift.")})
    if mode == ForecastCall.Mode.SHIFT and base is None:
        raise Refused(
            "base_required",
            _("A shift needs the number it starts from."),
            fields={"base": _("Give the roll-up you saw.")},
        )
    if currency is not None and currency != organisation().currency:
        sentence = _("Forecasts are in %(currency)s.") % {"currency": organisation().currency}
        raise Refused("currency_mismatch", sentence, fields={"currency": sentence})


def _given(rollup: Rollup, node: User, by: User, measure: str) -> Decimal:
    """What the call is about: the roll-up for one's own number, the report's own number for an adjustment."""
    line = rollup.lines[measure][node.pk]
    return line.rollup if node.pk == by.pk else line.said


def _supersede(
    type_: ForecastType, period: FiscalPeriod, node: User, by: User, measure: str, at: datetime
) -> ForecastCall | None:
    last = ForecastCall.objects.filter(
        type=type_,
        period=period,
        forecaster=by,
        node=node,
        measure=measure,
        withdrawn_at__isnull=True,
        superseded_at__isnull=True,
    ).first()
    if last is not None:
        ForecastCall.objects.filter(pk=last.pk).update(superseded_at=at)
    return last
