"""The organisation's settings, read once a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Organisation, SettingsChange
from accounts.rules.settings import SETTINGS
from salesops.kernel.periods import PATTERNS, Calendar, Gregorian, NamedBy, WeekBased
from salesops.web.organisation import BusinessTime

_kept: ContextVar[list[Organisation] | None] = ContextVar("organisation", default=None)
"""Within one request the row once it was read; outside of one nothing is kept."""


def organisation() -> Organisation:
    """The one row, read once a request; an unsaved one with the shipped values before the company is set up."""
    kept = _kept.get()
    if kept:
        return kept[0]
    found = next(iter(Organisation.objects.all()), None)
    if kept is not None and found is not None:
        kept.append(found)
    return found or Organisation()


@contextmanager
def read_once() -> Iterator[None]:
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def read_again(**more: Any) -> None:
    """After the row was saved."""
    kept = _kept.get()
    if kept:
        kept.clear()


def zone() -> ZoneInfo:
    return organisation().zone


def calendar(of: Organisation | None = None) -> Calendar:
    """The fiscal calendar that the organisation's settings describe."""
    of = of or organisation()
    named_by: NamedBy = "end" if of.fiscal_year_named_by == "end" else "start"
    if of.fiscal_pattern == Organisation.FiscalPattern.GREGORIAN:
        return Gregorian(start_month=of.fiscal_start_month, named_by=named_by)
    end_month = (of.fiscal_start_month - 2) % 12 + 1
    return WeekBased(pattern=PATTERNS[of.fiscal_pattern], end_month=end_month, named_by=named_by)


def areas() -> list[str]:
    """The areas switched on beside pipeline and forecast."""
    return list(organisation().areas)


def settings_at(instant: datetime, of: Organisation | None = None) -> dict[str, Any]:
    """The settings as they held then: as they were before the first change after it, else those of now."""
    later = SettingsChange.objects.filter(valid_from__gt=instant).order_by("valid_from", "pk").first()
    return dict(later.before) if later else values_of(of or organisation())


def won_follows_at(instant: datetime, of: Organisation | None = None) -> str:
    return str(settings_at(instant, of)["won_follows"])


def values_of(of: Organisation) -> dict[str, Any]:
    return {name: getattr(of, name) for name in SETTINGS}


def business_time() -> BusinessTime:
    """The zone and calendar by which lists read days, asked for by the web layer."""
    of = organisation()
    return BusinessTime(of.zone, calendar(of))
