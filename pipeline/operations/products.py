"""Writes about products."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from pipeline.models import Product
from pipeline.operations.deal_checks import require_currency
from pipeline.operations.deal_rows import said
from pipeline.operations.stale import lock_for_edit
from salesops.audit.operations import record
from salesops.db.locks import lock
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

EDITABLE = frozenset({"name", "code", "family", "list_price", "currency", "problem", "value", "how_it_works"})


def create_product(*, name: str, by: User | None, at: datetime | None = None, **fields: Any) -> Product:
    """Raises Conflict `product_name_taken`; Refused `currency_unknown`, `amount_sign`, `field_unknown`."""
    with operation(by=by, at=at):
        product = Product(name=name.strip())
        _set(product, {**fields, "name": name.strip()})
        product.save()
        record("product.created", by=by, of=product, after={"name": product.name})
        return product


def edit_product(
    product: Product,
    *,
    changes: Mapping[str, Any],
    by: User | None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Product:
    """A changed list price alters no deal. Raises as `create_product`, and Conflict `stale_version`."""
    with operation(by=by, at=at):
        product = lock_for_edit(product, seen=seen, wanted=changes)
        new = {name: value for name, value in changes.items() if getattr(product, name, None) != value}
        before = {name: said(getattr(product, name, None)) for name in new}
        _set(product, new)
        product.row_version += 1
        product.save(update_fields=[*new, "row_version"])
        record("product.edited", by=by, of=product, before=before, after={k: said(v) for k, v in new.items()})
        return product


def retire_product(product: Product, *, by: User | None, retired: bool = True, at: datetime | None = None) -> Product:
    """No longer offered for new deals, or again; deals that carry it keep it."""
    with operation(by=by, at=at) as op:
        product = lock(product)
        product.retired_at = op.at if retired else None
        product.row_version += 1
        product.save(update_fields=["retired_at", "row_version"])
        record("product.retired" if retired else "product.restored", by=by, of=product)
        return product


def _set(product: Product, changes: Mapping[str, Any]) -> None:
    unknown = sorted(set(changes) - EDITABLE)
    if unknown:
        raise Refused(
            "field_unknown",
            _("This cannot be edited here: %(names)s.") % {"names": ", ".join(unknown)},
            fields={name: _("Not an editable field.") for name in unknown},
        )
    for name, value in changes.items():
        setattr(product, name, value)
    _require_price(product.list_price, product.currency)
    if Product.objects.filter(name__iexact=product.name).exclude(pk=product.pk).exists():
        sentence = _("There is a product of this name already.")
        raise Conflict("product_name_taken", sentence, fields={"name": sentence})


def _require_price(price: Decimal | None, currency: str | None) -> None:
    if price is None:
        return
    if price < 0:
        sentence = _("A list price is zero or more.")
        raise Refused("amount_sign", sentence, fields={"list_price": sentence})
    require_currency(currency or "")
