"""A mail server: a real local IMAP server over TLS, with a certificate of its own, that says what it was asked.

It speaks what a reader needs of RFC 3501: LOGIN, EXAMINE, UID SEARCH, UID FETCH. Any command that could change
something is answered NO; all of them are kept in `said`.
"""

import datetime as clock
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "planted password"


@dataclass
class Kept:
    uid: int
    at: clock.datetime
    raw: bytes


@dataclass
class Mailbox:
    """One folder. `validity` changes where a server numbers its mails anew."""

    validity: int = 1
    next_uid: int = 1
    mails: list[Kept] = field(default_factory=list)

    def add(self, raw: str, at: clock.datetime) -> None:
        self.mails.append(Kept(self.next_uid, at, raw.replace("\n", "\r\n").encode()))
        self.next_uid += 1

    def number_anew(self) -> None:
        self.validity += 1
        for number, kept in enumerate(self.mails, 1):
            kept.uid = number
        self.next_uid = len(self.mails) + 1


class ImapServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = self._note_name
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.folders = {"INBOX": Mailbox(), "Sales": Mailbox()}
        self.names: list[str | None] = []
        self.said: list[str] = []
        self.breaks_off = False

    def _note_name(self, connection: Any, name: str | None, context: Any) -> None:
        self.names.append(name)

    @property
    def place(self) -> str:
        return f"localhost:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that does not trust the certificate, or is cut off, is none of ours."""


class Session(socketserver.StreamRequestHandler):
    server: ImapServer

    def handle(self) -> None:
        self.folder = Mailbox()
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _space, command = line.partition(" ")
            name, _space, rest = command.partition(" ")
            self.server.said.append(command if name != "LOGIN" else "LOGIN")
            if self.server.breaks_off and name == "UID":
                return
            getattr(self, f"do_{name.lower()}", self._refuse)(tag, rest)

    def do_capability(self, tag: str, rest: str) -> None:
        self._say("* CAPABILITY IMAP4rev1")
        self._done(tag)

    def do_login(self, tag: str, rest: str) -> None:
        self._done(tag, "OK" if rest.endswith(f'"{PASSWORD}"') else "NO")

    def do_examine(self, tag: str, rest: str) -> None:
        found = self.server.folders.get(rest.strip('"'))
        if found is None:
            self._done(tag, "NO")
            return
        self.folder = found
        self._say(f"* {len(found.mails)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {found.validity}] it is")
        self._say(f"* OK [UIDNEXT {found.next_uid}] comes")
        self._done(tag, "OK [READ-ONLY]")

    def do_uid(self, tag: str, rest: str) -> None:
        what, _space, asked = rest.partition(" ")
        if what == "SEARCH":
            found = " ".join(str(kept.uid) for kept in self._searched(asked))
            self._say(f"* SEARCH {found}".rstrip())
        elif what == "FETCH":
            uids, _space, items = asked.partition(" ")
            for kept in self.folder.mails:
                if str(kept.uid) in uids.split(","):
                    self._give(kept, items)
        self._done(tag, "OK" if what in ("SEARCH", "FETCH") else "NO")

    def do_logout(self, tag: str, rest: str) -> None:
        self._say("* BYE")
        self._done(tag)

    def _searched(self, asked: str) -> list[Kept]:
        if asked.startswith("UID "):
            first = int(asked[4:].partition(":")[0])
            later = [kept for kept in self.folder.mails if kept.uid >= first]
            return later or self.folder.mails[-1:]
        day = clock.datetime.strptime(asked.removeprefix("SINCE "), "%d-%b-%Y").replace(tzinfo=clock.UTC).date()
        return [kept for kept in self.folder.mails if kept.at.date() >= day]

    def _give(self, kept: Kept, items: str) -> None:
        raw = kept.raw
        if "HEADER.FIELDS" in items:
            asked = items.partition("(")[2].partition("(")[2].partition(")")[0].lower().split()
            head = raw.partition(b"\r\n\r\n")[0].decode().split("\r\n")
            raw = "\r\n".join([line for line in head if line.partition(":")[0].lower() in asked] + ["", ""]).encode()
        told = kept.at.astimezone(clock.UTC).strftime("%d-%b-%Y %H:%M:%S +0000")
        self._say(f'* 1 FETCH (UID {kept.uid} INTERNALDATE "{told}" BODY[] {{{len(raw)}}}')
        self.wfile.write(raw + b")\r\n")

    def _refuse(self, tag: str, rest: str) -> None:
        self._done(tag, "NO")

    def _done(self, tag: str, answer: str = "OK") -> None:
        self._say(f"{tag} {answer} done")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def make_certificate(path: Path, name: str = "localhost") -> Path:
    """A certificate for one name, signed by itself, with its key; whoever trusts it trusts this file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = clock.datetime.now(clock.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - clock.timedelta(days=1))
        .not_valid_after(now + clock.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(pem))
    return path


@contextmanager
def imap_server(certificate: Path, settings: Any) -> Iterator[ImapServer]:
    """The operator allows this inner address meanwhile."""
    with ImapServer(certificate) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.OUTBOUND_ALLOW = (server.place,)
        try:
            yield server
        finally:
            server.shutdown()
