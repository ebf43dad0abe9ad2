"""Writes about contacts: the people at our customers."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import Contact, CustomerAccount, User
from accounts.operations.rows import locked, require_known, require_not_merged, required_text, save_changes
from accounts.operations.suppressed import require_not_erased
from accounts.rules.contacts import normal_email, phone_e164
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused

EDITABLE = frozenset({"name", "title", "email", "phone", "consent", "opted_out", "customer"})


def create_contact(*, name: str, customer: CustomerAccount | None, by: User | None, **fields: Any) -> Contact:
    """Raises Refused `required`, `email_unreadable`, `field_unknown`, `choice_unknown`, `person_erased`."""
    require_known(fields, EDITABLE)
    with operation(by=by) as op:
        contact = Contact(customer=customer)
        changes = _checked({"name": name, **fields}, contact, op.at)
        for field, value in changes.items():
            setattr(contact, field, value)
        contact.save()
        record("contact.created", by=by, of=contact, after={"name": contact.name})
        return contact


def edit_contact(contact: Contact, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None) -> Contact:
    """Raises as `create_contact`, and Conflict `stale_version`."""
    require_known(changes, EDITABLE)
    with operation(by=by) as op:
        contact = locked(contact, seen=seen)
        _require_here(contact)
        save_changes(contact, _checked(changes, contact, op.at), "contact.edited", by=by)
        return contact


def archive_contact(contact: Contact, *, by: User | None) -> Contact:
    """Gone from lists; `restore_contact` brings it back."""
    with operation(by=by) as op:
        contact = locked(contact)
        if contact.archived_at is None:
            save_changes(contact, {"archived_at": op.at}, "contact.archived", by=by)
        return contact


def restore_contact(contact: Contact, *, by: User | None) -> Contact:
    with operation(by=by):
        contact = locked(contact)
        require_not_merged(contact)
        _require_here(contact)
        save_changes(contact, {"archived_at": None}, "contact.restored", by=by)
        return contact


def _checked(fields: Mapping[str, Any], contact: Contact, at: Any) -> dict[str, Any]:
    """With the address as it is compared, and the instant of opting out kept from the first time."""
    checked = dict(fields)
    if "name" in checked:
        checked["name"] = required_text(checked["name"], "name", _("A contact needs a name."))
    if "email" in checked:
        checked["email"] = checked["email"].strip()
        checked["email_norm"] = normal_email(checked["email"])
        _require_address(checked["email"])
    if "phone" in checked:
        checked["phone"] = checked["phone"].strip()
        customer = checked.get("customer", contact.customer)
        checked["phone_e164"] = phone_e164(checked["phone"], customer.country if customer else "")
    if checked.get("consent", Contact.Consent.UNKNOWN) not in Contact.Consent.values:
        sentence = _("“%(value)s” is not one of the choices.") % {"value": checked["consent"]}
        raise Refused("choice_unknown", sentence, fields={"consent": sentence})
    require_not_erased(**{name: checked[name] for name in ("email", "phone") if name in checked})
    if "opted_out" in checked:
        out = checked.pop("opted_out")
        checked["opted_out_at"] = (contact.opted_out_at or at) if out else None
    return checked


def _require_here(contact: Contact) -> None:
    if contact.erased_at is not None:
        raise Refused("person_erased", _("This person asked to be erased: nothing can be written about them."))


def _require_address(email: str) -> None:
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        sentence = _("“%(email)s” is not an e-mail address.") % {"email": email}
        raise Refused("email_unreadable", sentence, fields={"email": sentence}) from error
