"""Reading a folder of mail: over TLS to the checked address, read-only, by UID (RFC 3501)."""

import email
import imaplib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from threading import Timer
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import CaptureSource
from accounts.queries.organisation import organisation
from accounts.rules.capture import Folder, folder_from
from pipeline.rules.mails import MOST_BODY, Mail
from pipeline.rules.touches import MOST_PARTY, Party, SourceFailed
from salesops.db.secrets import opened
from salesops.web import outbound

SECONDS = 20.0
MOST_MAILS = 200
LONGEST_PIECE = 1024 * 1024
BODY_BYTES = 64 * 1024
# Where the server numbered its mails anew, those of the last days are read again: what is known already adds nothing.
READ_AGAIN = timedelta(days=3)
NAMED = "FROM TO CC SUBJECT MESSAGE-ID IN-REPLY-TO AUTO-SUBMITTED PRECEDENCE LIST-ID LIST-UNSUBSCRIBE"
HEADERS = f"(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({NAMED})])"
WHOLE = f"(UID INTERNALDATE BODY.PEEK[]<0.{BODY_BYTES}>)"


class Mailbox(imaplib.IMAP4):
    """To the checked address alone; what the server sends is bounded in size and, all of it together, in time."""

    def __init__(self, target: outbound.Target) -> None:
        self.line = outbound.Connection(target, SECONDS)
        self.end = Timer(SECONDS, self.line.cut)
        super().__init__(target.host, target.port, SECONDS)

    def _create_socket(self, timeout: float | None) -> Any:
        self.end.start()
        self.line.connect()
        return self.line.sock

    def read(self, size: int) -> bytes:
        if size > LONGEST_PIECE:
            raise self.abort("a piece too large")
        return super().read(size)

    def leave(self) -> None:
        self.end.cancel()
        with suppress(OSError):
            self.shutdown()


def read_folder(source: CaptureSource, at: datetime) -> tuple[list[Mail], dict[str, Any], bool]:
    """The mails since the last read, the next cursor, and whether there are more. Raises SourceFailed, Refused."""
    folder = folder_from(opened(source.address))
    target = outbound.checked_mail_server(folder.host)
    try:
        mailbox = Mailbox(target)
    except (OSError, imaplib.IMAP4.error) as error:
        raise SourceFailed(_("The mail server cannot be reached: %(e)s") % {"e": type(error).__name__}) from error
    try:
        _open(mailbox, folder, opened(source.secret))
        return _since(mailbox, source, at)
    except (OSError, imaplib.IMAP4.error) as error:
        raise SourceFailed(_("The mail server broke off: %(e)s") % {"e": type(error).__name__}) from error
    finally:
        mailbox.leave()


def _open(mailbox: Mailbox, folder: Folder, password: str) -> None:
    try:
        mailbox.login(folder.user, password)
    except mailbox.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise SourceFailed(_("The mail server does not take the user name or the password.")) from error
    answer, _said = mailbox.select(f'"{folder.folder}"', readonly=True)
    if answer != "OK":
        raise SourceFailed(_("There is no such folder, or it may not be read."))


def _since(mailbox: Mailbox, source: CaptureSource, at: datetime) -> tuple[list[Mail], dict[str, Any], bool]:
    """A folder that was just connected is read from its next mail on."""
    validity, cursor = _told(mailbox, "UIDVALIDITY"), source.cursor
    if not cursor:
        return [], {"validity": validity, "uid": _told(mailbox, "UIDNEXT") - 1}, False
    if cursor["validity"] != validity:
        day = ((source.last_ok_at or at) - READ_AGAIN).astimezone(UTC)
        uids = _search(mailbox, "SINCE", f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}")
        last = 0
    else:
        last = int(cursor["uid"])
        # `n:*` always answers the last mail, also where it is older.
        uids = [uid for uid in _search(mailbox, "UID", f"{last + 1}:*") if uid > last]
    now = sorted(uids)[:MOST_MAILS]
    mails = list(_fetched(mailbox, now, at)) if now else []
    newest = max([last, *now]) or _told(mailbox, "UIDNEXT") - 1
    return mails, {"validity": validity, "uid": newest}, len(uids) > len(now)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _told(mailbox: Mailbox, name: str) -> int:
    """Told when the folder was opened. Raises SourceFailed where the server does not say."""
    _answer, said = mailbox.response(name)
    try:
        return int(said[0])
    except (TypeError, ValueError, IndexError) as error:
        raise SourceFailed(_("The mail server does not number its mails.")) from error


def _search(mailbox: Mailbox, *criteria: str) -> list[int]:
    answer, said = mailbox.uid("SEARCH", *criteria)
    if answer != "OK":
        raise SourceFailed(_("The mail server does not search its mails."))
    return [int(uid) for uid in (said[0] or b"").split() if uid.isdigit()]


def _fetched(mailbox: Mailbox, uids: list[int], at: datetime) -> Iterator[Mail]:
    with_body = organisation().capture_bodies
    answer, said = mailbox.uid("FETCH", ",".join(map(str, uids)), WHOLE if with_body else HEADERS)
    if answer != "OK":
        raise SourceFailed(_("The mail server does not give its mails."))
    for piece in said:
        if isinstance(piece, tuple):
            mail = mail_from(piece[1], _arrived(piece[0], at), with_body=with_body)
            if mail is not None:
                yield mail


def mail_from(raw: bytes, at: datetime, *, with_body: bool) -> Mail | None:
    """None for what names no sender, or not itself."""
    message: Any = email.message_from_bytes(raw, policy=default)
    senders = _parties(message, "From")
    key = _text(message, "Message-ID")
    if not senders or not key:
        return None
    return Mail(
        key=key,
        at=at,
        sender=senders[0],
        to=_parties(message, "To"),
        copied=_parties(message, "Cc"),
        subject=_text(message, "Subject"),
        body=_body(message) if with_body else "",
        is_answer=bool(_text(message, "In-Reply-To")),
        is_automatic=_is_automatic(message),
    )


def _is_automatic(message: EmailMessage) -> bool:
    """Out-of-office notes, newsletters and lists: nobody wrote to anybody (RFC 3834, RFC 2919)."""
    answered = _text(message, "Auto-Submitted").lower()
    bulk = _text(message, "Precedence").lower() in ("bulk", "list", "junk", "auto_reply")
    return answered not in ("", "no") or bulk or "List-Id" in message or "List-Unsubscribe" in message


def _text(message: EmailMessage, name: str) -> str:
    """A header that cannot be decoded is read as it stands."""
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        return ""


def _parties(message: EmailMessage, name: str) -> tuple[Party, ...]:
    pairs = getaddresses([_text(message, name)])
    return tuple(Party(address.strip().lower(), said) for said, address in pairs if "@" in address)[:MOST_PARTY]


def _body(message: EmailMessage) -> str:
    try:
        part = message.get_body(("plain",))
        return str(part.get_content())[:MOST_BODY] if part is not None else ""
    except (ValueError, LookupError, AttributeError, KeyError):
        return ""


def _arrived(told: bytes, at: datetime) -> datetime:
    """When the server took it in, never later than now."""
    found = imaplib.Internaldate2tuple(told)
    return min(datetime(*found[:6]).astimezone(UTC), at) if found else at
