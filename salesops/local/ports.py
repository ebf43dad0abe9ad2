"""The port of the web server, taken before anything is started."""

import socket

from salesops.local.binaries import StackError

FIRST, LAST = 8000, 8099
HOST = "127.0.0.1"


def take_port(asked: int) -> socket.socket:
    """A listening socket on `asked`, or on the first free port of 8000 to 8099 when it is 0.

    It is held from here on and handed to the web server: the first start takes half a minute, in which another program
    could take a port that was only looked at.
    """
    for port in [asked] if asked else range(FIRST, LAST + 1):
        listener = _listen(port)
        if listener is not None:
            return listener
    if asked:
        raise StackError(f"Port {asked} is busy. Choose another PORT, or none for the first free of {FIRST}-{LAST}.")
    raise StackError(f"No port from {FIRST} to {LAST} is free. Give one as PORT.")


def _listen(port: int) -> socket.socket | None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # As web servers do: a port whose last connections are still closing is free.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        return None
    return listener
