"""Proving a second factor: at sign-in, and again before what must not be done in somebody else's name."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms import FactorForm
from accounts.models import SignInEvent, User
from accounts.operations.factors import prove_code, prove_passkey
from accounts.queries.signing_in import factors_of
from accounts.requests import PersonRequest
from accounts.sessions import prove, where_next, without_factor
from accounts.views.asking import put_on
from accounts.views.settings import settings_crumbs
from accounts.views.tries import Tries
from salesops.kernel.errors import Refused


def proven_by(
    request: HttpRequest, person: User, form: FactorForm
) -> tuple[SignInEvent.Method | None, HttpResponse | None]:
    """How the person proved it; or the answer when they tried too often; or neither: the form, if sent, says why."""
    if not form.is_valid():
        return None, None
    tries = Tries.of_factor(request, person)
    refusal = tries.refusal()
    if refusal is not None:
        return None, refusal
    credential = form.cleaned_data["credential"]
    try:
        method = prove_passkey(person, credential) if credential else prove_code(person, form.cleaned_data["code"])
    except Refused as refused:
        put_on(form, refused.message, refused.fields)
        tries.failed(person, SignInEvent.Method.WEBAUTHN if credential else SignInEvent.Method.TOTP)
        return None, None
    tries.succeeded()
    return method, None


def shown_factors(request: HttpRequest, person: User) -> dict[str, Any]:
    """What the person can prove with here; for passkeys a challenge of this very page."""
    kinds = {factor.type for factor in factors_of(person)}
    has_passkey = Authenticator.Type.WEBAUTHN in kinds
    challenge = json.dumps(dict(begin_authentication(person)["publicKey"])) if has_passkey else ""
    return {"has_app": Authenticator.Type.TOTP in kinds, "passkey_options": challenge}


@without_factor
@never_cache
@require_http_methods(["GET", "POST"])
def factor_again_page(request: PersonRequest) -> HttpResponseBase:
    """Then back to the page that asked. Who has no factor is led to adding one."""
    person = request.user
    if not factors_of(person):
        return HttpResponseRedirect(reverse("accounts:factors"))
    form = FactorForm(request.POST or None)
    method, refusal = proven_by(request, person, form)
    if refusal is not None:
        return refusal
    if method is not None:
        prove(request)
        return HttpResponseRedirect(where_next(request))
    context = {"form": form, "next": where_next(request), "crumbs": settings_crumbs(), **shown_factors(request, person)}
    return render(request, "accounts/factor_again.html", context, status=422 if request.method == "POST" else 200)
