"""One message out of the house: by mail, or by an https POST. Called by jobs alone."""

import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from salesops.db.secrets import opened
from salesops.inbox.models import Channel, Delivery
from salesops.inbox.reading import Line
from salesops.inbox.rules import payloads
from salesops.inbox.rules.payloads import Message
from salesops.inbox.rules.words import as_line
from salesops.kernel.errors import Refused
from salesops.web import outbound

BODIES = {
    Channel.Kind.SLACK: payloads.slack,
    Channel.Kind.TEAMS: payloads.teams,
    Channel.Kind.WEBHOOK: payloads.webhook,
}


class SendFailed(Exception):
    """The channel did not take it; the text names no address."""


def send(delivery: Delivery, line: Line) -> None:
    """Raises SendFailed."""
    if delivery.channel.kind == Channel.Kind.MAIL:
        mail(delivery.person, line.sentence, "inbox/mail/news.txt", f"news-{delivery.uid}", {"line": line})
    else:
        _post(delivery, line)


def mail(person: User, subject: str, template: str, about: str, context: dict[str, Any]) -> None:
    """One Message-ID for one thing said, so that a mail server that got it twice can tell. Raises SendFailed."""
    with translation.override(person.language):
        body = render_to_string(template, {"person": person, "base": settings.BASE_URL, **context})
    headers = {"Message-ID": f"<{about}@{urlsplit(settings.BASE_URL).hostname}>"}
    message = EmailMessage(as_line(subject, 150), body, to=[str(person.email)], headers=headers)
    try:
        message.send()
    except OSError as error:
        # Every error of smtplib is one; its text may hold the address, its name does not.
        raise SendFailed(_("The mail server did not take it: %(e)s") % {"e": type(error).__name__}) from error


def _post(delivery: Delivery, line: Line) -> None:
    channel = delivery.channel
    body = BODIES[Channel.Kind(channel.kind)](_message(delivery, line))
    headers = {payloads.EVENT: str(delivery.news.uid)}
    if channel.secret:
        secrets = [opened(sealed) for sealed in (channel.secret, channel.former_secret) if sealed]
        headers[payloads.SIGNATURE] = payloads.signature(secrets, body, int(time.time()))
    try:
        answer = outbound.post(outbound.checked(opened(channel.address)), body, headers)
    except Refused as refused:
        raise SendFailed(refused.message) from refused
    except outbound.CallFailed as failed:
        raise SendFailed(str(failed)) from failed
    if not 200 <= answer.status < 300:
        raise SendFailed(_("The other side answered %(status)s") % {"status": answer.status})


def _message(delivery: Delivery, line: Line) -> Message:
    return Message(
        event=str(delivery.news.uid),
        kind=line.news.kind,
        sentence=line.sentence,
        excerpt=line.excerpt,
        url=settings.BASE_URL + line.url,
        at=line.news.at,
    )
