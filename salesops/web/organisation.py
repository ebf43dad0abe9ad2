"""What the web layer must know of the organisation to read a date: asked of the app that owns the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class Calendar:
    """The zone of business days and the month (1-12) in which the fiscal year starts."""

    zone: ZoneInfo
    fiscal_start_month: int = 1


calendars: Registry[Callable[[], Calendar]] = Registry("calendars")
"""One entry, `organisation`, registered by the app that keeps the organisation's settings."""


def organisation_calendar() -> Calendar:
    """The registered answer; before one is registered, the first values of the settings."""
    ask = calendars.get("organisation")
    if ask is not None:
        return ask()
    return Calendar(
        ZoneInfo(getattr(settings, "ORG_TIME_ZONE", "UTC")), int(getattr(settings, "FISCAL_START_MONTH", 1))
    )
