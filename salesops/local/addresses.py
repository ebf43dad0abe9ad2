"""Where the embedded stack listens, in the four spellings its clients want. Nothing else builds these addresses."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OWNER_ROLE, APP_ROLE, READER_ROLE = "salesops_owner", "salesops_app", "salesops_reader"
SUPERUSER = "postgres"
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, with the closing NUL.
LONGEST_SOCKET_PATH = 103
BROKER_INDEX, CACHE_INDEX = 0, 1
VALKEY_SOCKET = "valkey.sock"


@dataclass(frozen=True)
class Addresses:
    """Two private directories with one socket each."""

    postgres_dir: Path
    valkey_dir: Path

    def __post_init__(self) -> None:
        for path in (self.postgres_dir / ".s.PGSQL.5432", self.valkey_socket):
            if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
                raise ValueError(f"The socket path {path} is longer than {LONGEST_SOCKET_PATH} bytes.")

    @property
    def valkey_socket(self) -> Path:
        return self.valkey_dir / VALKEY_SOCKET

    def database(self, name: str, role: str = APP_ROLE) -> str:
        return f"postgresql://{role}@/{name}?host={quote(str(self.postgres_dir))}"

    @property
    def broker(self) -> str:
        """kombu's spelling, which redis-py does not read."""
        return f"redis+socket://{self.valkey_socket}?virtual_host={BROKER_INDEX}"

    @property
    def cache(self) -> str:
        """redis-py's spelling, which kombu does not read."""
        return f"unix://{self.valkey_socket}?db={CACHE_INDEX}"


def addresses_for(state_dir: Path) -> Addresses:
    """The sockets of the stack whose data is in `state_dir`; short, because a checkout may lie deep.

    The same directory always has the same sockets, so `manage.py` finds a running stack without being told.
    """
    stem = f"salesops-{directory_hash(state_dir)}-{os.getuid()}"
    return Addresses(Path("/tmp") / f"{stem}-pg", Path("/tmp") / f"{stem}-vk")


def directory_hash(directory: Path) -> str:
    return hashlib.sha256(os.fsencode(directory.resolve())).hexdigest()[:8]


def cache_beside(broker: str) -> str:
    """The cache's address on the broker's server: CACHE_URL's default."""
    if broker.startswith("redis+socket://"):
        return broker.replace("redis+socket://", "unix://").replace("virtual_host=0", f"db={CACHE_INDEX}")
    base, _, index = broker.rpartition("/")
    return f"{base}/{CACHE_INDEX}" if index.isdigit() else f"{broker.rstrip('/')}/{CACHE_INDEX}"
