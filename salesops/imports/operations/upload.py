"""Taking a file in: read, COPY to staging, propose what each column is."""

import io
from collections.abc import Iterable
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from salesops.db.operation import operation
from salesops.imports.columns import Columns
from salesops.imports.models import ImportBatch, ImportFile, Problem, SavedMapping, StagedRow
from salesops.imports.presets import PRESETS
from salesops.imports.reading import Reading, read_file
from salesops.imports.registry import Importer, importers, in_order
from salesops.imports.rules.dialects import day_first, decimal_mark
from salesops.imports.rules.headers import fingerprint, match_header, plain, reuse, share_matched
from salesops.kernel.errors import Refused

COPY = "COPY imports_stagedrow (file_id, row_number, cells) FROM STDIN WITH (FORMAT csv, DELIMITER E'\\t')"
CHUNK = 2_000


def start_batch(
    *, by: Any, source: str, mode: str = ImportBatch.Mode.ALL, options: dict[str, Any] | None = None
) -> ImportBatch:
    """An empty batch. source: what the ids in its files belong to ("salesforce", "maven_crm")."""
    with operation(by=by):
        return ImportBatch.objects.create(
            source=source.strip().lower() or "file", mode=mode, options=options or {}, created_by=by
        )


def add_file(
    batch: ImportBatch,
    stream: IO[bytes],
    *,
    name: str,
    by: Any,
    object_key: str = "",
    encoding: str = "",
    has_header: bool | None = None,
) -> ImportFile:
    """Stage one file of the batch and propose its mapping. object_key: what it is about, else guessed by its header.

    Raises Refused `batch_closed`, `object_twice`, `object_unknown`, `too_many_rows` and those of `read_file`.
    """
    with operation(by=by), read_file(stream, encoding=encoding, has_header=has_header) as reading:
        lock_changeable(batch)
        importer = importer_for(object_key, reading.header)
        if batch.files.filter(object_key=importer.key, derived_from__isnull=True).exists():
            raise Refused(
                "object_twice",
                _("This import already has a file with %(what)s.") % {"what": importer.label},
                fields={"file": _("Start another import for it.")},
            )
        batch.files.filter(object_key=importer.key).delete()
        file = ImportFile.objects.create(
            batch=batch,
            object_key=importer.key,
            name=name[:255],
            digest=reading.digest,
            size=reading.size,
            encoding=reading.encoding.name,
            encoding_guessed=reading.encoding.guessed,
            delimiter=reading.delimiter,
            header=reading.header,
            has_header=reading.has_header,
        )
        file.rows = stage(file, reading.rows)
        file.mapping = propose_mapping(file, importer)
        file.save()
        _report_reading(file, reading)
        reopen(batch)
        return file


def require_changeable(batch: ImportBatch) -> None:
    """For a request that only enqueues: it does not wait for a running commit, the job asks again under the lock."""
    batch.refresh_from_db(fields=["state"])
    _require_open(batch)


def lock_changeable(batch: ImportBatch) -> None:
    """Inside an operation: wait for whoever writes the batch, read it anew, then ask whether it is still open.

    Asked before the wait, a commit that was running would be written over by what waited for it.
    """
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
    _require_open(batch)


def _require_open(batch: ImportBatch) -> None:
    if not batch.is_changeable:
        raise Refused("batch_closed", _("This import has been decided already."))


def reopen(batch: ImportBatch) -> None:
    """Whatever was checked has to be checked again."""
    batch.state = ImportBatch.State.OPEN
    batch.row_version += 1
    batch.save(update_fields=["state", "row_version"])


def importer_for(object_key: str, header: list[str]) -> Importer:
    """The named object, or the one that recognises most of the header. Raises Refused `object_unknown`."""
    if object_key:
        found = importers.get(object_key)
    else:
        ranked = [
            (share_matched(header, aliases(item)), -item.order, item)
            for item in in_order()
            if _has_required(item, header)
        ]
        best = max(ranked, key=lambda item: item[:2], default=None)
        found = best[2] if best and best[0] > 0 else None
    if found is None:
        raise Refused(
            "object_unknown",
            _("The columns do not say what this file is about."),
            fields={"object": _("Choose what its rows are.")},
        )
    return found


