"""Tries to sign in, counted atomically before any password or code is read."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SignInEvent, User
from accounts.operations.locks import address_from_key, address_key, factor_day_key, factor_key
from accounts.operations.sign_in_events import note
from accounts.sessions import where_from
from salesops.web.answers import answer
from salesops.web.api.throttles import Limit, Standing, count, forget
from salesops.web.errors import RETRY_SECONDS, Problem

# As many as the lock-out counts; here before the password is looked at, so that a hundred at once are no hundred tries.
TRIES = Limit(settings.AXES_FAILURE_LIMIT, int(settings.AXES_COOLOFF_TIME * 3600))
TRIES_A_DAY = Limit(50, 86_400)
"""From everywhere together: slow enough for a patient stranger with many addresses."""


class Tries:
    """Those of one address from one place and from everywhere, or of one person at their second factor."""

    def __init__(self, request: HttpRequest, keys: Mapping[str, Limit], *, is_try: bool = True) -> None:
        self.request = request
        self.keys = keys
        self.is_try = is_try
        self.counted: list[Standing] = []

    @classmethod
    def of_password(cls, request: HttpRequest) -> "Tries":
        """A form with an empty field tries nothing."""
        address = typed_address(request)
        from_here = address_from_key(address, get_client_ip_address(request))
        is_try = bool(request.POST.get("username") and request.POST.get("password"))
        return cls(request, {from_here: TRIES, address_key(address): TRIES_A_DAY}, is_try=is_try)

    @classmethod
    def of_factor(cls, request: HttpRequest, person: User) -> "Tries":
        return cls(request, {factor_key(person): TRIES, factor_day_key(person): TRIES_A_DAY})

    def refusal(self) -> HttpResponse | None:
        """None lets the password or the code be looked at."""
        if not self.is_try:
            return None
        standings = [count(key, limit) for key, limit in self.keys.items()]
        self.counted = [standing for standing in standings if standing is not None]
        if len(self.counted) < len(standings):
            sentence = _("Signing in is closed for a moment: tries cannot be counted. Try again soon.")
            return answer(self.request, Problem(503, "sign_in_closed", sentence, retry_after=RETRY_SECONDS))
        over = [standing for standing in self.counted if standing.is_over]
        if not over:
            return None
        locked = render(self.request, settings.AXES_LOCKOUT_TEMPLATE, status=429)
        locked.headers["Retry-After"] = str(int(max(standing.reset for standing in over)) + 1)
        return locked

    def succeeded(self) -> None:
        for key in self.keys:
            forget(key)

    def failed(self, person: User | None, method: SignInEvent.Method) -> None:
        """Written down; with the last try that is looked at also the lock."""
        known = {"person": person, "address": typed_address(self.request), "where": where_from(self.request)}
        note(SignInEvent.Kind.FAILURE, method=method, **known)  # type: ignore[arg-type]
        last = [standing.reset for standing in self.counted if standing.remaining == 0]
        if last:
            until = timezone.now() + timedelta(seconds=max(last))
            note(SignInEvent.Kind.LOCKED, method=method, until=until, **known)  # type: ignore[arg-type]


def typed_address(request: HttpRequest) -> str:
    return counted_address(request, None)


def counted_address(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """What the lock-out counts by: the address, whatever the case of its letters, or each spelling had five tries."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(typed).strip().lower()
