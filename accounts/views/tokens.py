"""Own API tokens."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import token_for, visible_tokens
from accounts.forms import TokenForm
from accounts.models import ApiToken
from accounts.operations.tokens import create_token, revoke_token
from accounts.queries.organisation import zone
from accounts.requests import PersonRequest
from accounts.sessions import proven_lately
from accounts.views.asking import Crumb, FormPage, put_on
from salesops.kernel.errors import Refused
from salesops.kernel.moments import end_of_day, local_day
from salesops.web.fragments import saved


@proven_lately
@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def tokens_page(request: PersonRequest) -> HttpResponse:
    """A new token is shown in the answer to the very POST: kept nowhere, it cannot be read again."""
    ninety_days = local_day(request.now, zone()) + timedelta(days=90)
    form = TokenForm(request.POST or None, initial={"expires_on": ninety_days})
    secret = made(request, form) if request.method == "POST" and form.is_valid() else ""
    status = 422 if request.method == "POST" and not secret else 200
    return render(request, "accounts/tokens.html", context(request, form, secret), status=status)


def made(request: PersonRequest, form: TokenForm) -> str:
    """The secret, empty when it was refused and the form says why."""
    asked = form.cleaned_data
    try:
        _token, secret = create_token(
            request.user,
            name=asked["name"],
            scopes=asked["scopes"],
            expires_at=end_of_day(asked["expires_on"], zone()),
            by=request.user,
        )
    except Refused as refused:
        fields = {"expires_on" if name == "expires_at" else name: text for name, text in refused.fields.items()}
        put_on(form, refused.message, fields)
        return ""
    return secret


def context(request: PersonRequest, form: TokenForm, secret: str) -> dict[str, object]:
    settings = reverse("accounts:settings")
    sentence = _("For programs of yours. A token never has more rights than you, and ends within a year.")
    page = FormPage(_("API tokens"), _("Make token"), settings, sentence, [Crumb(_("Settings"), settings)])
    tokens = list(visible_tokens(request.user))
    for token in tokens:
        token.live = is_live(token, request)  # type: ignore[attr-defined]
    # What was typed belongs to the token just made; the next one starts empty.
    return {
        "page": page,
        "form": TokenForm(initial=form.initial) if secret else form,
        "tokens": tokens,
        "secret": secret,
    }


def is_live(token: ApiToken, request: PersonRequest) -> bool:
    return token.revoked_at is None and token.expires_at > request.now


@require_POST
def revoke_token_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    token = revoke_token(token_for(request.user, uid), by=request.user)
    return saved(request, reverse("accounts:tokens"), said=_("Token %(name)s revoked") % {"name": token.name})
