"""Writes about customers: who they are, who owns them from when, who is a member."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import AccountOwnership, Currency, CustomerAccount, CustomerMember, Seat, User
from accounts.operations.rows import (
    cut_from,
    locked,
    require_known,
    require_not_merged,
    required_text,
    save_changes,
)
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, NotFound, Refused
from salesops.kernel.moments import INFINITY

EDITABLE = frozenset(
    {
        "name",
        "parent",
        "domains",
        "account_type",
        "sector",
        "country",
        "employees",
        "annual_revenue",
        "annual_revenue_currency",
        "founded_year",
    }
)
GONE = frozenset({User.State.SUSPENDED, User.State.DEACTIVATED, User.State.ERASED})
DEAL = "deal"
"""The membership that `pipeline` keeps while a person works a deal there; nobody grants or ends it by hand."""


def create_customer(
    *, name: str, by: User | None, owner: User | None = None, start: date | None = None, **fields: Any
) -> CustomerAccount:
    """A customer, owned from `start` by the personal seat of `owner` when one is given.

    Raises Refused `required`, `field_unknown`, `currency_unknown`, `receiver_inactive`.
    """
    require_known(fields, EDITABLE)
    name = required_text(name, "name", _("An account needs a name."))
    with operation(by=by):
        customer = CustomerAccount(name=name, **_checked(fields))
        _require_revenue(customer)
        customer.save()
        record("customer.created", by=by, of=customer, after={"name": customer.name})
        if owner is not None:
            change_ownership(customer, seat_of_receiver(owner), start=start, by=by)
        return customer


def edit_customer(
    customer: CustomerAccount, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None
) -> CustomerAccount:
    """Save named fields. Raises as `create_customer`, and Refused `parent_cycle`, Conflict `stale_version`."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        customer = locked(customer, seen=seen, wanted=changes)
        changes = _checked(changes)
        if changes.get("parent") is not None:
            require_no_cycle(customer, changes["parent"])
        save_changes(customer, changes, "customer.edited", by=by)
        _require_revenue(customer)
        return customer


def archive_customer(customer: CustomerAccount, *, by: User | None, seen: int | None = None) -> CustomerAccount:
    """Gone from lists and doors; its past stays, and `restore_customer` brings it back."""
    with operation(by=by) as op:
        customer = locked(customer, seen=seen)
        if customer.archived_at is None:
            save_changes(customer, {"archived_at": op.at}, "customer.archived", by=by)
        return customer


def restore_customer(customer: CustomerAccount, *, by: User | None) -> CustomerAccount:
    """Raises Refused `merged_away` for one that was merged: its merge is undone instead."""
    with operation(by=by):
        customer = locked(customer)
        require_not_merged(customer)
        save_changes(customer, {"archived_at": None}, "customer.restored", by=by)
        return customer


def personal_seat(person: User) -> Seat:
    """The seat made with the person; of who leaves their accounts to the next one the post they still sit on.

    Raises Refused `receiver_inactive` for who sits nowhere.
    """
    own = Seat.objects.filter(person=person, kind=Seat.Kind.PERSONAL)
    sits = Seat.objects.filter(occupancies__person=person, occupancies__during__contains=today()).order_by("pk")
    seat = own.first() or sits.first()
    if seat is None:
        sentence = _("%(name)s has no seat. Choose somebody else.") % {"name": person.name}
        raise Refused("receiver_inactive", sentence, fields={"owner": sentence})
    return seat


def seat_of_receiver(person: User) -> Seat:
    """Where a person takes customers over. Raises Refused `receiver_inactive` for who no longer works here."""
    if person.state in GONE:
        sentence = _("%(name)s no longer works here. Choose somebody else.") % {"name": person.name}
        raise Refused("receiver_inactive", sentence, fields={"owner": sentence})
    return personal_seat(person)


def change_ownership(
    customer: CustomerAccount,
    seat: Seat | None,
    *,
    start: date | None,
    end: date | None = None,
    by: User | None,
    role: str = AccountOwnership.Role.OWNER,
    source: str = "ui",
    reason: str = "",
) -> datetime:
    """`seat` owns the customer in `role` from `start` on, up to `end`; None leaves it without an owner. The instant it
    was recorded.

    What overlaps is superseded and re-stated round it: who believed what on which day stays readable.
    """
    with operation(by=by, source=source, reason=reason) as op:
        locked(customer)
        rows = AccountOwnership.objects.select_for_update().filter(
            account=customer, role=role, superseded_at=INFINITY, valid__overlap=DateRange(start, end)
        )
        before = [_stated(row) for row in rows.select_related("seat")]
        kept = [
            _ownership(customer, role, row.seat, DateRange(row.valid.lower, start), row.source, op.at)
            for row in rows
            if start is not None and (row.valid.lower is None or row.valid.lower < start)
        ]
        kept += [
            _ownership(customer, role, row.seat, DateRange(end, row.valid.upper), row.source, op.at)
            for row in rows
            if end is not None and (row.valid.upper is None or end < row.valid.upper)
        ]
        rows.update(superseded_at=op.at)
        if seat is not None:
            kept.append(_ownership(customer, role, seat, DateRange(start, end), source, op.at))
        AccountOwnership.objects.bulk_create(kept)
        record(
            "customer.ownership_changed",
            by=by,
            of=customer,
            before={"role": role, "owners": before},
            after={"role": role, "owners": [_stated(row) for row in kept]},
            reason=reason,
        )
        return op.at


