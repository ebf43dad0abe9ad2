"""Contacts: made and changed from the page of their account."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import contact_for, customer_for, visible_contacts
from accounts.customer_access import visible_relationships
from accounts.forms import ContactForm
from accounts.models import Contact
from accounts.operations.contacts import archive_contact, create_contact, edit_contact, restore_contact
from accounts.queries.customers import undoable
from accounts.queries.relationships import who_knows_whom
from accounts.requests import PersonRequest
from accounts.views.asking import Done, FormPage, ask
from accounts.views.customers import crumbs_of, list_crumbs
from salesops.web.fragments import saved


@require_http_methods(["GET", "POST"])
def new_contact_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    customer = customer_for(request.user, uid, "customer.change")
    form = ContactForm(request.POST or None)
    back = reverse("accounts:customer", args=[uid])
    page = FormPage(_("New contact"), _("Create contact"), back, crumbs=crumbs_of(customer))

    def run(asked: dict[str, Any]) -> Done:
        asked.pop("version")
        contact = create_contact(**asked, customer=customer, by=request.user)
        return Done(back, _("%(name)s created") % {"name": contact.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def edit_contact_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    survivor = visible_contacts(request.user).filter(merged__uid=uid).first()
    if survivor is not None:
        return redirect("accounts:contact_edit", survivor.uid)
    contact = contact_for(request.user, uid, "customer.change")
    initial = {name: getattr(contact, name) for name in ("name", "title", "email", "phone", "consent")}
    more = {"opted_out": contact.opted_out_at is not None, "version": contact.row_version}
    form = ContactForm(request.POST or None, initial=initial | more)
    page = FormPage(
        _("Edit %(name)s") % {"name": contact.name},
        _("Save contact"),
        _back(contact),
        crumbs=crumbs_of(contact.customer) if contact.customer else list_crumbs(),
        template="accounts/contact.html",
        more={
            "contact": contact,
            "known": who_knows_whom(visible_relationships(request.user).filter(contact=contact)),
            "merges": undoable(contact, timezone.now()),
            "may_merge": request.user.may("customer.merge"),
        },
    )

    def run(asked: dict[str, Any]) -> Done:
        seen = asked.pop("version")
        kept = edit_contact(contact, changes=asked, by=request.user, seen=seen)
        return Done(_back(contact), _("%(name)s saved") % {"name": kept.name})

    return ask(request, form, page, run)


@require_POST
def archive_contact_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    contact = archive_contact(contact_for(request.user, uid, "customer.change"), by=request.user)
    undo = reverse("accounts:contact_restore", args=[uid])
    said = _("%(name)s archived") % {"name": contact.name}
    return saved(request, _back(contact), said=said, undo_url=undo)


@require_POST
def restore_contact_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    contact = restore_contact(contact_for(request.user, uid, "customer.change", archived=True), by=request.user)
    return saved(request, _back(contact), said=_("%(name)s is back") % {"name": contact.name})


def _back(contact: Contact) -> str:
    if contact.customer is None:
        return reverse("accounts:customers")
    return reverse("accounts:customer", args=[contact.customer.uid])
