"""What every page needs around its content, worked out once and only when a template asks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone

from salesops.kernel.moments import local_day
from salesops.kernel.periods import Level, period_at
from salesops.kernel.registry import Registry
from salesops.web.navigation import Group, Line, groups_for, phone_lines
from salesops.web.organisation import business_time_for

THEMES = ("system", "light", "dark")

log_urls: Registry[Callable[[HttpRequest], str]] = Registry("log addresses")
"""One entry, `activity`: where the round button of the bottom bar leads, empty for whom it is closed."""


@dataclass
class Shell:
    """The frame of one page for one person."""

    request: HttpRequest

    @cached_property
    def groups(self) -> list[Group]:
        return groups_for(self.request)

    @cached_property
    def phone(self) -> list[Line]:
        return phone_lines(self.groups)

    @cached_property
    def current_group(self) -> Group | None:
        return next((group for group in self.groups if any(line.current for line in group.lines)), None)

    @cached_property
    def current(self) -> Line | None:
        return next((line for group in self.groups for line in group.lines if line.current), None)

    @property
    def sign_out_url(self) -> str:
        return resolve_url(settings.LOGOUT_URL)

    @property
    def theme(self) -> str:
        theme = getattr(getattr(self.request, "user", None), "theme", "system")
        return theme if theme in THEMES else "system"

    @cached_property
    def period_label(self) -> str:
        """The running quarter (`FY26 Q4`), beside the product's name."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        time, now = business_time_for(self.request), getattr(self.request, "now", None) or timezone.now()
        return period_at(local_day(now, time.zone), Level.QUARTER, time.calendar).label

    @property
    def log_url(self) -> str:
        ask = log_urls.get("activity")
        return ask(self.request) if ask else ""

    @property
    def shortcuts_off(self) -> bool:
        return not getattr(getattr(self.request, "user", None), "single_keys", True)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell` in every template."""
    return {"shell": Shell(request)}


def toast(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Say what happened at the foot of the next page; `undo_url` takes one POST."""
    messages.success(request, text, extra_tags=undo_url)
