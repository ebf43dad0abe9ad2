"""Everything held of a person as one file: JSON for programs, a CSV of each table for people (A-8)."""

import csv
import io
import json
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ErasureRequest
from accounts.operations.erasing import words_of
from accounts.personal import Held, held
from accounts.queries.privacy import Person, person_of
from salesops.audit import erasing
from salesops.jobs.exporting import KEPT
from salesops.jobs.models import Job, JobFile
from salesops.kernel.errors import Refused
from salesops.kernel.jobs import Run
from salesops.web.export import csv_value

NAME = "personal-data.zip"
Sheets = dict[str, tuple[Sequence[str], list[tuple[Any, ...]]]]
"""By key: the names of the columns, and the rows."""
MENTIONS = ("table", "row", "text")
MOST = 10_000
"""Rows of one table in which somebody is only mentioned."""


def write_access_file(request: ErasureRequest, run: Run) -> dict[str, Any]:
    """Kept seven days behind the door of who asked for it. Raises Refused `person_gone`."""
    person = person_of(request.subject_kind, request.subject_uid)
    if person is None:
        raise Refused("person_gone", _("There is nothing left of them."))
    sheets: Sheets = {rows.key: (rows.shown, list(_rows(rows, person))) for rows in held if person.keys.get(rows.kind)}
    sheets["mentions"] = (MENTIONS, list(_mentions(person, run)))
    with TemporaryFile() as out:
        count = _write(sheets, out)
        size = out.seek(0, io.SEEK_END)
        out.seek(0)
        job = Job.objects.get(uid=run.uid)
        kept = {"name": NAME, "content_type": "application/zip", "rows": count, "size": size}
        file = File(out, name=uuid.uuid4().hex)
        JobFile.objects.create(job=job, content=file, expires_at=timezone.now() + KEPT, **kept)
    return {"rows": count, "bytes": size}


def _rows(rows: Held, person: Person) -> Iterator[tuple[Any, ...]]:
    found = rows.rows(person.keys[rows.kind])
    yield from found.order_by("pk").values_list(*rows.shown).iterator(chunk_size=2_000)


def _mentions(person: Person, run: Run) -> Iterator[tuple[Any, ...]]:
    """Texts of other rows in which their name, address or number stands."""
    words = words_of(person.searched)
    tables = erasing.tables() if words.pattern else []
    for number, table in enumerate(tables):
        run.progress(number, len(tables), str(_("Looking at %(table)s") % {"table": table}))
        for row, texts in erasing.rows_with(table, words, MOST):
            yield table, row, texts


def _write(sheets: Sheets, out: IO[bytes]) -> int:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        together = {
            key: [dict(zip(names, map(plain, row), strict=True)) for row in rows]
            for key, (names, rows) in sheets.items()
        }
        archive.writestr("person.json", json.dumps(together, ensure_ascii=False, indent=1))
        for key, (names, rows) in sheets.items():
            if rows:
                archive.writestr(f"{key}.csv", _csv(names, rows))
    return sum(len(rows) for _names, rows in sheets.values())


def _csv(names: Sequence[str], rows: list[tuple[Any, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([csv_value(plain(value)) for value in row] for row in rows)
    return text.getvalue().encode()


def plain(value: Any) -> Any:
    """As JSON has it: a number and a truth as they are, everything else as text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
