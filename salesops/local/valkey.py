"""Valkey on a Unix socket, keeping nothing: jobs rest in the database, sessions too."""

from collections.abc import Mapping
from pathlib import Path

import redis

from salesops.local.addresses import Addresses
from salesops.local.binaries import StackError
from salesops.local.processes import Child, wait_until


def start_valkey(
    server: Path, addresses: Addresses, *, log: Path, environment: Mapping[str, str], dies_with_us: bool = True
) -> Child:
    command: list[str | Path] = [server, "--port", "0", "--unixsocket", addresses.valkey_socket]
    command += ["--unixsocketperm", "700", "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
    addresses.valkey_socket.unlink(missing_ok=True)
    child = Child("valkey", command, log=log, environment=environment, dies_with_us=dies_with_us)
    if not wait_until(lambda: is_ready(addresses) or not child.is_running, seconds=20) or not child.is_running:
        child.stop()
        raise StackError("Valkey did not start.\n" + "\n".join(child.last_lines()))
    return child


def is_ready(addresses: Addresses) -> bool:
    try:
        return bool(redis.Redis.from_url(addresses.cache).ping())
    except redis.ConnectionError:
        return False
