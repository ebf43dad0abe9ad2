"""Accounts: the list, one account, and what is done to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import customer_for, reach, require, require_owner, survivor_for, today, visible_customers
from accounts.forms import CustomerForm, MemberForm, NewCustomerForm, OwnerForm
from accounts.models import AccountOwnership, CustomerAccount
from accounts.operations.customers import (
    DEAL,
    EDITABLE,
    add_member,
    archive_customer,
    change_ownership,
    create_customer,
    edit_customer,
    end_membership,
    restore_customer,
    seat_of_receiver,
    undo_ownership,
)
from accounts.queries.customers import external_ids_of, members_of, owners_over_time, undoable, with_owner
from accounts.requests import PersonRequest
from accounts.tables import Customers
from accounts.views.asking import Crumb, Done, FormPage, ask
from salesops.audit.queries import history_of
from salesops.kernel.errors import NotFound
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved


@require_safe
def customers_page(request: PersonRequest) -> HttpResponseBase:
    table = Customers.read(request, with_owner(visible_customers(request.user), today()))
    may = request.user.may
    context = {"may_create": may("customer.change"), "may_merge": may("customer.merge")}
    return export_answer(request, table) or page_or_fragment(
        request, "accounts/customers.html", "web/table.html", {"table": table.view, **context}
    )


@require_safe
def customer_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user, day = request.user, today()
    survivor = survivor_for(user, uid)
    if survivor is not None:
        return redirect(_url(survivor))
    customer = customer_for(user, uid)
    context = {
        "customer": customer,
        "owners": owners_over_time(customer, day),
        "members": [(member, day in member.during and member.role != DEAL) for member in members_of(customer)],
        "contacts": customer.contacts.filter(archived_at__isnull=True).order_by("name", "pk"),
        "subsidiaries": visible_customers(user).filter(parent=customer).order_by("name", "pk"),
        "parent": visible_customers(user).filter(pk=customer.parent_id).first() if customer.parent_id else None,
        "may_change": _covers(user, customer, "customer.change"),
        "may_own": _covers(user, customer, "ownership.change"),
        "may_merge": _covers(user, customer, "customer.merge"),
        "may_log": user.may("activity.log"),
        "merges": undoable(customer, timezone.now()),
        "external_ids": external_ids_of(customer),
    }
    return render(request, "accounts/customer.html", context)


@require_http_methods(["GET", "POST"])
def new_customer_page(request: PersonRequest) -> HttpResponse:
    """Who reaches only their own accounts owns what they make."""
    user = request.user
    require(user, "customer.change")
    form = NewCustomerForm(user, request.POST or None, initial={"owner": user.uid})
    back = reverse("accounts:customers")
    page = FormPage(_("New account"), _("Create account"), back, crumbs=list_crumbs())

    def run(asked: dict[str, Any]) -> Done:
        require_owner(user, asked["owner"], "customer.change")
        fields = {name: value for name, value in asked.items() if name in EDITABLE}
        customer = create_customer(**fields, owner=asked["owner"], start=today(), by=user)
        return Done(_url(customer), _("%(name)s created") % {"name": customer.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def edit_customer_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    customer = customer_for(user, uid, "customer.change")
    initial = {name: getattr(customer, name) for name in EDITABLE} | {
        "domains": ", ".join(customer.domains),
        "parent": customer.parent and customer.parent.uid,
        "version": customer.row_version,
    }
    form = CustomerForm(user, request.POST or None, initial=initial)
    page = FormPage(
        _("Edit %(name)s") % {"name": customer.name}, _("Save account"), _url(customer), crumbs=crumbs_of(customer)
    )

    def run(asked: dict[str, Any]) -> Done:
        changes = {name: value for name, value in asked.items() if name in EDITABLE}
        saved_one = edit_customer(customer, changes=changes, by=user, seen=asked["version"])
        return Done(_url(customer), _("%(name)s saved") % {"name": saved_one.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def owner_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    customer = customer_for(user, uid, "ownership.change")
    form = OwnerForm(user, request.POST or None, initial={"start": today(), "role": AccountOwnership.Role.OWNER})
    sentence = _("Open deals keep their owner: transfer them on the deal.")
    page = FormPage(_("Change owner"), _("Change owner"), _url(customer), sentence, crumbs_of(customer))

    def run(asked: dict[str, Any]) -> Done:
        require_owner(user, asked["owner"], "ownership.change")
        seat = seat_of_receiver(asked["owner"]) if asked["owner"] else None
        at = change_ownership(customer, seat, start=asked["start"], role=asked["role"], reason=asked["reason"], by=user)
        undo = f"{reverse('accounts:owner_undo', args=[uid])}?{urlencode({'at': at.isoformat()})}"
        return Done(_after_owner(request, customer), _owner_said(customer, asked), undo)

    return ask(request, form, page, run)


def _after_owner(request: PersonRequest, customer: CustomerAccount) -> str:
    """Who gave an account away may not see it any more."""
    is_mine = visible_customers(request.user).filter(pk=customer.pk).exists()
    return _url(customer) if is_mine else reverse("accounts:customers")


def _owner_said(customer: CustomerAccount, asked: dict[str, Any]) -> str:
    if asked["owner"] is None:
        return _("%(account)s has no owner from then on") % {"account": customer.name}
    return _("%(name)s owns %(account)s from then on") % {"name": asked["owner"].name, "account": customer.name}


@require_POST
def owner_undo_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Also for who gave it away by that very change: they could undo it while it was theirs."""
    at = parse_datetime(request.GET.get("at", "").replace(" ", "+"))
    customer = _given_by(request, uid, at)
    undo_ownership(customer, at, by=request.user)  # type: ignore[arg-type]
    return saved(request, _url(customer), said=_("%(name)s has its former owner again") % {"name": customer.name})


