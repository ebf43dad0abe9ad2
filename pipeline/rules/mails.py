"""One mail as a source tells it, and whose touch it is. What it says is kept only where the company asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from accounts.rules.contacts import normal_email
from pipeline.rules.touches import Ours, Party, Touch, clean

MOST_BODY = 20_000
P = TypeVar("P")


@dataclass(frozen=True)
class Mail:
    """key: its Message-ID. is_answer: it answers another one. is_automatic: an out-of-office, a newsletter, a list."""

    key: str
    at: datetime
    sender: Party
    to: tuple[Party, ...] = ()
    copied: tuple[Party, ...] = ()
    subject: str = ""
    body: str = ""
    is_answer: bool = False
    is_automatic: bool = False


def touches_of(mail: Mail, ours: Ours, people: Mapping[str, P], owner: P | None) -> list[tuple[P, Touch]]:
    """For whom of us it is one. people: by address; owner: whose mailbox it is, None of a mailbox for everybody.

    Out: it is its sender's, with everybody it went to. In: it is each one's it went to, with its sender alone.
    """
    if mail.is_automatic or not mail.key:
        return []
    is_out = ours.holds(mail.sender.address)
    party = (*mail.to, *mail.copied) if is_out else (mail.sender,)
    named = (mail.sender,) if is_out else (*mail.to, *mail.copied)
    theirs = [people[key] for one in named if (key := normal_email(one.address)) in people]
    found = [owner] if owner is not None else theirs
    touch = Touch(
        origin="mail",
        key=mail.key,
        starts_at=mail.at,
        ends_at=mail.at,
        direction="outbound" if is_out else "inbound",
        outcome="replied" if mail.is_answer else "sent" if is_out else "",
        subject=clean(mail.subject)[:300],
        note=clean(mail.body)[:MOST_BODY],
        party=party,
    )
    return [(person, touch) for person in dict.fromkeys(found)]
