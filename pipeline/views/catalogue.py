"""What we sell and how we sell it: products, processes, stages and their categories."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require
from pipeline.access import product_for, visible_processes, visible_products
from pipeline.forms import ProductForm, StageCategoryForm
from pipeline.models import Stage
from pipeline.operations.processes import set_stage_category
from pipeline.operations.products import EDITABLE, create_product, edit_product
from pipeline.queries.categories import category_labels
from pipeline.queries.processes import stages_with_category
from pipeline.tables import ProductTable
from pipeline.views.writing import attempt, refuse_past
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, refused_form, saved

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def products_page(request: HttpRequest) -> HttpResponseBase:
    user: Any = request.user
    require(user, "deal.see")
    table = ProductTable.read(request, visible_products(user))
    export = export_answer(request, table)
    if export is not None:
        return export
    context = {"table": table.view, "title": _("Products"), "add_url": reverse("pipeline:new_product")}
    context |= {"add_label": _("New product"), "may_add": user.may("product.change")}
    return page_or_fragment(request, "pipeline/list.html", "web/table.html", context)


@GET_OR_POST
def new_product(request: HttpRequest) -> HttpResponse:
    refuse_past(request)
    user: Any = request.user
    require(user, "product.change")
    form = ProductForm(user, request.POST or None)
    context = {"form": form, "back": reverse("pipeline:products"), "title": _("New product")}
    context |= {"button": _("Add product")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/form.html", "pipeline/_form.html", context)
    if attempt(form, lambda: create_product(by=user, **form.cleaned_data)) is None:
        return refused_form(request, "pipeline/form.html", "pipeline/_form.html", context)
    return saved(request, reverse("pipeline:products"), said=_("Product added."))


@GET_OR_POST
def product_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a product is for; whoever sets products up edits it here."""
    refuse_past(request)
    user: Any = request.user
    product = product_for(user, uid, "product.change" if request.method == "POST" else "deal.see")
    stored = {name: getattr(product, name) for name in EDITABLE}
    form = ProductForm(user, request.POST or None, initial=stored)
    context = {"form": form, "product": product, "back": reverse("pipeline:products"), "title": product.name}
    context |= {"button": _("Save product"), "may_change": user.may("product.change")}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/product.html", "pipeline/_form.html", context)
    if attempt(form, lambda: edit_product(product, changes=form.cleaned_data, by=user)) is None:
        return refused_form(request, "pipeline/product.html", "pipeline/_form.html", context)
    return saved(request, request.path, said=_("Product saved."))


@require_safe
def processes_page(request: HttpRequest) -> HttpResponse:
    """Each process with its stages, what each stands for now, and since when."""
    user: Any = request.user
    require(user, "deal.see")
    labels = category_labels()
    processes = [
        {"process": process, "stages": stages_with_category(process, request.now, labels)}  # type: ignore[attr-defined]
        for process in visible_processes(user).filter(retired_at__isnull=True)
    ]
    context = {"processes": processes, "may_change": user.may("process.change")}
    return render(request, "pipeline/processes.html", context)


@GET_OR_POST
def stage_category(request: HttpRequest, uid: UUID) -> HttpResponse:
    """From now on; every past report keeps the map it was made with."""
    refuse_past(request)
    user: Any = request.user
    require(user, "process.change")
    stage = get_object_or_404(Stage, uid=uid, process__in=visible_processes(user))
    form = StageCategoryForm(user, request.POST or None)
    context = {"form": form, "back": reverse("pipeline:processes"), "button": _("Set category")}
    context |= {"title": _("Category of %(stage)s") % {"stage": stage.name}}
    if request.method != "POST":
        return page_or_fragment(request, "pipeline/form.html", "pipeline/_form.html", context)
    if attempt(form, lambda: set_stage_category(stage, form.cleaned_data["category"], by=user)) is None:
        return refused_form(request, "pipeline/form.html", "pipeline/_form.html", context)
    return saved(request, reverse("pipeline:processes"), said=_("Category set."))
