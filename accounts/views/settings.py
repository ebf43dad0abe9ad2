"""Settings: what there is to set, and what people set for themselves."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import PasswordForm, ProfileForm
from accounts.operations.sign_ins import change_password, edit_profile, sign_out_everywhere
from accounts.requests import PersonRequest
from accounts.sessions import keep
from accounts.settings_pages import settings_pages
from accounts.views.asking import Crumb, Done, FormPage, ask
from salesops.web.fragments import saved


@require_safe
def settings_page(request: PersonRequest) -> HttpResponse:
    user = request.user
    mine = sorted(
        (page for page in settings_pages if not page.verb or user.may(page.verb)),
        key=lambda page: (page.order, page.key),
    )
    pages = [{"label": p.label, "sentence": p.sentence, "icon": p.icon, "url": reverse(p.url_name)} for p in mine]
    return render(request, "accounts/settings.html", {"pages": pages})


@require_http_methods(["GET", "POST"])
def profile_page(request: PersonRequest) -> HttpResponse:
    user = request.user
    initial = {name: getattr(user, name) for name in ("theme", "single_keys", "language", "time_zone")}
    form = ProfileForm(request.POST or None, initial=initial | {"version": user.row_version})
    page = FormPage(
        _("Profile"),
        _("Save profile"),
        reverse("accounts:settings"),
        crumbs=settings_crumbs(),
        template="accounts/profile.html",
        more={"password_form": PasswordForm(auto_id="password_%s")},
    )

    def run(asked: dict[str, object]) -> Done:
        seen = asked.pop("version")
        edit_profile(user, changes=asked, by=user, seen=seen)  # type: ignore[arg-type]
        return Done(reverse("accounts:profile"), _("Profile saved"))

    return ask(request, form, page, run)


@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "POST"])
def password_page(request: PersonRequest) -> HttpResponse:
    """This session goes on; every other one ends."""
    form = PasswordForm(request.POST or None)
    page = FormPage(_("Password"), _("Change password"), reverse("accounts:profile"), crumbs=settings_crumbs())

    def run(asked: dict[str, str]) -> Done:
        person = change_password(request.user, old=asked["old"], new=asked["new"], by=request.user)
        keep(request, person)
        return Done(reverse("accounts:profile"), _("Password changed. Your other sessions have ended"))

    return ask(request, form, page, run)


@require_POST
def sign_out_everywhere_page(request: PersonRequest) -> HttpResponse:
    person = sign_out_everywhere(request.user, by=request.user)
    keep(request, person)
    return saved(request, reverse("accounts:sessions"), said=_("Your other sessions have ended"))


def settings_crumbs() -> list[Crumb]:
    return [Crumb(_("Settings"), reverse("accounts:settings"))]
