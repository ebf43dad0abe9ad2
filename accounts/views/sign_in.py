"""Signing in by e-mail address and password, and out."""

import hashlib
from collections.abc import Mapping
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from salesops.web.answers import answer
from salesops.web.api.throttles import Limit, count, forget
from salesops.web.errors import RETRY_SECONDS, Problem

# As many as the lock-out counts; here before the password is looked at, so that a hundred at once are no hundred tries.
TRIES = Limit(settings.AXES_FAILURE_LIMIT, int(settings.AXES_COOLOFF_TIME * 3600))
TRIES_A_DAY = Limit(50, 86_400)
"""From everywhere together: slow enough for a patient stranger with many addresses."""

ONE_ANSWER = _("This address and password do not fit together, or the account is closed.")


class SignInForm(AuthenticationForm):
    """One sentence for every refusal: an answer must not tell which addresses exist."""

    error_messages = {"invalid_login": ONE_ANSWER, "inactive": ONE_ANSWER}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget.attrs |= {"type": "email", "autocomplete": "username"}


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """422 with the one sentence when it fails; after five failures 429; 503 while tries cannot be counted."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(where_next(request))
    tries = Tries(request)
    refusal = tries.refusal() if request.method == "POST" else None
    if refusal is not None:
        return refusal
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        tries.succeeded()
        login(request, form.get_user())
        return HttpResponseRedirect(where_next(request))
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/sign_in.html", {"form": form, "next": where_next(request)}, status=status)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))


class Tries:
    """The tries of one address from one place, and from everywhere: counted atomically before any password is read."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.address = hashlib.sha256(counted_address(request, None).encode()).hexdigest()
        self.keys = {
            f"sign-in:{self.address}:{get_client_ip_address(request)}": TRIES,
            f"sign-in:{self.address}": TRIES_A_DAY,
        }

    def refusal(self) -> HttpResponse | None:
        """None lets the password be looked at. A form with an empty field tries nothing."""
        if not (self.request.POST.get("username") and self.request.POST.get("password")):
            return None
        standings = [count(key, limit) for key, limit in self.keys.items()]
        if any(standing is None for standing in standings):
            sentence = _("Signing in is closed for a moment: tries cannot be counted. Try again soon.")
            return answer(self.request, Problem(503, "sign_in_closed", str(sentence), retry_after=RETRY_SECONDS))
        over = [standing for standing in standings if standing is not None and standing.is_over]
        if not over:
            return None
        locked = render(self.request, settings.AXES_LOCKOUT_TEMPLATE, status=429)
        locked.headers["Retry-After"] = str(int(max(standing.reset for standing in over)) + 1)
        return locked

    def succeeded(self) -> None:
        for key in self.keys:
            forget(key)


def counted_address(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """What the lock-out counts by: the address, whatever the case of its letters, or each spelling had five tries."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(typed).strip().lower()


def where_next(request: HttpRequest) -> str:
    """The address asked for, when it is one of ours; never another host."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_local = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if asked and is_local else resolve_url(settings.LOGIN_REDIRECT_URL)
