"""What a hook is sent: whether it is signed as it should be, and what it says (docs/operating/capture.md)."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.rules.contacts import normal_email, normal_phone, phone_e164
from pipeline.rules.mails import Mail
from pipeline.rules.touches import MOST_PARTY, Party, Touch, clean

SIGNATURE = "SalesOps-Signature"
LONGEST = 1024 * 1024
SECONDS = 300
MOST_MINUTES = 24 * 60 - 1
OUTCOMES = ("", "reached", "no_answer", "left_message")
DIRECTIONS = ("inbound", "outbound")


class UnreadableCall(ValueError):
    """fields: what is wrong with which; nothing of what was sent is in it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("unreadable")
        self.fields = dict(fields)


def is_signed(header: str, secret: str, body: bytes, now: int) -> bool:
    """`t=<seconds>,v1=<hex>` over `t.body`, at most five minutes from `now` either way."""
    parts = [part.partition("=") for part in header.split(",")]
    told = next((value for name, _sign, value in parts if name.strip() == "t"), "")
    if not (told.isascii() and told.isdigit() and len(told) <= 12) or abs(now - int(told)) > SECONDS:
        return False
    due = hmac.new(secret.encode(), told.encode() + b"." + body, hashlib.sha256).hexdigest()
    given = [value.strip() for name, _sign, value in parts if name.strip() == "v1"]
    return any(hmac.compare_digest(due.encode(), one.encode()) for one in given)


def read_body(body: bytes) -> dict[str, Any]:
    """The object that was sent. Raises UnreadableCall."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableCall({"body": "json"}) from error
    if not isinstance(said, dict):
        raise UnreadableCall({"body": "json"})
    return said


def mail_from(said: Mapping[str, Any], now: datetime, *, with_body: bool) -> Mail:
    """`id, from, to, cc?, subject?, at, in_reply_to?, automatic?, body?`. Raises UnreadableCall."""
    read = _Reading(said)
    mail = Mail(
        key=read.text("id", needed=True, longest=1_000),
        at=read.moment("at", now),
        sender=read.addresses("from", needed=True)[0],
        to=read.addresses("to"),
        copied=read.addresses("cc"),
        subject=read.text("subject", longest=10_000),
        body=read.text("body", longest=LONGEST) if with_body else "",
        is_answer=bool(said.get("in_reply_to")),
        is_automatic=said.get("automatic") is True,
    )
    read.done()
    return mail


@dataclass(frozen=True)
class Call:
    """person: the mail address of who of us it was, where the hook is the organisation's."""

    touch: Touch
    person: str


def call_from(said: Mapping[str, Any], now: datetime) -> Call:
    """`id, from, to, direction, at, minutes?, outcome?, person?`. Raises UnreadableCall.

    An extension is no number of somebody outside: then nobody took part.
    """
    read = _Reading(said)
    direction, at = read.one_of("direction", DIRECTIONS), read.moment("at", now)
    numbers = {name: read.text(name, longest=60) for name in ("from", "to")}
    other = numbers["to" if direction == "outbound" else "from"]
    number = (phone_e164(other) or normal_phone(other)) if normal_phone(other) else ""
    key, outcome, minutes = read.text("id", needed=True), read.one_of("outcome", OUTCOMES), read.minutes("minutes")
    person = read.text("person", longest=254)
    read.done()
    party = (Party(number),) if number else ()
    return Call(Touch("phone", key, at, at + timedelta(minutes=minutes), direction, outcome, party=party), person)


class _Reading:
    """Collects what is wrong, so that a sender is told of everything at once."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.said = said
        self.wrong: dict[str, str] = {}

    def done(self) -> None:
        if self.wrong:
            raise UnreadableCall(self.wrong)

    def text(self, name: str, *, needed: bool = False, longest: int = 500) -> str:
        value = self.said.get(name, "")
        value = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(value, str) or len(value) > longest or (needed and not clean(value)):
            self.wrong[name] = "text"
            return ""
        return clean(value)

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        value = self.said.get(name, "")
        if value not in known:
            self.wrong[name] = "choice"
            return known[0]
        return str(value)

    def minutes(self, name: str) -> int:
        value = self.said.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_MINUTES:
            self.wrong[name] = "minutes"
            return 0
        return round(value)

    def moment(self, name: str, now: datetime) -> datetime:
        """With its zone; what lies ahead by more than a clock may be wrong has not happened."""
        found = _moment(self.said.get(name))
        if found is None or found > now + timedelta(seconds=SECONDS) or found.year < 2000:
            self.wrong[name] = "moment"
            return now
        return min(found, now)

    def addresses(self, name: str, *, needed: bool = False) -> tuple[Party, ...]:
        """One address, or several; each `kim@acme.example` or `{"address": .., "name": ..}`."""
        value = self.said.get(name) or []
        listed = value if isinstance(value, list) else [value]
        found = tuple(filter(None, map(_party, listed[:MOST_PARTY])))
        if len(found) < min(len(listed), MOST_PARTY) or (needed and not found):
            self.wrong[name] = "address"
            return found or (Party(""),)
        return found


def _moment(said: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(said))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _party(one: Any) -> Party | None:
    if isinstance(one, str):
        one = {"address": one}
    if not isinstance(one, dict) or not isinstance(one.get("address"), str) or len(one["address"]) > 254:
        return None
    address = clean(one["address"]).lower()
    return Party(address, clean(str(one.get("name", "")))[:120]) if normal_email(address) else None
