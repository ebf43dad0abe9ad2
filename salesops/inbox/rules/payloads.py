"""What chat and webhooks are sent, and how a webhook is signed."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

SIGNATURE = "SalesOps-Signature"
EVENT = "SalesOps-Event"


@dataclass(frozen=True)
class Message:
    """One piece of news as it leaves: `event` never changes for it, however often it is sent."""

    event: str
    kind: str
    sentence: str
    excerpt: str
    url: str
    at: datetime


def slack(message: Message) -> bytes:
    """Slack reads `<...>` as commands (`<!channel>`), so what people wrote is escaped as it asks."""
    said = _escaped(message.sentence)
    words = f"\n> {_escaped(message.excerpt)}" if message.excerpt else ""
    return _json({"text": f"<{message.url}|{said}>{words}"})


def teams(message: Message) -> bytes:
    lines = [{"type": "TextBlock", "text": message.sentence, "wrap": True, "weight": "Bolder"}]
    if message.excerpt:
        lines.append({"type": "TextBlock", "text": message.excerpt, "wrap": True})
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": lines,
        "actions": [{"type": "Action.OpenUrl", "title": "Open", "url": message.url}],
    }
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return _json({"type": "message", "attachments": [attached]})


def webhook(message: Message) -> bytes:
    return _json(
        {
            "event": message.event,
            "kind": message.kind,
            "text": message.sentence,
            "excerpt": message.excerpt,
            "url": message.url,
            "at": message.at.isoformat(),
        }
    )


def signature(secrets: Sequence[str], body: bytes, at: int) -> str:
    """`t=<seconds>,v1=<hex>` over `t.body`; one v1 for each secret, so that a receiver may change over in peace."""
    signed = f"{at}.".encode() + body
    digests = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets if secret]
    return ",".join([f"t={at}", *(f"v1={digest}" for digest in digests)])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "¦")


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
