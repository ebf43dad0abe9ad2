"""Writes about customers, their contacts and owners."""

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import AccountOwnership, CustomerAccount, Seat, User
from salesops.db.operation import operation
from salesops.kernel.moments import INFINITY


def create_customer(
    *, name: str, by: User | None, owner: User | None = None, start: date | None = None, **fields: Any
) -> CustomerAccount:
    """A customer, owned from `start` by the personal seat of `owner` when one is given."""
    with operation(by=by):
        customer = CustomerAccount.objects.create(name=name.strip(), **fields)
        if owner is not None:
            change_ownership(customer, personal_seat(owner), start=start, by=by)
        return customer


def personal_seat(person: User) -> Seat:
    """The seat made with the person."""
    return Seat.objects.get(person=person, kind=Seat.Kind.PERSONAL)


def change_ownership(
    customer: CustomerAccount,
    seat: Seat | None,
    *,
    start: date | None,
    by: User | None,
    role: str = AccountOwnership.Role.OWNER,
    source: str = "ui",
) -> None:
    """`seat` owns the customer in `role` from `start` on; None leaves it without an owner.

    What overlaps is superseded and re-stated up to `start`: who believed what on which day stays readable.
    """
    with operation(by=by, source=source) as op:
        rows = AccountOwnership.objects.select_for_update().filter(
            account=customer, role=role, superseded_at=INFINITY, valid__overlap=DateRange(start, None)
        )
        kept = [
            AccountOwnership(
                account=customer,
                role=role,
                seat=row.seat,
                valid=DateRange(row.valid.lower, start),
                source=row.source,
                recorded_at=op.at,
            )
            for row in rows
            if start is not None and (row.valid.lower is None or row.valid.lower < start)
        ]
        rows.update(superseded_at=op.at)
        if seat is not None:
            kept.append(
                AccountOwnership(
                    account=customer,
                    role=role,
                    seat=seat,
                    valid=DateRange(start, None),
                    source=source,
                    recorded_at=op.at,
                )
            )
        AccountOwnership.objects.bulk_create(kept)
