"""XLSX by openpyxl's write-only mode: constant memory, typed cells, never a formula."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from salesops.kernel.errors import Refused
from salesops.web.guard import guard

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
FORMATS = {"money": "#,##0.00", "percent": "0.0%", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss"}

# XML has no control characters and folds CR: Excel writes them as _x000D_, and a literal _x000D_ as _x005F_x000D_.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def escape_text(text: str) -> str:
    return UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape_text(text: str) -> str:
    """What a reader of our files (and of Excel's) applies to a text cell."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def write_workbook(
    title: str,
    heads: Sequence[tuple[str, str]],
    rows: Iterator[list[Any]],
    about: Iterable[tuple[str, str]],
    out: IO[bytes],
) -> int:
    """`heads` are pairs of head and kind. Returns the number of rows written, the head not counted."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(title))
    sheet.freeze_panes = "B2"
    sheet.append([text_cell(sheet, head) for head, _kind in heads])
    try:
        count = _write_rows(sheet, rows, [kind for _head, kind in heads])
    except Refused:
        # Ends the sheet's own writer, which would otherwise wake up on a closed file.
        sheet.close()
        raise
    second = book.create_sheet(sheet_title(_("About")))
    for label, value in about:
        second.append([text_cell(second, label), text_cell(second, value)])
    book.save(out)
    return count


def _write_rows(sheet: Any, rows: Iterator[list[Any]], kinds: Sequence[str]) -> int:
    count = 0
    for row in rows:
        count += 1
        if count >= MOST_ROWS:
            raise Refused("sheet_too_long", _("A sheet takes 1,048,575 rows. Export this table as CSV."))
        sheet.append([_cell(sheet, value, kind) for value, kind in zip(row, kinds, strict=True)])
    return count


def sheet_title(text: str) -> str:
    return re.sub(r"[\\*?:/\[\]\x00-\x1f]", " ", text)[:31] or "Table"


def _cell(sheet: Any, value: Any, kind: str) -> Any:
    if value is None:
        return None
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None)
    elif not isinstance(value, bool | int | float | Decimal | date):
        return text_cell(sheet, str(value))
    if kind not in FORMATS:
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = FORMATS[kind]
    return cell


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that stays text whatever it begins with; the bare text, which is written faster, where that is certain."""
    escaped = escape_text(guard(text))
    if len(escaped) > LONGEST_CELL:
        sentence = _("One text has %(count)s characters; a cell takes 32,767. Export this table as CSV.")
        raise Refused("cell_too_long", sentence % {"count": len(text)})
    if not escaped.startswith(("=", "#")):
        return escaped
    cell = WriteOnlyCell(sheet, escaped)
    cell.data_type = "s"
    return cell
