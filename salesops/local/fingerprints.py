"""What a step of the launcher was done for: done again when that differs. An unchanged tree costs a walk over it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

CODE = ("salesops", "accounts", "pipeline", "forecasting", "territories", "compensation", "training")
STATIC_STAMP = "static.stamp"


def is_static_stale(root: Path, state_dir: Path) -> bool:
    stamp = state_dir / STATIC_STAMP
    return not (state_dir / "static").exists() or not stamp.exists() or stamp.read_text() != _of_static(root)


def remember_static(root: Path, state_dir: Path) -> None:
    (state_dir / STATIC_STAMP).write_text(_of_static(root))


def of_code(root: Path) -> str:
    """Of all that `migrate` may read: migrations, models and what apps write when it ends."""
    return _of(root, (path for app in CODE for path in (root / app).rglob("*.py")))


def _of_static(root: Path) -> str:
    return _of(root, (root / "static").rglob("*"))


def _of(root: Path, paths: Iterable[Path]) -> str:
    """Of our files by name, size and time, and of the installed packages' by the lock that chose them."""
    digest = hashlib.sha256((root / "requirements/base.txt").read_bytes())
    for path in sorted(paths):
        facts = path.stat()
        digest.update(f"{path.relative_to(root)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
