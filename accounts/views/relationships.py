"""Saying how well one knows a contact, and taking it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import contact_for, require
from accounts.customer_access import relationship_for
from accounts.operations.relationships import remove_relationship, state_relationship
from accounts.requests import PersonRequest
from accounts.views.asking import Done, FormPage, ask
from accounts.views.customers import crumbs_of, list_crumbs
from salesops.web.fragments import saved


class StrengthForm(forms.Form):
    strength = forms.FloatField(
        label=gettext_lazy("How well, 0 to 0.99"), help_text=gettext_lazy("0.33 is an acquaintance, 0.8 a friend.")
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I agree that it counts when accounts are assigned"), required=False, initial=True
    )


@require_http_methods(["GET", "POST"])
def know_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """For oneself; what is not agreed to is kept and counts for nothing."""
    contact = contact_for(request.user, uid)
    require(request.user, "activity.log")
    back = _back(contact)
    title = _("I know %(name)s") % {"name": contact.name}
    crumbs = crumbs_of(contact.customer) if contact.customer else list_crumbs()
    page = FormPage(title, _("Save"), back, crumbs=crumbs)

    def run(asked: dict[str, Any]) -> Done:
        state_relationship(request.user, contact, **asked, by=request.user)
        return Done(back, _("Saved: you know %(name)s") % {"name": contact.name})

    return ask(request, StrengthForm(request.POST or None), page, run)


@require_POST
def forget_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    found = remove_relationship(relationship_for(request.user, uid), by=request.user)
    return saved(request, _back(found.contact), said=_("This no longer counts"))


def _back(contact: Any) -> str:
    if contact.customer is None:
        return reverse("accounts:customers")
    return reverse("accounts:customer", args=[contact.customer.uid])
