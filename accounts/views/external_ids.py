"""The ids that other systems know an account by."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import customer_for
from accounts.forms.external_ids import ExternalIdForm
from accounts.operations.external_ids import add_external_id, remove_external_id
from accounts.requests import PersonRequest
from accounts.views.asking import Done, FormPage, ask
from accounts.views.customers import crumbs_of
from salesops.web.fragments import saved


@require_http_methods(["GET", "POST"])
def new_external_id_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    customer = customer_for(request.user, uid, "customer.change")
    form = ExternalIdForm(request.POST or None)
    back = reverse("accounts:customer", args=[uid])
    sentence = _("The next file of that system finds this account by it.")
    page = FormPage(_("ID in another system"), _("Add ID"), back, sentence, crumbs_of(customer))

    def run(asked: dict[str, Any]) -> Done:
        row = add_external_id(customer, **asked, by=request.user)
        return Done(back, _("%(id)s in %(source)s means this account") % {"id": row.external_id, "source": row.source})

    return ask(request, form, page, run)


@require_POST
def remove_external_id_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    customer = customer_for(request.user, uid, "customer.change")
    named = {name: request.POST.get(name, "") for name in ("source", "external_id")}
    remove_external_id(customer, **named, by=request.user)
    return saved(request, reverse("accounts:customer", args=[uid]), said=_("%(external_id)s removed") % named)
