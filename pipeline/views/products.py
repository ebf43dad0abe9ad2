"""What we sell: the list, and one product to read or to edit."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require
from accounts.models import User
from pipeline.access import product_for, visible_products
from pipeline.forms import ProductForm
from pipeline.models import Product
from pipeline.operations.products import EDITABLE, create_product, edit_product, retire_product
from pipeline.tables import ProductTable
from pipeline.views.writing import attempt, conflict_answer, refuse_past
from salesops.kernel.errors import Conflict
from salesops.web.errors import NotUnderstood
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, refused_form, saved

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
TABS = {"offered": Q(retired_at__isnull=True), "retired": Q(retired_at__isnull=False)}


@require_safe
def products_page(request: HttpRequest) -> HttpResponseBase:
    user: Any = request.user
    require(user, "deal.see")
    tab = request.GET.get("tab", "offered")
    if tab not in TABS:
        sentence = _("There is no such list of products.")
        raise NotUnderstood("bad_tab", sentence, fields={"tab": sentence})
    seen = visible_products(user)
    table = ProductTable.read(request, seen.filter(TABS[tab]))
    export = export_answer(request, table)
    if export is not None:
        return export
    counts = seen.aggregate(**{key: Count("pk", filter=condition) for key, condition in TABS.items()})
    labels = {"offered": _("Offered"), "retired": _("Retired")}
    views = [
        {
            "label": labels[key],
            "url": request.path if key == "offered" else f"{request.path}?tab={key}",
            "count": counts[key],
            "is_current": key == tab,
        }
        for key in TABS
    ]
    context = {"table": table.view, "views": views, "counts": counts, "may_change": user.may("product.change")}
    return page_or_fragment(request, "pipeline/products.html", "web/table.html", context)


@GET_OR_POST
def new_product(request: HttpRequest) -> HttpResponse:
    refuse_past(request)
    user: Any = request.user
    require(user, "product.change")
    form = product_form(user, request)
    context = {"form": form, "back": reverse("pipeline:products"), "title": _("New product")}
    context |= {"button": _("Add product")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/form.html", "pipeline/_form.html", context)
    product = attempt(form, lambda: create_product(by=user, **changes_of(form)))
    if product is None:
        return refused_form(request, "pipeline/form.html", "pipeline/_form.html", context)
    said = _("%(name)s added") % {"name": product}
    return saved(request, reverse("pipeline:product", args=[product.uid]), said=said)


@GET_OR_POST
def product_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a product is for; whoever keeps the products edits it here. A new list price alters no deal."""
    refuse_past(request)
    user: Any = request.user
    product = product_for(user, uid, "product.change" if request.method == "POST" else "deal.see")
    form = product_form(user, request, product)
    context = {"form": form, "product": product, "back": reverse("pipeline:products"), "title": product.name}
    context |= {"button": _("Save product"), "may_change": user.may("product.change")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/product.html", "pipeline/_form.html", context)
    try:
        done = attempt(form, lambda: save(product, form, user))
    except Conflict as conflict:
        return conflict_answer(request, conflict, noun=_("this product"), form=form, keep_url=request.path)
    if done is None:
        return refused_form(request, "pipeline/product.html", "pipeline/_form.html", context)
    return saved(request, request.path, said=_("%(name)s saved") % {"name": done})


def save(product: Product, form: ProductForm, user: User) -> Product:
    return edit_product(product, changes=changes_of(form), seen=form.cleaned_data["version"], by=user)


def product_form(user: User, request: HttpRequest, product: Product | None = None) -> ProductForm:
    stored = {name: getattr(product, name) for name in EDITABLE} if product else {}
    version = {"version": product.row_version} if product else {}
    return ProductForm(user, request.POST or None, initial=stored | version)


def changes_of(form: ProductForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@require_POST
def retire_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """No longer offered, or offered again; deals that carry it keep it."""
    refuse_past(request)
    product = product_for(request.user, uid, "product.change")  # type: ignore[arg-type]
    retired = product.retired_at is None
    retire_product(product, retired=retired, by=request.user)  # type: ignore[arg-type]
    said = _("%(name)s is retired") if retired else _("%(name)s is offered again")
    return saved(request, reverse("pipeline:product", args=[product.uid]), said=said % {"name": product})