def aliases(importer: Importer) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.key, item.aliases) for item in importer.fields]


def _has_required(importer: Importer, header: list[str]) -> bool:
    matched = match_header(header, aliases(importer))
    return all(item.key in matched for item in importer.fields if item.required)


def stage(file: ImportFile, rows: Iterable[tuple[int, list[str]]]) -> int:
    """COPY, in pieces of bounded memory. Returns the number of rows. Raises Refused `too_many_rows`."""
    StagedRow.objects.filter(file_id=file.pk).delete()
    count = 0
    piece: list[str] = []
    for number, cells in rows:
        piece.append(f"{file.pk}\t{number}\t{_literal(cells)}\n")
        count += 1
        if count > settings.MAX_IMPORT_ROWS:
            raise Refused(
                "too_many_rows", _("The file has more rows than one import may have."), fields={"file": "rows"}
            )
        if len(piece) >= CHUNK:
            _copy(piece)
            piece = []
    _copy(piece)
    return count


def _copy(lines: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY, io.StringIO("".join(lines)))


def _literal(cells: list[str]) -> str:
    """An array of text as one CSV cell of COPY."""
    inner = ",".join('"' + cell.replace("\\", "\\\\").replace('"', '\\"') + '"' for cell in cells)
    return '"' + ("{" + inner + "}").replace('"', '""') + '"'


def propose_mapping(file: ImportFile, importer: Importer) -> dict[str, Any]:
    """By a saved mapping with the same header, else by names; how numbers and dates are written over each column."""
    saved = SavedMapping.objects.filter(object_key=importer.key, fingerprint=fingerprint(file.header)).first()
    if saved is None:
        where = match_header(file.header, aliases(importer))
        columns: dict[str, Any] = {key: {"column": index} for key, index in where.items()}
    else:
        kept = saved.content.get("columns", {})
        where = reuse({key: value["header"] for key, value in kept.items()}, file.header)
        columns = {
            key: {"column": index, **{name: value for name, value in kept[key].items() if name != "header"}}
            for key, index in where.items()
        }
    preset = PRESETS.get(file.batch.source)
    for key, known in (preset.columns.get(importer.key, {}) if preset and saved is None else {}).items():
        if key in columns:
            columns[key] |= known
    mapping = {"columns": columns, "skip": [], "rules": saved.content.get("rules", {}) if saved else {}}
    if saved:
        mapping["saved"] = saved.name
    file.mapping = mapping
    return mapping | {"columns": with_dialects(file, importer, columns)}


def with_dialects(file: ImportFile, importer: Importer, columns: dict[str, Any]) -> dict[str, Any]:
    """Add to each number its decimal mark, to each date its order; `day_first: None` has to be answered."""
    values = Columns(file)
    for item in importer.fields:
        column = columns.get(item.key)
        if column is None:
            continue
        if item.kind in ("date", "moment") and column.get("day_first") is None:
            column["day_first"] = day_first(values.values(item.key))
        if item.kind in ("integer", "decimal", "money", "percent") and "decimal" not in column:
            column["decimal"] = decimal_mark(values.values(item.key))
            scale = _scale_named(str(file.header[column["column"]]))
            if scale:
                column.setdefault("multiply", scale)
    return columns


def _scale_named(header: str) -> str:
    name = header.lower()
    if "million" in name or plain(header).endswith("mio"):
        return "1000000"
    return "1000" if "thousand" in name or "in k" in name else ""


def _report_reading(file: ImportFile, reading: Reading) -> None:
    Problem.objects.bulk_create(
        Problem(file=file, row_number=number, code="too_many_cells", blocking=True) for number in reading.ragged
    )
    if reading.ragged:
        file.mapping["ragged"] = reading.ragged
        file.save(update_fields=["mapping"])
