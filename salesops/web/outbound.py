"""The one way out to addresses that people type: webhooks, chat, feeds, calendars, mail (platform.md 4, SSRF).

https on 443 or 8443 and TLS on 993, to addresses of the public internet alone, connected to the very address that was
checked, without redirects, within a time. OUTBOUND_ALLOW names inner `host:port` pairs that may be called all the same,
web addresses also by http.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from salesops.kernel.errors import Refused

PORTS = {443, 8443}
MAIL_PORT = 993
SECONDS = 5.0
LONGEST_ANSWER = 64 * 1024
# Public by their number, yet a way round: they carry an inner IPv4 address.
TUNNELS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class CallFailed(Exception):
    """The other side did not take it. The text names neither address nor secret."""


@dataclass(frozen=True)
class Target:
    """A checked address: `ip` is what is connected to, `host` what the certificate must be for."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


@dataclass(frozen=True)
class Answer:
    """headers: names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def checked(url: str, field: str = "address") -> Target:
    """Resolves the name. Raises Refused `address_refused` at `field`; asked at save and again at each use."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except (ValueError, UnicodeError) as error:
        raise _refused(_("This is not an address."), field) from error
    is_allowed = f"{host}:{port}" in settings.OUTBOUND_ALLOW
    if parts.scheme not in ({"http", "https"} if is_allowed else {"https"}) or not host:
        raise _refused(_("An address begins with https://."), field)
    if parts.username or parts.password:
        raise _refused(_("Leave name and password out of the address."), field)
    if port not in PORTS and not is_allowed:
        raise _refused(_("Only the ports 443 and 8443 are called."), field)
    ip = _allowed_ip(host, port, is_allowed, field)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, ip)


def checked_mail_server(text: str, field: str = "host") -> Target:
    """`mail.example.com`, on port 993 alone unless the operator allows another. Raises as `checked`."""
    try:
        parts = urlsplit(f"imaps://{text.strip()}")
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port or MAIL_PORT
    except (ValueError, UnicodeError) as error:
        raise _refused(_("This is not the name of a server."), field) from error
    if not host or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise _refused(_("This is not the name of a server."), field)
    is_allowed = f"{host}:{port}" in settings.OUTBOUND_ALLOW
    if port != MAIL_PORT and not is_allowed:
        raise _refused(_("Mail is read on port 993 alone."), field)
    return Target("imaps", host, port, "", _allowed_ip(host, port, is_allowed, field))


def _allowed_ip(host: str, port: int, is_allowed: bool, field: str) -> str:
    ips = _resolved(host, port, field)
    if not is_allowed and not all(is_public(ip) for ip in ips):
        raise _refused(_("This address leads into an inner network. The operator may allow it."), field)
    return str(ips[0])


def is_public(ip: Address) -> bool:
    """Not loopback, private, link-local, CGNAT, multicast, reserved, mapped or tunnelled."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return False
        if any(ip in net for net in TUNNELS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def post(target: Target, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Answer:
    """Connect, handshake, send and read together end after `seconds`.

    Raises CallFailed for whatever goes wrong on the way; any status is an answer, a redirect too.
    """
    return _call("POST", target, body, {"Content-Type": "application/json", **headers}, seconds)


def get(target: Target, headers: Mapping[str, str], *, longest: int, seconds: float) -> Answer:
    """Raises CallFailed as `post`, and for an answer of more than `longest` bytes: half a file is none."""
    answer = _call("GET", target, None, headers, seconds, longest + 1)
    if len(answer.body) > longest:
        raise CallFailed(_("The answer is larger than %(n)s MB") % {"n": longest // 1024 // 1024})
    return answer


def _call(
    method: str,
    target: Target,
    body: bytes | None,
    headers: Mapping[str, str],
    seconds: float,
    longest: int = LONGEST_ANSWER,
) -> Answer:
    connection = Connection(target, seconds)
    # A server that drips a byte a second keeps every single read in time: this ends the whole.
    end = Timer(seconds, connection.cut)
    end.start()
    try:
        connection.request(method, target.path, body, dict(headers))
        with connection.getresponse() as response:
            told = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, response.read(longest), told)
    except (OSError, http.client.HTTPException) as error:
        is_late = connection.was_cut or isinstance(error, TimeoutError)
        raise CallFailed(_late(seconds) if is_late else type(error).__name__) from error
    finally:
        end.cancel()
        connection.close()
    if connection.was_cut:
        raise CallFailed(_late(seconds))
    return answer


def _late(seconds: float) -> str:
    return _("No answer within %(n)s seconds") % {"n": f"{seconds:g}"}


class Connection(http.client.HTTPConnection):
    """To the checked address, with the name of the host for TLS and in the request. A mail server's is opened alike."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target = target
        self.seconds = seconds
        self.was_cut = False
        self.wire: socket.socket | None = None
        self.default_port = 443 if target.scheme == "https" else 80

    def connect(self) -> None:
        """Raises TimeoutError, OSError (a certificate that is not the host's is one)."""
        # http.client lets go of its socket once an answer begins that ends with the connection: `wire` stays.
        self.sock = self.wire = socket.create_connection((self.target.ip, self.target.port), self.seconds)
        if self.target.scheme != "http":
            self.sock = self.wire = ssl.create_default_context().wrap_socket(
                self.wire, server_hostname=self.target.host, do_handshake_on_connect=False
            )
        # `cut` marks before it looks for the wire, this lays the wire before it looks for the mark: one sees the other.
        if self.was_cut:
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def cut(self) -> None:
        self.was_cut = True
        if self.wire is not None:
            try:
                # Of the plain socket: SSLSocket's own would go on reading what was never deciphered.
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)
            except OSError:
                return


def _resolved(host: str, port: int, field: str) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _refused(_("There is no such host."), field) from error
    return [ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found]


def _refused(sentence: str, field: str) -> Refused:
    return Refused("address_refused", sentence, fields={field: sentence})
