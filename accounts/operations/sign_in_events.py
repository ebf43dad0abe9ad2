"""What happened at the door, written down: the rows that nobody changes afterwards."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import SignInEvent, User
from accounts.queries.signing_in import address_digest


@dataclass(frozen=True)
class Where:
    """From where somebody asks: the text of an IP address, and the device in words."""

    ip: str | None = None
    device: str = ""


def note(
    kind: SignInEvent.Kind,
    *,
    person: User | None,
    address: str | None = None,
    where: Where | None = None,
    method: str = "",
    by: User | None = None,
    until: datetime | None = None,
) -> SignInEvent:
    """One row. `address`: as typed, where nobody is known by it; it is kept as a digest, like that of a person."""
    where = where or Where()
    return SignInEvent.objects.create(
        at=timezone.now(),
        kind=kind,
        method=method,
        person=person,
        by=by,
        address_digest=address_digest(person.email if person else address),
        ip=where.ip,
        device=where.device[:120],
        until=until,
    )
