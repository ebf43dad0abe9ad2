"""Writes about orders, products in use and usage. Sent twice it is one; other content under its key is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import Currency, CustomerAccount, InstalledProduct, Order, OrderLine, UsageSignal, User
from accounts.operations.customers import require_order
from accounts.operations.rows import locked, required_text
from accounts.queries.organisation import zone
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, NotFound, Refused
from salesops.kernel.moments import local_day

MOST_AMOUNT = Decimal(10) ** 15


@dataclass(frozen=True)
class OrderedLine:
    name: str
    amount: Decimal
    quantity: Decimal = Decimal(1)
    product_uid: UUID | None = None


def record_order(
    customer: CustomerAccount,
    *,
    number: str,
    ordered_on: date,
    currency: str,
    by: User | None,
    amount: Decimal | None = None,
    lines: Sequence[OrderedLine] = (),
    source: str = "ui",
) -> Order:
    """Without lines the whole amount is one; with lines the amount may be left out and is their sum.

    The same content under a known source and number is the first order again. Raises Conflict `already_exists` for
    other content, Refused `required`, `in_the_future`, `currency_unknown`, `amount_sign`, `lines_differ`.
    """
    number = required_text(number, "number", _("An order has a number."))
    with operation(by=by) as op:
        customer = locked(customer)
        if ordered_on > local_day(op.at, zone()):
            sentence = _("This day has not come yet.")
            raise Refused("in_the_future", sentence, fields={"ordered_on": sentence})
        rows = _lines(lines, amount, number)
        total = sum((row.amount for row in rows), Decimal(0))
        _require_money(total if amount is None else amount, total, currency)
        values = {"customer": customer, "ordered_on": ordered_on, "amount": total, "currency": currency}
        order, is_new = Order.objects.get_or_create(source=source, number=number, defaults=values)
        if not is_new:
            return _the_same(order, values, rows)
        for row in rows:
            row.order = order
        OrderLine.objects.bulk_create(rows)
        after = {"number": number, "amount": str(total), "currency": currency, "customer": customer.name}
        record("order.recorded", by=by, of=order, after=after)
        return order


def remove_order(order: Order, *, reason: str, by: User | None) -> None:
    """Recorded by mistake. Raises Refused `reason_required`, NotFound when somebody was first."""
    if not reason.strip():
        sentence = _("Say why it is removed.")
        raise Refused("reason_required", sentence, fields={"reason": sentence})
    with operation(by=by, reason=reason):
        found = Order.objects.select_for_update().filter(pk=order.pk).first()
        if found is None:
            raise NotFound()
        before = {"number": found.number, "amount": str(found.amount), "ordered_on": found.ordered_on.isoformat()}
        record("order.removed", by=by, of=found, before=before, reason=reason)
        found.delete()


def record_installed(
    customer: CustomerAccount,
    *,
    name: str,
    start: date | None,
    by: User | None,
    end: date | None = None,
    competitor: str = "",
    product_uid: UUID | None = None,
    source: str = "ui",
) -> InstalledProduct:
    """In use from `start` to before `end`. Raises Refused `required`, `dates_order`; Conflict `overlaps`."""
    name = required_text(name, "name", _("Say which product."))
    require_order(start, end)
    with operation(by=by):
        customer = locked(customer)
        during, maker = DateRange(start, end), competitor.strip()
        known = InstalledProduct.objects.filter(customer=customer, name=name, competitor=maker)
        if known.filter(during__overlap=during).exists():
            sentence = _("%(name)s is in use there already in these days.") % {"name": name}
            raise Conflict("overlaps", sentence, fields={"start": sentence})
        made = InstalledProduct.objects.create(
            customer=customer, name=name, competitor=maker, product_uid=product_uid, during=during, source=source
        )
        record("customer.product_installed", by=by, of=customer, after={"product": name, "competitor": maker})
        return made


def end_installed(installed: InstalledProduct, *, end: date, by: User | None) -> InstalledProduct:
    """`end` is the first day without it. Raises Refused `dates_order`, `already_ended`."""
    with operation(by=by):
        found = InstalledProduct.objects.select_for_update().select_related("customer").filter(pk=installed.pk).first()
        if found is None:
            raise NotFound()
        if found.during.upper is not None and found.during.upper <= end:
            raise Refused("already_ended", _("%(name)s is out of use already.") % {"name": found.name})
        require_order(found.during.lower, end)
        found.during = DateRange(found.during.lower, end)
        found.save(update_fields=["during"])
        after = {"product": found.name, "to": end.isoformat()}
        record("customer.product_ended", by=by, of=found.customer, after=after)
        return found


def record_usage(
    customer: CustomerAccount, *, product: str, day: date, measure: str, value: Decimal, by: User | None, source: str
) -> UsageSignal:
    """One value a product, day and measure. The same again is the first; another one: Conflict `already_exists`."""
    product = required_text(product, "product", _("Say which product."))
    measure = required_text(measure, "measure", _("Say what was counted."))
    if value < 0:
        sentence = _("Usage is zero or more.")
        raise Refused("amount_sign", sentence, fields={"value": sentence})
    with operation(by=by):
        customer = locked(customer)
        signal, is_new = UsageSignal.objects.get_or_create(
            customer=customer, product=product, day=day, measure=measure, defaults={"value": value, "source": source}
        )
        if not is_new and signal.value != value:
            sentence = _("This day has another value already.")
            raise Conflict("already_exists", sentence, fields={"value": sentence})
        return signal


def _lines(lines: Sequence[OrderedLine], amount: Decimal | None, number: str) -> list[OrderLine]:
    asked = list(lines) or [OrderedLine(_("Order %(number)s") % {"number": number}, amount or Decimal(0))]
    if not lines and amount is None:
        sentence = _("An order has an amount, or lines that make one.")
        raise Refused("required", sentence, fields={"amount": sentence})
    if any(line.quantity <= 0 or line.amount < 0 for line in asked if lines):
        sentence = _("A line has a quantity above zero and an amount of zero or more.")
        raise Refused("amount_sign", sentence, fields={"lines": sentence})
    return [
        OrderLine(
            name=required_text(line.name, "lines", _("Say what was ordered.")),
            amount=line.amount,
            quantity=line.quantity,
            product_uid=line.product_uid,
        )
        for line in asked
    ]


def _require_money(amount: Decimal, total: Decimal, currency: str) -> None:
    if not Currency.objects.filter(code=currency).exists():
        sentence = _("The organisation does not use the currency “%(code)s”.") % {"code": currency}
        raise Refused("currency_unknown", sentence, fields={"currency": sentence})
    if not 0 <= amount < MOST_AMOUNT or total >= MOST_AMOUNT:
        sentence = _("An amount is zero or more.")
        raise Refused("amount_sign", sentence, fields={"amount": sentence})
    if amount != total:
        sentence = _("The lines make %(total)s.") % {"total": total}
        raise Refused("lines_differ", sentence, fields={"amount": sentence})


def _the_same(order: Order, values: dict[str, Any], rows: list[OrderLine]) -> Order:
    known = [_content(line) for line in order.lines.order_by("pk")]
    if all(getattr(order, name) == value for name, value in values.items()) and known == [
        _content(row) for row in rows
    ]:
        return order
    sentence = _("Another order has this number.")
    raise Conflict("already_exists", sentence, fields={"number": sentence})


def _content(line: OrderLine) -> tuple[str, UUID | None, Decimal, Decimal]:
    return line.name, line.product_uid, Decimal(line.quantity), Decimal(line.amount)
