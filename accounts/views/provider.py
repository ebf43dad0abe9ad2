"""Signing in with the company's identity provider: there, and back with a proof."""

import secrets
from dataclasses import asdict
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import SignInEvent, User
from accounts.operations.provider_sign_ins import sign_in_by_provider
from accounts.operations.sign_in_events import note
from accounts.provider import Claims, NotBelieved, Pending, ProviderAway, address_to_ask, claims_of, is_configured
from accounts.sessions import where_from, where_next, without_factor
from accounts.views.sign_in import SignInForm, past_the_password, shown_sign_in
from salesops.kernel.errors import NotFound, Refused

logger = structlog.get_logger(__name__)
ASKED = "provider_asked"
ASKED_SECONDS = 600


@without_factor
@never_cache
@login_not_required
@require_safe
def provider_page(request: HttpRequest) -> HttpResponse:
    """To the provider. Only this browser's session knows what must come back, once, within ten minutes."""
    _require_provider()
    if request.user.is_authenticated:
        return HttpResponseRedirect(where_next(request))
    pending = Pending.new()
    try:
        address = address_to_ask(pending, come_back=_come_back())
    except ProviderAway as error:
        return _away(request, error)
    until = timezone.now().timestamp() + ASKED_SECONDS
    request.session[ASKED] = {**asdict(pending), "until": until, "next": where_next(request)}
    return HttpResponseRedirect(address)


@without_factor
@never_cache
@login_not_required
@require_safe
def provider_done_page(request: HttpRequest) -> HttpResponse:
    """Back with a code. A second factor is asked for as after a password."""
    _require_provider()
    asked: dict[str, Any] = request.session.pop(ASKED, None) or {}
    try:
        claims = _claims(request, asked)
    except ProviderAway as error:
        return _away(request, error)
    except NotBelieved as error:
        logger.warning("provider_not_believed", why=str(error))
        note(SignInEvent.Kind.FAILURE, person=None, where=where_from(request), method=SignInEvent.Method.PROVIDER)
        return _refused(request, _("The company account could not be checked. Begin again."))
    try:
        person = sign_in_by_provider(**asdict(claims), where=where_from(request))
    except Refused as refused:
        _note_failure(request, claims)
        return _refused(request, refused.message)
    return past_the_password(request, person, SignInEvent.Method.PROVIDER, str(asked["next"]))


def _claims(request: HttpRequest, asked: dict[str, Any]) -> Claims:
    if asked.get("until", 0) < timezone.now().timestamp():
        raise NotBelieved("nobody left from here, or too long ago")
    if not secrets.compare_digest(request.GET.get("state", "").encode(), asked["state"].encode()):
        raise NotBelieved("another state")
    code = request.GET.get("code", "")
    if "error" in request.GET or not code:
        raise NotBelieved("the provider refused")
    pending = Pending(asked["state"], asked["nonce"], asked["verifier"])
    return claims_of(code, pending, come_back=_come_back())


def _come_back() -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('accounts:provider_done')}"


def _require_provider() -> None:
    if not is_configured():
        raise NotFound()


def _note_failure(request: HttpRequest, claims: Claims) -> None:
    known = User.objects.filter(email__iexact=claims.address).first()
    where, method = where_from(request), SignInEvent.Method.PROVIDER
    note(SignInEvent.Kind.FAILURE, person=known, address=claims.address, where=where, method=method)


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    return shown_sign_in(request, SignInForm(request), refused=sentence, status=422)


def _away(request: HttpRequest, error: ProviderAway) -> HttpResponse:
    logger.warning("provider_away", why=str(error))
    sentence = _("The company account does not answer. Try again soon, or sign in with your password.")
    return shown_sign_in(request, SignInForm(request), refused=sentence, status=503)
