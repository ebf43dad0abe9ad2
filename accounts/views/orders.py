"""Orders of accounts, late re-orders, and the products an account has in use."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import customer_for, require, today, visible_customers
from accounts.customer_access import installed_for, order_for, visible_orders
from accounts.forms.orders import InstalledForm, OrderForm, ReasonForm
from accounts.operations.orders import OrderedLine, end_installed, record_installed, record_order, remove_order
from accounts.queries.orders import overdue_reorders
from accounts.queries.organisation import organisation
from accounts.requests import PersonRequest
from accounts.tables import Orders
from accounts.views.asking import Crumb, Done, FormPage, ask
from accounts.views.customers import crumbs_of
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved

CHANGE = "customer.change"


@require_safe
def orders_page(request: PersonRequest) -> HttpResponseBase:
    table = Orders.read(request, visible_orders(request.user))
    return export_answer(request, table) or page_or_fragment(
        request, "accounts/orders.html", "web/table.html", {"table": table.view}
    )


@require_safe
def reorders_page(request: PersonRequest) -> HttpResponse:
    """Accounts whose next order is late by their own habit."""
    require(request.user, "customer.see")
    late = overdue_reorders(visible_customers(request.user), today())
    return render(request, "accounts/reorders.html", {"late": late})


@require_safe
def order_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    order = order_for(request.user, uid)
    may_change = visible_orders(request.user, CHANGE).filter(pk=order.pk).exists()
    context = {"order": order, "lines": order.lines.order_by("pk"), "may_change": may_change}
    return render(request, "accounts/order.html", context)


@require_http_methods(["GET", "POST"])
def new_order_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    customer = customer_for(request.user, uid, CHANGE)
    form = OrderForm(request.POST or None, initial={"ordered_on": today(), "currency": organisation().currency})
    back = reverse("accounts:customer", args=[uid])
    page = FormPage(_("New order"), _("Record order"), back, crumbs=crumbs_of(customer))

    def run(asked: dict[str, Any]) -> Done:
        line = OrderedLine(asked.pop("name"), asked.pop("amount"), asked.pop("quantity"))
        order = record_order(customer, **asked, lines=[line], by=request.user)
        return Done(reverse("accounts:order", args=[order.uid]), _("Order %(number)s recorded") % {"number": order})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def remove_order_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    order = order_for(request.user, uid, CHANGE)
    back = reverse("accounts:customer", args=[order.customer.uid])
    sentence = _("For one that was recorded by mistake. The audit log keeps what it said.")
    title = _("Remove order %(number)s") % {"number": order.number}
    crumbs = [*crumbs_of(order.customer), Crumb(order.number, reverse("accounts:order", args=[uid]))]
    page = FormPage(title, _("Remove order"), reverse("accounts:order", args=[uid]), sentence, crumbs)

    def run(asked: dict[str, Any]) -> Done:
        remove_order(order, reason=asked["reason"], by=request.user)
        return Done(back, _("Order %(number)s removed") % {"number": order.number})

    return ask(request, ReasonForm(request.POST or None), page, run)


@require_http_methods(["GET", "POST"])
def new_installed_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    customer = customer_for(request.user, uid, CHANGE)
    back = reverse("accounts:customer", args=[uid])
    page = FormPage(_("Product in use"), _("Add product"), back, crumbs=crumbs_of(customer))

    def run(asked: dict[str, Any]) -> Done:
        made = record_installed(customer, **asked, by=request.user)
        return Done(back, _("%(name)s is in use") % {"name": made.name})

    return ask(request, InstalledForm(request.POST or None, initial={"start": today()}), page, run)


@require_POST
def end_installed_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    installed = installed_for(request.user, uid, CHANGE)
    end_installed(installed, end=today(), by=request.user)
    back = reverse("accounts:customer", args=[installed.customer.uid])
    return saved(request, back, said=_("%(name)s is out of use from today") % {"name": installed.name})
