"""Signing in by e-mail address and password, and out."""

from collections.abc import Mapping
from typing import Any

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
    """422 with the one sentence when it fails; after five failures the lock-out answers 429 instead."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(where_next(request))
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(where_next(request))
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/sign_in.html", {"form": form, "next": where_next(request)}, status=status)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))


def counted_address(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """What the lock-out counts by: the address, whatever the case of its letters, or each spelling had five tries."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(typed).strip().lower()


def where_next(request: HttpRequest) -> str:
    """The address asked for, when it is one of ours; never another host."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_local = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if asked and is_local else resolve_url(settings.LOGIN_REDIRECT_URL)
