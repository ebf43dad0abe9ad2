"""Own second factors: an authenticator app, passkeys, recovery codes."""

import base64
import json
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode

import qrcode
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathFillImage

from accounts.forms import AppForm, PasskeyForm
from accounts.models import User
from accounts.operations.factors import add_app, add_passkey, new_recovery_codes, remove_factor
from accounts.queries.signing_in import factors_of, must_have_factor, unused_codes
from accounts.requests import PersonRequest
from accounts.rules.factors import new_secret
from accounts.sessions import again_url, has_proven, is_fresh, keep, prove, sent_to, without_factor
from accounts.views.asking import Crumb, FormPage, put_on
from accounts.views.settings import settings_crumbs
from salesops.db.secrets import opened, sealed
from salesops.kernel.errors import Conflict, Refused
from salesops.web.fragments import saved

SECRET = "factor_secret"  # noqa: S105 - the name it has in the session


@without_factor
@never_cache
@require_safe
def factors_page(request: PersonRequest) -> HttpResponseBase:
    """Whoever has one proves it first; whoever must get one sees nothing else until then."""
    factors = factors_of(request.user)
    if factors and not has_proven(request):
        return HttpResponseRedirect(again_url(request))
    return render(request, "accounts/factors.html", shown(request.user, factors))


def shown(person: User, factors: list[Authenticator], codes: list[str] | None = None) -> dict[str, Any]:
    """`codes` were made by this very request: shown this once."""
    kinds = {Authenticator.Type.TOTP: _("Authenticator app"), Authenticator.Type.WEBAUTHN: _("Passkey")}
    rows = [
        {
            "id": factor.pk,
            "kind": kinds[factor.type],
            "name": factor.data.get("name", ""),
            "added": factor.created_at,
            "used": factor.last_used_at,
        }
        for factor in factors
    ]
    return {
        "factors": rows,
        "codes": codes,
        "codes_left": unused_codes(person),
        "must_add": must_have_factor(person) and not factors,
        "asks_nobody": settings.REQUIRE_MFA == "none" and not factors,
        "has_app": any(factor.type == Authenticator.Type.TOTP for factor in factors),
    }


@without_factor
@never_cache
@sensitive_variables("secret", "codes")
@require_http_methods(["GET", "POST"])
def app_page(request: PersonRequest) -> HttpResponseBase:
    """The secret waits in the session, sealed, until a code proves that an app has it."""
    if not may_change(request):
        return sent_to(request, again_url(request))
    if request.method == "GET" or SECRET not in request.session:
        request.session[SECRET] = sealed(new_secret())
    secret = opened(request.session[SECRET])
    form = AppForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = add_app(request.user, secret=secret, code=form.cleaned_data["code"], by=request.user)
        except (Refused, Conflict) as refused:
            put_on(form, refused.message, refused.fields)
        else:
            del request.session[SECRET]
            return added(request, codes, _("Authenticator app added"))
    page = FormPage(_("Authenticator app"), _("Add app"), reverse("accounts:factors"), crumbs=factor_crumbs())
    address = totp_address(request.user, secret)
    context = {"page": page, "form": form, "picture": picture_of(address), "secret": secret, "address": address}
    return render(request, "accounts/factor_app.html", context, status=422 if request.method == "POST" else 200)


@without_factor
@never_cache
@sensitive_variables("codes")
@require_http_methods(["GET", "POST"])
def passkey_page(request: PersonRequest) -> HttpResponseBase:
    if not may_change(request):
        return sent_to(request, again_url(request))
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = add_passkey(request.user, **form.cleaned_data, by=request.user)
        except Refused as refused:
            put_on(form, refused.message, refused.fields)
        else:
            return added(request, codes, _("Passkey added"))
    page = FormPage(_("Passkey"), _("Add passkey"), reverse("accounts:factors"), crumbs=factor_crumbs())
    options = json.dumps(dict(begin_registration(request.user, False)["publicKey"]))
    context = {"page": page, "form": form, "options": options}
    return render(request, "accounts/factor_passkey.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@sensitive_variables("codes")
@require_POST
def codes_page(request: PersonRequest) -> HttpResponseBase:
    if not may_change(request):
        return sent_to(request, again_url(request))
    codes = new_recovery_codes(request.user, by=request.user)
    return added(request, codes, "")


@require_POST
def remove_factor_page(request: PersonRequest, factor: int) -> HttpResponseBase:
    if not may_change(request):
        return sent_to(request, again_url(request))
    own = get_object_or_404(Authenticator, pk=factor, user=request.user, type__in=["totp", "webauthn"])
    remove_factor(request.user, own, by=request.user)
    keep(request, refreshed(request.user))
    return saved(request, reverse("accounts:factors"), said=_("Factor removed. Your other sessions have ended"))


def may_change(request: HttpRequest) -> bool:
    """The first factor needs none before it; every further change one of the last fifteen minutes."""
    return is_fresh(request) or not factors_of(request.user)  # type: ignore[arg-type]


def added(request: PersonRequest, codes: list[str], said: str) -> HttpResponse:
    """The answer to the very POST: recovery codes stand in it and nowhere else."""
    person = refreshed(request.user)
    keep(request, person)
    prove(request)
    if not codes:
        return saved(request, reverse("accounts:factors"), said=said)
    return render(request, "accounts/factors.html", shown(person, factors_of(person), codes))


def refreshed(person: User) -> User:
    person.refresh_from_db(fields=["auth_epoch"])
    return person


def totp_address(person: User, secret: str) -> str:
    """As authenticator apps read it: `otpauth://totp/SalesOps:priya@..?secret=..&issuer=SalesOps`."""
    return f"otpauth://totp/{quote(f'SalesOps:{person.email}')}?{urlencode({'secret': secret, 'issuer': 'SalesOps'})}"


def picture_of(address: str) -> str:
    """A QR code with its own ground, so that it is read in the dark theme too; as an address that the policy allows."""
    out = BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, box_size=16).save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def factor_crumbs() -> list[Crumb]:
    return [*settings_crumbs(), Crumb(_("Second factors"), reverse("accounts:factors"))]
