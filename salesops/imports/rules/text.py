"""Bytes to text, and how the columns of the text are parted."""

import csv
import io
from dataclasses import dataclass

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
DELIMITERS = ",\t;|"


@dataclass(frozen=True)
class Encoding:
    """`guessed`: nothing in the file says so; a person confirms it before anything is written."""

    name: str
    guessed: bool = False


def stated_encoding(start: bytes) -> Encoding | None:
    """What a byte order mark says; None without one."""
    for mark, name in BOMS:
        if start.startswith(mark):
            return Encoding(name)
    return None


def delimiter_of(sample: str) -> str:
    """The mark that parts most lines into the same number (above one) of columns; a comma when none does."""
    best, best_score = ",", 0.0
    for mark in DELIMITERS:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row][:50]
        widths = [len(row) for row in rows]
        # A mark that the first line does not have parts nothing: it stands inside cells.
        if not widths or widths[0] < 2:
            continue
        common = max(set(widths), key=widths.count)
        score = widths.count(common) / len(widths) * (common > 1) + min(common, 50) / 1000
        if score > best_score:
            best, best_score = mark, score
    return best


def looks_like_header(first: list[str]) -> bool:
    """No empty or repeated cell, and none that is a number or a date."""
    cells = [cell.strip() for cell in first]
    return bool(cells) and len(set(cells)) == len(cells) and all(cell and not cell[0].isdigit() for cell in cells)
