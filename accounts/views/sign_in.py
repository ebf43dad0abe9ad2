"""Signing in by e-mail address and password, then by a second factor where there is one, and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import FactorForm
from accounts.models import SignInEvent, User
from accounts.operations.sign_in_events import note
from accounts.provider import is_configured
from accounts.queries.signing_in import has_factor
from accounts.sessions import prove, where_from, where_next, without_factor
from accounts.views.proving import proven_by, shown_factors
from accounts.views.tries import Tries, typed_address

ONE_ANSWER = _("This address and password do not fit together, or the account is closed.")
PENDING = "sign_in_pending"
PENDING_SECONDS = 600
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


class SignInForm(AuthenticationForm):
    """One sentence for every refusal: an answer must not tell which addresses exist."""

    error_messages = {"invalid_login": ONE_ANSWER, "inactive": ONE_ANSWER}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget.attrs |= {"type": "email", "autocomplete": "username"}


@without_factor
@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """422 with the one sentence when it fails; after five failures 429; 503 while tries cannot be counted."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(where_next(request))
    tries = Tries.of_password(request)
    refusal = tries.refusal() if request.method == "POST" else None
    if refusal is not None:
        return refusal
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        tries.succeeded()
        return past_the_password(request, form.get_user())
    if request.method == "POST" and tries.counted:
        tries.failed(User.objects.filter(email__iexact=typed_address(request)).first(), SignInEvent.Method.PASSWORD)
    status = 422 if request.method == "POST" else 200
    return shown_sign_in(request, form, status=status)


def shown_sign_in(request: HttpRequest, form: SignInForm, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "next": where_next(request), "has_provider": is_configured(), "refused": refused}
    return render(request, "accounts/sign_in.html", context, status=status)


def past_the_password(
    request: HttpRequest, person: User, method: SignInEvent.Method = SignInEvent.Method.PASSWORD, next_: str = ""
) -> HttpResponse:
    """Signed in, or one step before it: the session then knows who proved a password, and nothing else."""
    if not has_factor(person):
        return enter(request, person, method, next_=next_)
    request.session.cycle_key()
    request.session[PENDING] = {
        "person": person.pk,
        "hash": person.get_session_auth_hash(),
        "until": timezone.now().timestamp() + PENDING_SECONDS,
        "next": next_ or where_next(request),
    }
    return HttpResponseRedirect(reverse("accounts:sign_in_factor"))


@without_factor
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_factor_page(request: HttpRequest) -> HttpResponse:
    """The second step. Ten minutes after the password, or after a change of it, it begins anew."""
    person = pending_person(request)
    if person is None:
        return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
    form = FactorForm(request.POST or None)
    method, refusal = proven_by(request, person, form)
    if refusal is not None:
        return refusal
    if method is not None:
        return enter(request, person, method, proven=True)
    context = {"form": form, **shown_factors(request, person)}
    return render(request, "accounts/sign_in_factor.html", context, status=422 if request.method == "POST" else 200)


def pending_person(request: HttpRequest) -> User | None:
    """Who proved their password here a moment ago."""
    pending: dict[str, Any] = request.session.get(PENDING) or {}
    if pending.get("until", 0) < timezone.now().timestamp():
        return None
    person = User.objects.filter(pk=pending["person"], state=User.State.ACTIVE).first()
    return person if person and person.get_session_auth_hash() == pending["hash"] else None


def enter(
    request: HttpRequest, person: User, method: SignInEvent.Method, *, proven: bool = False, next_: str = ""
) -> HttpResponse:
    """Signed in, under a new key, and on to where they wanted."""
    pending: dict[str, Any] = request.session.pop(PENDING, None) or {}
    login(request, person, backend=BACKEND)
    if proven:
        prove(request)
    note(SignInEvent.Kind.SUCCESS, person=person, where=where_from(request), method=method)
    return HttpResponseRedirect(pending.get("next") or next_ or where_next(request))


@without_factor
@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
