"""A chat server that keeps what it is sent: a real local HTTP server that can refuse, redirect and drip."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Sink(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self.drips = threading.Event()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.place}/hook?key=planted-marker"


class Hook(BaseHTTPRequestHandler):
    server: Sink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        if 300 <= self.server.status < 400:
            self.send_header("Location", f"http://{self.server.place}/elsewhere")
        self.end_headers()
        while self.server.drips.is_set():
            self.wfile.write(b".")
            self.wfile.flush()
            threading.Event().wait(0.05)

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def chat_sink(settings: Any) -> Iterator[Sink]:
    """The operator allows this inner address meanwhile."""
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.OUTBOUND_ALLOW = (sink.place,)
        try:
            yield sink
        finally:
            sink.drips.clear()
            sink.shutdown()
