"""Ids that other systems know an account by, set by hand: the next file of that system then finds the account."""

from django.utils.translation import gettext as _

from accounts.models import CustomerAccount, User
from accounts.operations.rows import locked, require_not_merged, required_text
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.imports.models import ExternalId
from salesops.kernel.errors import Conflict, NotFound

KIND = "customer"


def add_external_id(customer: CustomerAccount, *, source: str, external_id: str, by: User | None) -> ExternalId:
    """`source` is written as imports name it, in small letters; said twice it is one.

    Raises Refused `required`, `merged_away`; Conflict `already_exists` while it means another account.
    """
    source = required_text(source, "source", _("Name the system.")).lower()
    external_id = required_text(external_id, "external_id", _("Give the id that system knows it by."))
    with operation(by=by):
        customer = locked(customer)
        require_not_merged(customer)
        named = {"source": source, "kind": KIND, "external_id": external_id}
        row, made = ExternalId.objects.get_or_create(**named, defaults={"record_id": customer.pk})
        if row.record_id != customer.pk:
            sentence = _("In that system this id means another account.")
            raise Conflict("already_exists", sentence, fields={"external_id": sentence})
        if made:
            after = {"source": source, "external_id": external_id}
            record("customer.external_id_added", by=by, of=customer, after=after)
        return row


def remove_external_id(customer: CustomerAccount, *, source: str, external_id: str, by: User | None) -> None:
    """Raises NotFound for one the account does not have."""
    with operation(by=by):
        customer = locked(customer)
        named = {"source": source, "external_id": external_id}
        if not ExternalId.objects.filter(**named, kind=KIND, record_id=customer.pk).delete()[0]:
            raise NotFound()
        record("customer.external_id_removed", by=by, of=customer, before=named)
