"""Naming a view of a list, changing its name, giving it to others, removing it."""

from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from salesops.kernel.errors import Refused
from salesops.web.context import toast
from salesops.web.errors import NotUnderstood
from salesops.web.models import SavedView
from salesops.web.saved_views import delete_view, edit_view, own_view, save_view

LONGEST = 2_000


class SavedViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.BooleanField(
        label=gettext_lazy("Everybody may use it"),
        required=False,
        help_text=gettext_lazy("They see their own rows through it, never yours."),
    )
    table = forms.CharField(max_length=60, widget=forms.HiddenInput)
    address = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)

    def clean_address(self) -> str:
        return local_address(self.cleaned_data["address"])


def local_address(address: str) -> str:
    """Raises NotUnderstood `bad_address` for what is not a page of ours: it is followed afterwards."""
    if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        sentence = _("This is no address of a list.")
        raise NotUnderstood("bad_address", sentence, fields={"address": sentence})
    return address


@require_http_methods(["GET", "HEAD", "POST"])
def new_view(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        asked = {"table": request.GET.get("table", ""), "address": local_address(request.GET.get("address", ""))}
        return render(request, "web/saved_view.html", {"form": SavedViewForm(initial=asked), "view": None})
    form = SavedViewForm(request.POST)
    return _saved(request, form, None) or _refused(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_view_page(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    view = own_view(request.user, uid)
    if request.method != "POST":
        asked = {
            "name": view.name,
            "shared": view.shared,
            "table": view.table_key,
            "address": page_behind_form(request),
        }
        return render(request, "web/saved_view.html", {"form": SavedViewForm(initial=asked), "view": view})
    form = SavedViewForm(request.POST)
    return _saved(request, form, view) or _refused(request, form, view)


@require_POST
def delete_view_page(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    view = own_view(request.user, uid)
    delete_view(view, by=request.user)
    toast(request, _("View “%(name)s” removed") % {"name": view.name})
    return HttpResponseRedirect(urlsplit(local_address(request.POST.get("address", "/"))).path)


def page_behind_form(request: HttpRequest) -> str:
    """The list one came from, by the address the browser tells; the first page for who types it."""
    parts = urlsplit(request.headers.get("Referer", ""))
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    return local_address(address if parts.netloc == request.get_host() and address.startswith("/") else "/")


def _saved(request: HttpRequest, form: SavedViewForm, view: SavedView | None) -> HttpResponseBase | None:
    """Back at the list, or None when the form says what is wrong."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    try:
        if view is None:
            query = urlsplit(given["address"]).query
            name, shared = given["name"], given["shared"]
            save_view(table_key=given["table"], name=name, query=query, shared=shared, by=request.user)
        else:
            edit_view(view, name=given["name"], shared=given["shared"], by=request.user)
    except Refused as refused:
        form.add_error("name", refused.message)
        return None
    toast(request, _("View “%(name)s” saved") % {"name": given["name"]})
    return HttpResponseRedirect(given["address"])


def _refused(request: HttpRequest, form: SavedViewForm, view: SavedView | None) -> HttpResponseBase:
    return render(request, "web/saved_view.html", {"form": form, "view": view}, status=422)
