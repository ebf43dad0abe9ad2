"""The way out: only to the public internet, to the address that was checked (platform.md 4, bad input 22)."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from salesops.kernel.errors import Refused
from salesops.web import outbound
from tests.inbox.chat_sink import chat_sink

INNER = [
    "http://example.com/",
    "https://127.0.0.1/",
    "https://169.254.169.254/latest",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a00:1]/",
    "https://10.1.2.3/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://127.1/",
    "https://8.8.8.8:22/",
    "https://name:word@8.8.8.8/",
    "gopher://8.8.8.8/",
    "https://",
    "not an address",
    "https://[::1",
    "https://8.8.8.8:99999/",
    "https://localhost/",
]


@pytest.mark.parametrize("url", INNER)
def test_inner_and_odd_addresses_are_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        outbound.checked(url)
    assert refused.value.code == "address_refused" and set(refused.value.fields) == {"address"}


def test_a_public_one_is_taken_by_its_number() -> None:
    target = outbound.checked("https://8.8.8.8:8443/hook?x=1")
    assert (target.host, target.port, target.path, target.ip) == ("8.8.8.8", 8443, "/hook?x=1", "8.8.8.8")


def test_a_name_with_one_inner_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: both)
    with pytest.raises(Refused):
        outbound.checked("https://rebinding.example/")


def test_it_connects_to_the_checked_address_whatever_the_name_says_later(settings: Any) -> None:
    """Rebinding: between check and call the name is not asked again."""
    with chat_sink(settings) as chat:
        port = chat.server_address[1]
        target = outbound.Target("http", "elsewhere.invalid", port, "/hook", "127.0.0.1")
        assert outbound.post(target, b"{}", {}).status == 200
        assert chat.received[0][1]["Host"] == f"elsewhere.invalid:{port}"


def test_no_redirect_is_followed(settings: Any) -> None:
    with chat_sink(settings) as chat:
        chat.status = 302
        assert outbound.post(outbound.checked(chat.url), b"{}", {}).status == 302
        assert [path for path, _headers, _body in chat.received] == ["/hook?key=planted-marker"]


def test_an_answer_that_drips_is_cut_off(settings: Any) -> None:
    with chat_sink(settings) as chat:
        chat.drips.set()
        with pytest.raises(outbound.CallFailed, match=r"No answer within 0\.4 seconds"):
            outbound.post(outbound.checked(chat.url), b"{}", {}, seconds=0.4)


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x03\x40\x00"], ids=["nothing", "a record that never ends"])
def test_a_handshake_is_cut_off_with_the_rest(said: bytes) -> None:
    """The second server keeps every read in time, byte by byte, until this side has gone."""
    with accepting(said) as (port, has_gone):
        target = outbound.Target("https", "chat.example", port, "/hook", "127.0.0.1")
        with pytest.raises(outbound.CallFailed, match=r"No answer within 0\.4 seconds"):
            outbound.post(target, b"{}", {}, seconds=0.4)
        assert has_gone.wait(10)


@contextmanager
def accepting(said: bytes) -> Iterator[tuple[int, threading.Event]]:
    """A server that takes one call, says `said`, and drips after it for at most five seconds; its port, and the end."""
    has_gone = threading.Event()

    def talk() -> None:
        taken, _address = listening.accept()
        with taken:
            taken.settimeout(0.05)
            taken.sendall(said)
            for _ in range(100):
                try:
                    if not taken.recv(4096):
                        break
                except TimeoutError:
                    taken.sendall(said and b".")
                except OSError:
                    break
        has_gone.set()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=talk, daemon=True).start()
        yield listening.getsockname()[1], has_gone


def test_nobody_there(settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.OUTBOUND_ALLOW = (f"127.0.0.1:{port}",)
    with pytest.raises(outbound.CallFailed):
        outbound.post(outbound.checked(f"http://127.0.0.1:{port}/"), b"{}", {})
