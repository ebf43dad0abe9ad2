"""What the web layer must know of the organisation to read a date: asked of the app that owns the answer."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from salesops.kernel.periods import Calendar, Gregorian
from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class BusinessTime:
    """The zone of business days, and the calendar that quarters and years come from."""

    zone: ZoneInfo
    calendar: Calendar


business_times: Registry[Callable[[], BusinessTime]] = Registry("business times")
"""One entry, `organisation`, registered by the app that keeps the organisation's settings."""


def business_time() -> BusinessTime:
    """The registered answer; without one, the first values of the settings."""
    ask = business_times.get("organisation")
    if ask is not None:
        return ask()
    return BusinessTime(ZoneInfo(settings.ORG_TIME_ZONE), Gregorian(start_month=settings.FISCAL_START_MONTH))


def business_time_for(request: Any) -> BusinessTime:
    """The same for all of one request: frame and list ask once."""
    known: BusinessTime | None = getattr(request, "business_time", None)
    if known is None:
        known = request.business_time = business_time()
    return known


used_areas: Registry[Callable[[], Collection[str]]] = Registry("areas in use")
"""One entry, `organisation`, registered by the same app."""


def areas_in_use() -> Collection[str]:
    """The keys of areas that the company has switched on."""
    ask = used_areas.get("organisation")
    return ask() if ask is not None else ()


access_givers: Registry[Callable[[], Collection[str]]] = Registry("who gives access")
"""One entry, `people`, registered by the app that keeps roles: the names of some who can grant one."""


def who_gives_access() -> list[str]:
    """Empty where nobody can be named."""
    ask = access_givers.get("people")
    return list(ask()) if ask is not None else []
