"""A calendar that is subscribed to: a real local HTTP server that knows ETags, and can refuse."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def ics(*events: str, more: str = "") -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Test//EN",
        *filter(None, [more]),
        *events,
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join("\r\n".join(lines).splitlines()).encode() + b"\r\n"


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def event(uid: str, start: datetime, end: datetime, *people: str, **more: str) -> str:
    """people: mail addresses; more: further properties, `status="CANCELLED"`."""
    lines = [f"UID:{uid}", f"DTSTART:{stamp(start)}", f"DTEND:{stamp(end)}"]
    lines += [f"ATTENDEE;CN={one.partition('@')[0].title()}:mailto:{one}" for one in people]
    lines += [f"{name.upper().replace('_', '-')}:{value}" for name, value in more.items()]
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


class CalendarServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Calendar)
        self.body = ics()
        self.status = 200
        self.answered: list[int] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.place}/secret-planted-marker/basic.ics"


class Calendar(BaseHTTPRequestHandler):
    server: CalendarServer

    def do_GET(self) -> None:
        body = self.server.body
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        status = 304 if self.headers.get("If-None-Match") == etag else self.server.status
        self.server.answered.append(status)
        self.send_response(status)
        self.send_header("ETag", etag)
        self.end_headers()
        if status == 200:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def calendar_server(settings: Any) -> Iterator[CalendarServer]:
    """The operator allows this inner address meanwhile."""
    with CalendarServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.OUTBOUND_ALLOW = (server.place,)
        try:
            yield server
        finally:
            server.shutdown()