def undo_ownership(customer: CustomerAccount, recorded_at: datetime, *, by: User | None) -> None:
    """Take one change of ownership back: what it superseded is stated anew, the log keeps both.

    Raises Refused `changed_since` when the ownership was changed again, NotFound when nothing was recorded then.
    """
    with operation(by=by) as op:
        locked(customer)
        made = AccountOwnership.objects.filter(account=customer, recorded_at=recorded_at)
        replaced = AccountOwnership.objects.filter(account=customer, superseded_at=recorded_at)
        if not (made.exists() or replaced.exists()):
            raise NotFound()
        if made.exclude(superseded_at=INFINITY).exists():
            raise Refused("changed_since", _("The owner was changed again since; that change would be lost."))
        again = [
            _ownership(customer, row.role, row.seat, row.valid, row.source, op.at)
            for row in replaced.select_related("seat")
        ]
        made.update(superseded_at=op.at)
        AccountOwnership.objects.bulk_create(again)
        after = {"owners": [_stated(row) for row in again]}
        record("customer.ownership_undone", by=by, of=customer, after=after)


def add_member(
    customer: CustomerAccount, person: User, *, role: str, start: date | None, end: date | None = None, by: User | None
) -> CustomerMember:
    """`end` is exclusive. Raises Conflict `overlaps` for a second membership in the role, Refused `dates_order`."""
    require_order(start, end)
    role = required_text(role, "role", _("Say what the person does for this account."))
    if role == DEAL:
        sentence = _("This membership follows the deals of a person by itself.")
        raise Refused("role_kept", sentence, fields={"role": sentence})
    with operation(by=by):
        locked(customer)
        during = DateRange(start, end)
        rows = CustomerMember.objects.filter(customer=customer, person=person, role=role, during__overlap=during)
        if rows.exists():
            sentence = _("%(name)s is a member in this role already.") % {"name": person.name}
            raise Conflict("overlaps", sentence, fields={"person": sentence})
        member = CustomerMember.objects.create(customer=customer, person=person, role=role, during=during)
        after = {"person": person.name, "role": role, "from": str(start), "to": str(end)}
        record("customer.member_added", by=by, of=customer, after=after)
        return member


def end_membership(customer: CustomerAccount, person: User, *, role: str, end: date, by: User | None) -> None:
    """`end` is the first day without it. Raises NotFound when there is none to end, Refused `role_kept`."""
    if role == DEAL:
        raise Refused("role_kept", _("This membership follows the deals of a person by itself."))
    with operation(by=by):
        locked(customer)
        rows = CustomerMember.objects.filter(customer=customer, person=person, role=role)
        if not rows.filter(during__overlap=DateRange(end, None)).exists():
            raise NotFound()
        cut_from(rows, end)
        before = {"person": person.name, "role": role}
        record("customer.member_ended", by=by, of=customer, before=before, after={"to": str(end)})


def require_order(start: date | None, end: date | None) -> None:
    """Raises Refused `dates_order` when nothing lies between."""
    if start is not None and end is not None and end <= start:
        sentence = _("The end is not after the start.")
        raise Refused("dates_order", sentence, fields={"end": sentence})


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(fields)
    if "name" in checked:
        checked["name"] = required_text(checked["name"], "name", _("An account needs a name."))
    if "domains" in checked:
        checked["domains"] = sorted({domain.strip().lower().removeprefix("www.") for domain in checked["domains"]})
    return checked


def _require_revenue(customer: CustomerAccount) -> None:
    """An amount has its currency, one that the organisation keeps. Without an amount the currency does not matter."""
    code = customer.annual_revenue_currency
    if customer.annual_revenue is None:
        return
    if not code or not Currency.objects.filter(code=code).exists():
        sentence = _("The organisation does not use the currency “%(code)s”.") % {"code": code or ""}
        raise Refused("currency_unknown", sentence, fields={"annual_revenue_currency": sentence})
    if customer.annual_revenue < 0:
        sentence = _("Revenue is zero or more.")
        raise Refused("amount_sign", sentence, fields={"annual_revenue": sentence})


def require_no_cycle(customer: CustomerAccount, parent: CustomerAccount | None) -> None:
    """Walk up from the new parent under lock: two changes at once must not close a circle between them.

    Raises Refused `parent_cycle`.
    """
    above: int | None = parent.pk if parent else None
    while above is not None:
        if above == customer.pk:
            sentence = _("%(parent)s belongs to %(name)s, directly or not.") % {"parent": parent, "name": customer}
            raise Refused("parent_cycle", sentence, fields={"parent": sentence})
        above = CustomerAccount.objects.select_for_update().values_list("parent_id", flat=True).get(pk=above)


def _ownership(
    customer: CustomerAccount, role: str, seat: Seat, valid: DateRange, source: str, at: datetime
) -> AccountOwnership:
    return AccountOwnership(account=customer, role=role, seat=seat, valid=valid, source=source, recorded_at=at)


def _stated(row: AccountOwnership) -> dict[str, str | None]:
    bounds = (row.valid.lower, row.valid.upper)
    start, end = (None if bound is None else bound.isoformat() for bound in bounds)
    return {"seat": row.seat.name, "from": start, "to": end}
