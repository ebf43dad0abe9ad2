"""What a source tells of one touch, and who of those it names stands outside (platform.md 2.8)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.rules.contacts import company_domain, normal_email

MOST_PARTY = 100


class SourceFailed(Exception):
    """A source could not be read. The text is for its owner; neither its address nor what it answered is in it."""


@dataclass(frozen=True)
class Party:
    """Somebody who took part: a mail address, or a number as the whole world dials it; the name as it was told."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Touch:
    """One meeting, mail or call. key: what its source knows it by; the same one told again has the same.

    party: everybody named but the person it is captured for, ours and others. is_private: nothing of it is kept but
    its time. is_over: cancelled, or declined by the person.
    """

    origin: str
    key: str
    starts_at: datetime
    ends_at: datetime
    direction: str = "outbound"
    outcome: str = ""
    subject: str = ""
    note: str = ""
    party: tuple[Party, ...] = ()
    is_private: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class Ours:
    """Whom we know as one of us: addresses of people, and the domains they have them at, free mail services not."""

    addresses: frozenset[str]
    domains: frozenset[str]

    def holds(self, address: str) -> bool:
        return normal_email(address) in self.addresses or company_domain(address) in self.domains


def ours_from(addresses: Iterable[str]) -> Ours:
    known = frozenset(filter(None, map(normal_email, addresses)))
    return Ours(known, frozenset(filter(None, map(company_domain, known))))


def outside(party: Iterable[Party], ours: Ours) -> tuple[Party, ...]:
    """Those of another company, each once in the order they were told. Nobody: it was among ourselves."""
    found: dict[str, Party] = {}
    for one in party:
        address = clean(normal_email(one.address) or one.address)
        if address and not ours.holds(address):
            found.setdefault(address, Party(address, clean(one.name)[:120]))
    return tuple(found.values())[:MOST_PARTY]


def clean(text: str) -> str:
    """PostgreSQL has no text with NUL."""
    return text.replace("\x00", "").strip()


def external_id(person: UUID, key: str) -> str:
    """One id for a touch and a person: two of us in one meeting have one each, told twice it is the same."""
    return hashlib.sha256(f"{person}\n{key}".encode()).hexdigest()
