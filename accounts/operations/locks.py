"""Tries to sign in: the keys they are counted under, and opening a lock again."""

import hashlib

from axes.utils import reset

from accounts.models import SignInEvent, User
from accounts.operations.sign_in_events import Where, note
from accounts.queries.signing_in import address_digest, addresses_tried
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.web.api.throttles import forget


def address_key(address: str) -> str:
    return f"sign-in:{hashlib.sha256(address.encode()).hexdigest()}"


def address_from_key(address: str, ip: str | None) -> str:
    return f"{address_key(address)}:{ip}"


def factor_key(person: User) -> str:
    return f"second-factor:{person.pk}"


def factor_day_key(person: User) -> str:
    return f"second-factor-day:{person.pk}"


def unlock(person: User, *, by: User) -> None:
    """The person may try again at once, from everywhere, with password and second factor."""
    with operation(by=by):
        for key in (factor_key(person), factor_day_key(person)):
            forget(key)
        unlock_password(person, by=by)


def unlock_password(person: User, *, by: User) -> None:
    """Of the password alone: who holds a mailbox must not win back tries at the second factor."""
    with operation(by=by) as op:
        address = (person.email or "").lower()
        reset(username=address)
        tried = [address_from_key(address, ip) for ip in addresses_tried(address_digest(address), op.at)]
        for key in (address_key(address), *tried):
            forget(key)
        note(SignInEvent.Kind.UNLOCKED, person=person, by=by, where=Where())
        record("person.unlocked", by=by, of=person)
