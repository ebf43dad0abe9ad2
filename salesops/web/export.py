"""Tables as files: exactly the rows of the view, typed, guarded against formulas, in constant memory."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from salesops.kernel.errors import Refused
from salesops.kernel.registry import Registry
from salesops.web.errors import NotUnderstood
from salesops.web.guard import guard, remove_guard
from salesops.web.tables import Column, Row, Table

__all__ = [
    "ANSWERED_AT_ONCE",
    "Exporting",
    "big_exports",
    "export_answer",
    "export_rows",
    "guard",
    "remove_guard",
]

ANSWERED_AT_ONCE = 10_000
"""More rows than this are written by a job, whose requester fetches the file later."""
IN_MEMORY = 1_000_000
TELL_EVERY = 2_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Field:
    """One column of the file. `path` is where the row keeps its value."""

    head: str
    path: str
    kind: str
    definition: str = ""


def fields_of(table: Table) -> list[Field]:
    """The columns of the view that may leave, each currency beside its amount unless it has a column of its own."""
    columns = [column for column in table.state.chosen if column.exported]
    own = {column.value or column.key for column in columns}
    found: list[Field] = []
    for column in columns:
        found.append(Field(_head(column), column.key, column.kind, str(column.definition)))
        if column.currency and column.currency not in own:
            own.add(column.currency)
            found.append(Field(_("%(name)s currency") % {"name": column.label}, column.currency, "text"))
    return found


def _head(column: Column) -> str:
    return f"{column.label} ({column.unit})" if column.unit else str(column.label)


def check_format(format: str) -> None:
    """Raises NotUnderstood `unknown_format`."""
    if format not in TYPES:
        raise NotUnderstood("unknown_format", _("A table is exported as csv or xlsx."), fields={"format": format[:20]})


def export_rows(
    table: Table,
    rows: QuerySet[Any] | None,
    format: str,
    out: IO[bytes],
    *,
    bom: bool = False,
    told: Callable[[int], None] | None = None,
) -> int:
    """Write every row of the view to `out` and say how many. Usable by a view and by a job.

    rows: the same scoped queryset under another connection or role; None for the table's own.
    told: called with the number so far, every TELL_EVERY rows.
    Raises NotUnderstood `unknown_format`, Refused `cell_too_long` or `sheet_too_long` (a spreadsheet has limits, and
    nothing is cut silently).
    """
    check_format(format)
    fields = fields_of(table)
    with closing(table.records(rows)) as records:
        values = ([row[field.path] for field in fields] for row in _counted(records, told))
        if format == "csv":
            return _write_csv(fields, values, out, bom)
        # Here, because openpyxl takes numpy along where it is installed: only a process that writes a workbook pays.
        from salesops.web.workbook import write_workbook

        return write_workbook(str(table.caption), [(f.head, f.kind) for f in fields], values, about(table, fields), out)


def _counted(records: Iterable[Row], told: Callable[[int], None] | None) -> Iterator[Row]:
    for number, row in enumerate(records):
        if told is not None and number % TELL_EVERY == 0:
            told(number)
        yield row


def _write_csv(fields: Sequence[Field], values: Iterator[list[Any]], out: IO[bytes], bom: bool) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8-sig" if bom else "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([guard(field.head) for field in fields])
    count = 0
    for row in values:
        writer.writerow([csv_value(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def csv_value(value: Any) -> str:
    """Numbers without marks, instants in UTC, dates ISO, nothing for null; text guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return guard(str(value))


def about(table: Table, fields: Sequence[Field]) -> list[tuple[str, str]]:
    """The second sheet: what this is, when, cut by what, and what each column means."""
    lines = [(_("Table"), str(table.caption)), (_("Exported at"), csv_value(table.asking.now))]
    if table.as_of is not None:
        lines.append((_("As of"), csv_value(table.as_of.instant)))
    if table.known_at is not None:
        lines.append((_("As known at"), csv_value(table.known_at.instant)))
    lines += [(_("Filter: %(name)s") % {"name": item.label}, asked.said) for item, asked in table.state.criteria]
    lines.append((_("Times"), _("Moments are UTC; dates are business days.")))
    return lines + [(field.head, field.definition) for field in fields if field.definition]


@dataclass
class Exporting:
    """Set on a request as `exporting`: a job, not a person, asks the page for its file, however many rows it has.

    out: where to write; None only looks. told: called with the rows written so far. The rest is filled in by the page.
    """

    out: IO[bytes] | None = None
    told: Callable[[int, int], None] | None = None
    title: str = ""
    name: str = ""
    content_type: str = ""
    rows: int | None = None

    def take(self, table: Table, format: str, *, bom: bool) -> None:
        check_format(format)
        self.title, self.name, self.content_type = str(table.caption), file_name(table, format), TYPES[format]
        self.rows = table.exact_count()
        if self.out is not None:
            self.rows = export_rows(table, None, format, self.out, bom=bom, told=self._told(self.rows))

    def _told(self, total: int) -> Callable[[int], None] | None:
        told = self.told
        return (lambda done: told(done, total)) if told else None


BigExport = Callable[[HttpRequest], HttpResponseBase]
big_exports: Registry[BigExport] = Registry("exports over the limit")
"""One entry, `job`: what answers an export of more rows than are written at once."""


def export_answer(
    request: HttpRequest, table: Table, *, reading: AbstractContextManager[Any] | None = None
) -> HttpResponseBase | None:
    """The file when the address says `format=`, else None. `reading` may enter the reader role round the query.

    The file is written whole before the first byte leaves: a fault midway is an error page, not a short file.
    Over 10,000 rows the answer leads to a job; raises Refused `export_needs_job` where nobody takes it.
    """
    format, bom = request.GET.get("format", ""), request.GET.get("bom") == "1"
    if not format:
        return None
    exporting: Exporting | None = getattr(request, "exporting", None)
    with reading or nullcontext():
        if exporting is not None:
            exporting.take(table, format, bom=bom)
            return HttpResponse(status=204)
        if table.exact_count() > ANSWERED_AT_ONCE:
            return _hand_over(request)
        file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
        export_rows(table, None, format, file, bom=bom)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(table, format), content_type=TYPES[format])


def file_name(table: Table, format: str) -> str:
    return f"{table.key}-{table.asking.today.isoformat()}.{format}"


def _hand_over(request: HttpRequest) -> HttpResponseBase:
    take = big_exports.get("job")
    if take is None:
        raise Refused("export_needs_job", _("More than 10,000 rows are exported in the background."))
    return take(request)
