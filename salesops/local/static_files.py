"""Collect static files when they changed since the last time; an unchanged tree costs a walk over it."""

import hashlib
from pathlib import Path

STAMP = "static.stamp"


def is_stale(root: Path, state_dir: Path) -> bool:
    stamp = state_dir / STAMP
    return not (state_dir / "static").exists() or not stamp.exists() or stamp.read_text() != fingerprint(root)


def remember(root: Path, state_dir: Path) -> None:
    (state_dir / STAMP).write_text(fingerprint(root))


def fingerprint(root: Path) -> str:
    """Of our files by name, size and time, and of the installed packages' by the lock that chose them."""
    digest = hashlib.sha256((root / "requirements/base.txt").read_bytes())
    for path in sorted((root / "static").rglob("*")):
        facts = path.stat()
        digest.update(f"{path.relative_to(root)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