def _given_by(request: PersonRequest, uid: UUID, at: datetime | None) -> CustomerAccount:
    if at is None or at.tzinfo is None:
        raise NotFound()
    customer = CustomerAccount.objects.filter(uid=uid).first()
    mine = customer and history_of(customer).filter(verb="customer.ownership_changed", by=request.user, at=at).exists()
    return customer if customer and mine else customer_for(request.user, uid, "ownership.change")


@require_POST
def archive_customer_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    customer = archive_customer(customer_for(request.user, uid, "customer.change"), by=request.user)
    undo = reverse("accounts:customer_restore", args=[uid])
    said = _("%(name)s archived") % {"name": customer.name}
    return saved(request, reverse("accounts:customers"), said=said, undo_url=undo)


@require_POST
def restore_customer_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    customer = customer_for(request.user, uid, "customer.change", archived=True)
    restore_customer(customer, by=request.user)
    return saved(request, _url(customer), said=_("%(name)s is back") % {"name": customer.name})


@require_http_methods(["GET", "POST"])
def new_member_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    customer = customer_for(user, uid, "ownership.change")
    form = MemberForm(user, request.POST or None, initial={"start": today()})
    sentence = _("A member sees the contacts of this account and may log activities, no more.")
    page = FormPage(_("Add member"), _("Add member"), _url(customer), sentence, crumbs_of(customer))

    def run(asked: dict[str, Any]) -> Done:
        member = add_member(customer, asked["person"], role=asked["role"], start=asked["start"], by=user)
        return Done(_url(customer), _("%(name)s is a member now") % {"name": member.person.name})

    return ask(request, form, page, run)


@require_POST
def end_member_page(request: PersonRequest, uid: UUID, person: UUID) -> HttpResponse:
    customer = customer_for(request.user, uid, "ownership.change")
    member = customer.members.one(person__uid=person, role=request.POST.get("role", ""))
    end_membership(customer, member.person, role=member.role, end=today(), by=request.user)
    return saved(request, _url(customer), said=_("%(name)s is no member any more") % {"name": member.person.name})


def list_crumbs() -> list[Crumb]:
    return [Crumb(_("Accounts"), reverse("accounts:customers"))]


def crumbs_of(customer: CustomerAccount) -> list[Crumb]:
    return [*list_crumbs(), Crumb(customer.name, _url(customer))]


def _url(customer: CustomerAccount) -> str:
    return reverse("accounts:customer", args=[customer.uid])


def _covers(user: Any, customer: CustomerAccount, verb: str) -> bool:
    seen = reach(user, verb)
    return seen.everything or (bool(seen.people) and visible_customers(user, verb).filter(pk=customer.pk).exists())
