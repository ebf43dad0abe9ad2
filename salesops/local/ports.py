"""The port of the web server, settled before anything is started."""

import socket

from salesops.local.binaries import StackError

FIRST, LAST = 8000, 8099
HOST = "127.0.0.1"


def choose_port(asked: int) -> int:
    """`asked`, which must be free, or the first free one of 8000 to 8099 when it is 0."""
    if asked:
        if not is_free(asked):
            raise StackError(
                f"Port {asked} is busy. Choose another PORT, or none for the first free of {FIRST}-{LAST}."
            )
        return asked
    for port in range(FIRST, LAST + 1):
        if is_free(port):
            return port
    raise StackError(f"No port from {FIRST} to {LAST} is free. Give one as PORT.")


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the web server does: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
