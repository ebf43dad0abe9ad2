"""What a hook is sent: signatures, mails and calls as their senders write them, and what cannot be read."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from pipeline.rules.hooks import UnreadableCall, call_from, is_signed, mail_from, read_body
from pipeline.rules.mails import touches_of
from pipeline.rules.touches import Party, external_id, ours_from, outside
from salesops.inbox.rules.payloads import signature

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
OURS = ours_from(["priya@northwind.example", "boss@gmail.com", ""])
MAIL = {"id": "<1@x>", "from": "priya@northwind.example", "to": ["Kim@acme.example"], "at": "2026-05-04T11:30:00+02:00"}
CALL = {"id": "c1", "from": "+43 660 1234567", "to": "101", "direction": "inbound", "at": "2026-05-04T09:00:00Z",
        "minutes": 7, "outcome": "reached"}  # fmt: skip


def test_it_is_signed_as_our_own_webhooks_are() -> None:
    body = b'{"id": 1}'
    header = signature(["secret"], body, SECONDS)
    assert is_signed(header, "secret", body, SECONDS + 300) and is_signed(header, "secret", body, SECONDS - 300)
    due = hmac.new(b"secret", f"{SECONDS}.".encode() + body, hashlib.sha256).hexdigest()
    assert is_signed(f"t={SECONDS}, v1={'0' * 64}, v1={due}", "secret", body, SECONDS)


@pytest.mark.parametrize(
    ("header", "body", "late"),
    [
        ("", b"{}", 0), ("t=,v1=", b"{}", 0), ("v1=aa", b"{}", 0), ("t=1e9,v1=é", b"{}", 0), ("signed", b"{ }", 0),
        ("signed", b"{}", 301), ("signed", b"{}", -301), ("other", b"{}", 0), ("t=99999999999999,v1=a", b"{}", 0),
    ],
)  # fmt: skip
def test_what_is_not_signed_so_is_not_taken(header: str, body: bytes, late: int) -> None:
    made = {"signed": signature(["secret"], b"{}", SECONDS), "other": signature(["another"], b"{}", SECONDS)}
    assert not is_signed(made.get(header, header), "secret", body, SECONDS + late)


def test_a_mail_is_its_senders_or_who_it_went_to() -> None:
    people = {"priya@northwind.example": "Priya", "ulf@northwind.example": "Ulf"}
    [(person, touch)] = touches_of(mail_from(MAIL, NOW, with_body=False), OURS, people, None)
    assert (person, touch.direction, touch.outcome) == ("Priya", "outbound", "sent")
    assert touch.starts_at == datetime(2026, 5, 4, 9, 30, tzinfo=UTC) and touch.party == (Party("kim@acme.example"),)
    inward = MAIL | {
        "from": {"address": "kim@acme.example", "name": "Kim"}, "to": "Priya@Northwind.example",
        "cc": ["ulf@northwind.example", "lu@acme.example"], "in_reply_to": "<0@x>", "body": "kept?",
    }  # fmt: skip
    found = touches_of(mail_from(inward, NOW, with_body=False), OURS, people, None)
    assert [(person, one.direction, one.outcome, one.note) for person, one in found] == [
        ("Priya", "inbound", "replied", ""), ("Ulf", "inbound", "replied", ""),
    ]  # fmt: skip
    assert found[0][1].party == (Party("kim@acme.example", "Kim"),)
    assert mail_from(inward, NOW, with_body=True).body == "kept?"
    assert touches_of(mail_from(MAIL | {"automatic": True}, NOW, with_body=False), OURS, people, None) == []


def test_who_is_outside() -> None:
    party = [Party(one) for one in ("Kim+x@acme.example", "kim@acme.example", "new@northwind.example", "boss@gmail.com",
                                    "other@gmail.com", "")]  # fmt: skip
    assert [one.address for one in outside(party, OURS)] == ["kim@acme.example", "other@gmail.com"]


def test_a_call_has_the_number_outside_and_its_length() -> None:
    touch = call_from(CALL, NOW).touch
    assert (touch.party, touch.direction, touch.outcome) == ((Party("+436601234567"),), "inbound", "reached")
    assert touch.ends_at - touch.starts_at == timedelta(minutes=7)
    inner = call_from(CALL | {"direction": "outbound"}, NOW).touch
    assert inner.party == () and call_from(CALL | {"person": "a@b.example"}, NOW).person == "a@b.example"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "id"), ({"id": ["x"]}, "id"), ({"direction": "up"}, "direction"), ({"minutes": -1}, "minutes"),
        ({"minutes": "7"}, "minutes"), ({"minutes": 1e9}, "minutes"), ({"minutes": float("nan")}, "minutes"),
        ({"outcome": "held"}, "outcome"), ({"at": "2026-05-04T09:00:00"}, "at"), ({"at": "soon"}, "at"),
        ({"at": "2026-05-05T09:00:00Z"}, "at"), ({"at": "0001-01-01T00:00:00+23:00"}, "at"),
        ({"from": "1" * 61}, "from"),
        ({"person": 1.5}, "person"), ({"direction": []}, "direction"), ({"outcome": {}}, "outcome"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_read_names_the_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(UnreadableCall) as refused:
        call_from(CALL | change, NOW)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": ""}, "from"), ({"from": "nobody"}, "from"), ({"to": ["kim"]}, "to"), ({"to": [1]}, "to"),
        ({"cc": [{"address": "x" * 300}]}, "cc"), ({"subject": 1.5}, "subject"), ({"at": None}, "at"),
        ({"from": [{}]}, "from"),
    ],
)  # fmt: skip
def test_a_mail_that_cannot_be_read_names_the_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(UnreadableCall) as refused:
        mail_from(MAIL | change, NOW, with_body=False)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_object(body: bytes) -> None:
    with pytest.raises(UnreadableCall):
        read_body(body)


def test_nul_is_no_text() -> None:
    said = read_body(json.dumps(CALL | {"id": "a\x00b"}).encode())
    assert call_from(said, NOW).touch.key == "ab"


def test_two_of_us_have_one_each() -> None:
    one, two = UUID(int=1), UUID(int=2)
    assert external_id(one, "k") != external_id(two, "k") and external_id(one, "k") == external_id(one, "k")
