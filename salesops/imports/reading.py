"""A file as rows of text: CSV and its like (plain or gzip), and workbooks, row by row in bounded memory."""

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from salesops.imports.rules.text import Encoding, delimiter_of, looks_like_header, stated_encoding
from salesops.kernel.errors import Refused
from salesops.web.guard import remove_guard

MAX_COLUMNS = 500
MAX_CELL = 1_000_000
SAMPLE = 65_536
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass
class Reading:
    """An open file. `rows` gives (row number, cells), the header left out; the first row of a file is number 1."""

    rows: Iterator[tuple[int, list[str]]]
    header: list[str]
    has_header: bool
    encoding: Encoding
    delimiter: str = ""
    digest: str = ""
    size: int = 0
    ragged: list[int] = field(default_factory=list)


@contextmanager
def read_file(stream: IO[bytes], *, encoding: str = "", has_header: bool | None = None) -> Iterator[Reading]:
    """Open what `stream` holds. encoding: confirmed by a person, else decided. has_header: None decides.

    Raises Refused `file_too_large`, `too_many_columns`, `cell_too_long`, `file_not_readable`, `file_empty`.
    """
    csv.field_size_limit(MAX_CELL)
    digest, size = _digest(stream)
    start = stream.read(4)
    stream.seek(0)
    if start.startswith(ZIP):
        with _workbook(stream) as cells:
            yield _framed(cells, Encoding("xlsx"), "", has_header, digest, size)
        return
    source: Any = gzip.GzipFile(fileobj=stream) if start.startswith(GZIP) else stream
    try:
        chosen = Encoding(encoding) if encoding else _encoding(source)
        text = io.TextIOWrapper(source, encoding=chosen.name, errors="strict", newline="")
        sample = text.read(SAMPLE)
        delimiter = delimiter_of(sample.replace("\x00", ""))
        text.seek(0)
        yield _framed(csv.reader(_bounded(text), delimiter=delimiter), chosen, delimiter, has_header, digest, size)
        text.detach()
    except (UnicodeError, csv.Error, EOFError, gzip.BadGzipFile, LookupError) as error:
        raise Refused(
            "file_not_readable",
            _("The file cannot be read as text: %(why)s.") % {"why": str(error)[:200]},
            fields={"file": _("Save it as CSV in UTF-8, or as a workbook.")},
        ) from error


def _framed(
    cells: Iterator[list[str]], encoding: Encoding, delimiter: str, has_header: bool | None, digest: str, size: int
) -> Reading:
    first = next((row for row in cells if any(cell.strip() for cell in row)), None)
    if first is None:
        raise Refused("file_empty", _("The file has no rows."), fields={"file": _("Choose another file.")})
    first = [remove_guard(cell).strip() for cell in first]
    headed = looks_like_header(first) if has_header is None else has_header
    header = first if headed else [_("Column %(number)s") % {"number": n} for n in range(1, len(first) + 1)]
    if len(header) > MAX_COLUMNS:
        raise Refused("too_many_columns", _("A file has 500 columns at most."), fields={"file": str(len(header))})
    reading = Reading(iter(()), header, headed, encoding, delimiter, digest, size)
    reading.rows = _numbered(cells, reading, None if headed else first)
    return reading


def _numbered(cells: Iterator[list[str]], reading: Reading, first: list[str] | None) -> Iterator[tuple[int, list[str]]]:
    """Empty lines count in the numbering, as an editor shows them, and are left out."""
    width, number = len(reading.header), 1
    if first is not None:
        yield 1, first
    for row in cells:
        number += 1
        if not any(row):
            continue
        if len(row) != width:
            if len(row) > width and any(cell.strip() for cell in row[width:]):
                reading.ragged.append(number)
            row = (row + [""] * width)[:width]
        yield number, [remove_guard(cell).replace("\x00", "") for cell in row]


def _digest(stream: IO[bytes]) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    while chunk := stream.read(1 << 20):
        found.update(chunk)
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            raise Refused("file_too_large", _("The file is larger than an upload may be."), fields={"file": "size"})
    stream.seek(0)
    return found.hexdigest(), size


def _encoding(source: Any) -> Encoding:
    """A byte order mark, else UTF-8 when every byte fits, else a guess over the first megabyte."""
    stated = stated_encoding(source.read(4))
    source.seek(0)
    if stated:
        return stated
    try:
        reader = io.TextIOWrapper(source, encoding="utf-8", errors="strict")
        while reader.read(1 << 20):
            pass
        reader.detach()
        return Encoding("utf-8")
    except UnicodeDecodeError:
        reader.detach()
    finally:
        source.seek(0)
    from charset_normalizer import from_bytes

    best = from_bytes(source.read(1 << 20)).best()
    source.seek(0)
    return Encoding(best.encoding if best else "cp1252", guessed=True)


def _bounded(text: IO[str]) -> Iterator[str]:
    """Lines without NUL, and never more text than four uploads: a small gzip may unpack to anything."""
    total = 0
    for line in text:
        total += len(line)
        if total > 4 * settings.MAX_UPLOAD_BYTES:
            raise Refused("file_too_large", _("The file unpacks to more than may be read."), fields={"file": "size"})
        yield line.replace("\x00", "")


@contextmanager
def _workbook(stream: IO[bytes]) -> Iterator[Iterator[list[str]]]:
    import openpyxl

    try:
        unpacked = sum(item.file_size for item in zipfile.ZipFile(stream).infolist())
        if unpacked > settings.MAX_XLSX_BYTES * 10:
            raise Refused(
                "file_too_large", _("The workbook unpacks to more than may be read."), fields={"file": "size"}
            )
        stream.seek(0)
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refused(
            "file_not_readable", _("The workbook cannot be opened."), fields={"file": _("Save it again as XLSX.")}
        ) from error
    try:
        sheet = book.worksheets[0]
        yield ([_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
    return str(value)[:MAX_CELL]
