"""Forecast types, the version that held, and the periods they are called for."""

from datetime import datetime
from uuid import UUID

from accounts.models import FiscalPeriod
from forecasting.models import ForecastPeriodState, ForecastType, ForecastTypeVersion
from salesops.kernel.errors import NotFound


def forecast_types() -> list[ForecastType]:
    return list(ForecastType.objects.filter(retired_at__isnull=True))


def type_for(key: str | None) -> ForecastType:
    """By key, the first one when none is named. Raises NotFound."""
    rows = ForecastType.objects.filter(retired_at__isnull=True)
    found = rows.filter(key=key).first() if key else rows.first()
    if found is None:
        raise NotFound()
    return found


def version_at(type_: ForecastType, at: datetime) -> ForecastTypeVersion:
    """The version in force at the instant; before the first one, the first one."""
    rows = list(type_.versions.order_by("number"))
    return [row for row in rows if row.made_at <= at or row.number == 1][-1]


def opened_periods() -> list[FiscalPeriod]:
    """Periods somebody opened a forecast for, latest first."""
    return list(FiscalPeriod.objects.filter(forecast_states__isnull=False).distinct().order_by("-start_date"))


def period_for(key: str | UUID | None, at: datetime) -> FiscalPeriod | None:
    """By key or uid; unnamed: the opened one that holds the instant, else the latest opened one. None when none is.

    Raises NotFound for a name that no period has.
    """
    if key:
        rows = FiscalPeriod.objects.filter(uid=key) if isinstance(key, UUID) else FiscalPeriod.objects.filter(key=key)
        found = rows.first()
        if found is None:
            raise NotFound()
        return found
    opened = opened_periods()
    return next((p for p in opened if p.starts_at <= at < p.ends_at), opened[0] if opened else None)


def period_state(type_: ForecastType, period: FiscalPeriod, node_id: int | None = None) -> ForecastPeriodState | None:
    """The state of the node, or of the period itself without one."""
    return ForecastPeriodState.objects.filter(type=type_, period=period, node_id=node_id).first()


def submissions_made(type_: ForecastType, period: FiscalPeriod, node_id: int) -> int:
    """How often the node submitted, whoever may still read what."""
    state = period_state(type_, period, node_id)
    return state.seq if state else 0
