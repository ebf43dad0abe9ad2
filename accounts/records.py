"""Customers, contacts and contracts as records that comments, tasks and notifications are about."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_contacts, visible_customers
from accounts.contract_access import visible_contracts
from salesops.kernel.records import RecordKind, record_kinds


def contact_url(contact: Any) -> str:
    """On its account; without one, among all."""
    account = contact.customer
    return reverse("accounts:customer", args=[account.uid]) if account else reverse("accounts:customers")


KINDS = (
    RecordKind(
        "customer", _("Account"), visible_customers, str, lambda row: reverse("accounts:customer", args=[row.uid])
    ),
    RecordKind("contact", _("Contact"), visible_contacts, str, contact_url),
    RecordKind(
        "contract", _("Contract"), visible_contracts, str, lambda row: reverse("accounts:contract", args=[row.uid])
    ),
)


def register() -> None:
    for kind in KINDS:
        record_kinds.register(kind.key, kind)
