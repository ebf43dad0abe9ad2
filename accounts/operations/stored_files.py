"""Stored files that hold somebody: found by their content, and taken away whole. A file is never rewritten."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.storage import default_storage

from accounts.personal import HeldFiles, held_files
from salesops.audit.erasing import Words

PIECE = 1 << 20
OVERLAP = 1 << 10
"""Bytes read at a time, and how many of them again: no value is longer, so none is missed at a seam."""
UNREADABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")
"""Formats whose text does not stand in their bytes: PDF, pictures, old office files."""
OURS = ("audit/", "privacy/")


@dataclass(frozen=True)
class FileCount:
    """Of one kind of file: those that go, those that stay and why, and those nobody can look into here."""

    key: str
    goes: int
    stays: int
    unread: int
    why: str = ""


def erase_files(words: Words) -> int:
    """Rows and contents that hold `words`, and contents that no row names; what stays is blocked.

    Returns how many went or were blocked.
    """
    gone = 0
    for files in held_files:
        for row in files.rows():
            if files.stays(row):
                gone += bool(look_into(files, row, words)) and files.block(row)
            elif goes(files, row, words):
                files.remove(row)
                gone += 1
    for name in orphans():
        if finding(default_storage.open(name), words) is not False:
            default_storage.delete(name)
            gone += 1
    return gone


def count_files(words: Words) -> list[FileCount]:
    return [_count(files, words) for files in held_files]


def goes(files: HeldFiles, row: Any, words: Words) -> bool:
    """An export nobody can look into goes as well: it can be asked for again. A contract cannot."""
    found = look_into(files, row, words)
    return bool(found) or (found is None and files.key == "exports")


def look_into(files: HeldFiles, row: Any, words: Words) -> bool | None:
    """Whether the file holds them; None when its text cannot be read. A content that is gone holds nobody."""
    content = getattr(row, files.column)
    if not content or not content.storage.exists(content.name):
        return False
    with content.open("rb") as file:
        return finding(file, words)


def finding(file: IO[bytes], words: Words) -> bool | None:
    asked = re.compile(words.pattern, re.IGNORECASE)
    head = file.read(8)
    file.seek(0)
    if head.startswith(UNREADABLE):
        return None
    if head.startswith(b"PK\x03\x04"):
        return _in_archive(file, asked)
    return _in_pieces(_pieces(file), asked)


def _in_archive(file: IO[bytes], asked: re.Pattern[str]) -> bool | None:
    """Workbooks, slides and our own access files are archives of texts."""
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    if _in_pieces(_pieces(member), asked):
                        return True
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return None
    return False


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _in_pieces(pieces: Iterable[bytes], asked: re.Pattern[str]) -> bool:
    kept = b""
    for piece in pieces:
        text = kept + piece
        if any(asked.search(text.decode(encoding, "ignore")) for encoding in _encodings(text)):
            return True
        kept = text[-OVERLAP:]
    return False


def _encodings(text: bytes) -> tuple[str, ...]:
    return ("utf-8", "utf-16") if b"\x00" in text[:100] else ("utf-8", "latin-1")


def _count(files: HeldFiles, words: Words) -> FileCount:
    counted, why = {"goes": 0, "stays": 0, "unread": 0}, ""
    for row in files.rows():
        kept, found = str(files.stays(row)), look_into(files, row, words)
        if found is False:
            continue
        if kept and found:
            why = kept
        counted["stays" if kept and found else "goes" if goes(files, row, words) else "unread"] += 1
    return FileCount(files.key, counted["goes"], counted["stays"], counted["unread"], why)


def orphans() -> list[str]:
    """Contents that no row names: left by a job that was killed."""
    named = {str(name) for files in held_files for name in files.rows().values_list(files.column, flat=True)}
    return [name for name in _all_names("") if name not in named and not name.startswith(OURS)]


def _all_names(folder: str) -> Iterator[str]:
    if folder and not default_storage.exists(folder):
        return
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}{name}"
    for inner in folders:
        yield from _all_names(f"{folder}{inner}/")
