"""Records that are one: the pairs proposed, both sides beside each other, the merge and its undo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import (
    contact_for,
    contact_merge_for,
    customer_for,
    merge_for,
    require,
    visible_contacts,
    visible_customers,
)
from accounts.forms.merges import MergeForm, OtherForm
from accounts.merging import followers_of
from accounts.models import User
from accounts.operations.merges import mark_not_duplicate, merge_contacts, merge_customers, undo_merge
from accounts.queries.duplicates import duplicate_contacts, duplicate_customers
from accounts.requests import PersonRequest
from accounts.views.asking import put_on
from salesops.kernel.errors import Conflict, NotFound, Refused
from salesops.web.fragments import saved
from salesops.web.requests import page_number

MERGE = "customer.merge"


@dataclass(frozen=True)
class Kind:
    """What the pages of customers and of contacts do not share."""

    key: str
    find: Callable[..., Any]
    merge: Callable[..., Any]
    merge_of: Callable[..., Any]
    page: str
    merge_page: str
    undo_page: str
    list_query: str
    title: str | Promise


CUSTOMER = Kind(
    "customer", customer_for, merge_customers, merge_for,
    "accounts:customer", "accounts:customer_merge", "accounts:customer_merge_undo", "",
    gettext_lazy("Merge two accounts"),
)  # fmt: skip
CONTACT = Kind(
    "contact", contact_for, merge_contacts, contact_merge_for,
    "accounts:contact_edit", "accounts:contact_merge", "accounts:contact_merge_undo", "?of=contacts",
    gettext_lazy("Merge two contacts"),
)  # fmt: skip


@require_safe
def duplicates_page(request: PersonRequest) -> HttpResponse:
    """`of=contacts` shows contacts, anything else accounts."""
    user = request.user
    require(user, MERGE)
    contacts, page = request.GET.get("of") == "contacts", page_number(request.GET)
    pairs = (
        duplicate_contacts(visible_contacts(user, MERGE), page)
        if contacts
        else duplicate_customers(visible_customers(user, MERGE), page)
    )
    kind = CONTACT if contacts else CUSTOMER
    context = {
        "found": pairs,
        "pairs": pairs.pairs,
        "contacts": contacts,
        "merge_page": kind.merge_page,
        "page": kind.page,
    }
    return render(request, "accounts/duplicates.html", context | {"not_page": f"accounts:{kind.key}_not_duplicate"})


@require_http_methods(["GET", "POST"])
def customer_merge_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    return _merge_page(request, uid, CUSTOMER)


@require_http_methods(["GET", "POST"])
def contact_merge_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    return _merge_page(request, uid, CONTACT)


@require_POST
def customer_merge_undo_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    return _undo_page(request, uid, CUSTOMER)


@require_POST
def contact_merge_undo_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    return _undo_page(request, uid, CONTACT)


@require_POST
def customer_not_duplicate_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    return _not_duplicate_page(request, uid, CUSTOMER)


@require_POST
def contact_not_duplicate_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    return _not_duplicate_page(request, uid, CONTACT)


def _merge_page(request: PersonRequest, uid: UUID, kind: Kind) -> HttpResponse:
    """Both sides beside each other; without `with` an account is asked for first."""
    survivor = kind.find(request.user, uid, MERGE)
    if "with" not in request.GET and kind is CUSTOMER and request.method == "GET":
        form = OtherForm(request.user, survivor)
        return render(request, "accounts/merge_with.html", {"customer": survivor, "form": form})
    loser = _other(request.user, request.GET.get("with", ""), kind)
    asked = MergeForm(kind.key, survivor, loser, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, kind, survivor, loser, asked)
    if not asked.is_valid():
        return _shown(request, kind, survivor, loser, asked, status=422)
    try:
        merge = kind.merge(survivor, loser, **asked.asked(), by=request.user)
    except Conflict as conflict:
        fresh = MergeForm(kind.key, *(kind.find(request.user, side.uid, MERGE) for side in (survivor, loser)))
        return _shown(request, kind, survivor, loser, fresh, status=409, told=conflict.message)
    except Refused as refused:
        put_on(asked, refused.message, refused.fields)
        return _shown(request, kind, survivor, loser, asked, status=422)
    said = _("%(loser)s is merged into %(name)s") % {"loser": loser.name, "name": survivor.name}
    undo = reverse(kind.undo_page, args=[merge.uid])
    return saved(request, reverse(kind.page, args=[survivor.uid]), said=said, undo_url=undo)


def _shown(
    request: HttpRequest, kind: Kind, survivor: Any, loser: Any, form: MergeForm, *, status: int = 200, told: str = ""
) -> HttpResponse:
    counts = [(follower.label, follower.count(loser)) for follower in followers_of(kind.key)]
    context = {
        "title": kind.title,
        "survivor": survivor,
        "loser": loser,
        "form": form,
        "told": told,
        "moves": [(label, count) for label, count in counts if count],
        "back": reverse(kind.page, args=[survivor.uid]),
        "swap": f"{reverse(kind.merge_page, args=[loser.uid])}?with={survivor.uid}",
    }
    return render(request, "accounts/merge.html", context, status=status)


def _undo_page(request: PersonRequest, uid: UUID, kind: Kind) -> HttpResponse:
    merge = undo_merge(kind.merge_of(request.user, uid), by=request.user)
    said = _("%(loser)s stands for itself again") % {"loser": merge.loser.name}
    if merge.kept:
        said = _("%(said)s; what was changed since stayed with %(name)s") % {"said": said, "name": merge.survivor.name}
    return saved(request, reverse(kind.page, args=[merge.loser.uid]), said=said)


def _not_duplicate_page(request: PersonRequest, uid: UUID, kind: Kind) -> HttpResponse:
    first = kind.find(request.user, uid, MERGE)
    second = _other(request.user, request.POST.get("with", ""), kind)
    mark_not_duplicate(first, second, by=request.user)
    said = _("%(first)s and %(second)s are not proposed again") % {"first": first.name, "second": second.name}
    return saved(request, reverse("accounts:duplicates") + kind.list_query, said=said)


def _other(user: User, text: str, kind: Kind) -> Any:
    try:
        return kind.find(user, UUID(text), MERGE)
    except ValueError as error:
        raise NotFound() from error
