"""A password by a link from a mail: forgotten, or the first one of who was invited."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import ForgottenForm, NewPasswordForm
from accounts.models import SignInLink
from accounts.operations.links import ask_for_reset, set_password_by_link
from accounts.queries.signing_in import address_digest, link_of
from accounts.sessions import where_from, without_factor
from accounts.views.asking import put_on
from accounts.views.tries import Tries
from salesops.kernel.errors import Conflict, Refused
from salesops.web.api.throttles import Limit

ASKED_BY_ADDRESS = Limit(5, 3600)
ASKED_BY_PLACE = Limit(20, 3600)


@without_factor
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def forgotten_page(request: HttpRequest) -> HttpResponse:
    """The same answer and the same work whoever the address belongs to: a job looks whose it is."""
    form = ForgottenForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked:
        address, where = form.cleaned_data["email"], where_from(request)
        limits = {f"reset:{address_digest(address)}": ASKED_BY_ADDRESS, f"reset-from:{where.ip}": ASKED_BY_PLACE}
        refusal = Tries(request, limits).refusal()
        if refusal is not None:
            return refusal
        ask_for_reset(address, where=where)
    status = 422 if request.method == "POST" and not asked else 200
    return render(request, "accounts/forgotten.html", {"form": form, "asked": asked}, status=status)


@without_factor
@sensitive_post_parameters("new")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def link_page(request: HttpRequest, token: str) -> HttpResponse:
    """404 for a link that opens nothing, whyever: it says what to do, and nothing about anybody."""
    link = link_of(token, timezone.now())
    if link is None:
        return render(request, "accounts/link_gone.html", status=404)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_password_by_link(link, password=form.cleaned_data["new"], where=where_from(request))
        except Conflict:
            return render(request, "accounts/link_gone.html", status=404)
        except Refused as refused:
            put_on(form, refused.message, refused.fields)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
    context = {
        "form": form,
        "person": link.person,
        "invited": link.kind == SignInLink.Kind.INVITATION,
        "action": reverse("accounts:link", args=[token]),
    }
    return render(request, "accounts/link.html", context, status=422 if request.method == "POST" else 200)
