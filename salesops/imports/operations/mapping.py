"""What goes where: columns, confirmed values, rows left out, rules; and keeping all of it for the next file."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from salesops.db.operation import operation
from salesops.imports.models import ImportBatch, ImportFile, Problem, SavedMapping
from salesops.imports.operations.upload import lock_changeable, reopen, with_dialects
from salesops.imports.registry import importers
from salesops.imports.rules.headers import fingerprint
from salesops.kernel.errors import Refused


def change_mapping(file: ImportFile, *, columns: dict[str, int | None], by: Any) -> ImportFile:
    """columns: field key to column number (from 0), None for "do not import". Confirmed values of a column stay.

    Raises Refused `field_unknown`, `column_unknown`, `column_twice`.
    """
    importer = importers[file.object_key]
    with _changing(file, by=by):
        mapped = _with_columns(file, {item.key for item in importer.fields}, columns)
        file.mapping = {**file.mapping, "columns": mapped}
        file.mapping["columns"] = with_dialects(file, importer, mapped)
    return file


def _with_columns(file: ImportFile, known: set[str], columns: dict[str, int | None]) -> dict[str, Any]:
    mapped = dict(file.mapping.get("columns", {}))
    for key, index in columns.items():
        if key not in known:
            raise Refused("field_unknown", _("There is no field “%(key)s”.") % {"key": key}, fields={key: "unknown"})
        if index is None:
            mapped.pop(key, None)
        elif not 0 <= index < len(file.header):
            raise Refused("column_unknown", _("The file has no such column."), fields={key: str(index)})
        elif mapped.get(key, {}).get("column") != index:
            mapped[key] = {"column": index}
    used = [column["column"] for column in mapped.values()]
    if len(set(used)) != len(used):
        raise Refused("column_twice", _("One column can go to one field."), fields={"columns": "twice"})
    return mapped


def change_column(file: ImportFile, key: str, *, by: Any, **settings: Any) -> ImportFile:
    """How one column is read: `day_first`, `decimal`, `multiply`. Raises Refused `field_unknown`, `not_a_number`."""
    with _changing(file, by=by):
        columns = file.mapping["columns"]
        if key not in columns or settings.keys() - {"day_first", "decimal", "multiply"}:
            raise Refused("field_unknown", _("This column is not imported."), fields={key: "unknown"})
        if "multiply" in settings:
            settings["multiply"] = _number(settings["multiply"])
        columns[key] = {**columns[key], **settings}
    return file


def _number(value: Any) -> str:
    try:
        return f"{Decimal(str(value)):f}"
    except InvalidOperation as error:
        raise Refused("not_a_number", _("This is not a number."), fields={"multiply": "number"}) from error


def map_value(file: ImportFile, key: str, value: str, becomes: str, *, by: Any) -> ImportFile:
    """Confirm that `value` here means `becomes`; empty leaves the cell empty. Raises Refused `field_unknown`."""
    with _changing(file, by=by):
        column = file.mapping["columns"].get(key)
        if column is None:
            raise Refused("field_unknown", _("This column is not imported."), fields={key: "unknown"})
        column.setdefault("values", {})[value] = becomes
    return file


def leave_out(file: ImportFile, rows: list[int], *, by: Any) -> ImportFile:
    """These rows are not imported; the result counts them."""
    with _changing(file, by=by):
        file.mapping["skip"] = sorted({*file.mapping.get("skip", []), *rows})
    return file


def tick_rule(file: ImportFile, rule: str, *, by: Any, value: bool = True) -> ImportFile:
    """A rule of the importer, such as `close_before_created: use the created date`."""
    with _changing(file, by=by):
        file.mapping["rules"] = {**file.mapping.get("rules", {}), rule: value}
    return file


def confirm_encoding(file: ImportFile, *, by: Any) -> ImportFile:
    with _changing(file, by=by):
        file.mapping["encoding_confirmed"] = True
    return file


def repair(file: ImportFile, *, code: str, field: str, value: str, by: Any, becomes: str | None = None) -> ImportFile:
    """The one press beside a reason: take the suggestion, leave the cell empty, leave the rows out, tick a rule.

    becomes: what the value means, None for what the check suggested. Raises Refused `no_repair`.
    """
    rows = Problem.objects.filter(file=file, code=code, field=field, value=value)
    found = rows.first()
    if found is None:
        raise Refused("no_repair", _("This problem is no longer there. Check again."))
    if code == "encoding_guessed":
        return confirm_encoding(file, by=by)
    if code == "day_or_month_first":
        return change_column(file, field, by=by, day_first=becomes != "month")
    if code in RULES:
        return tick_rule(file, code, by=by)
    if code in UNREPAIRABLE:
        return leave_out(file, list(rows.values_list("row_number", flat=True)), by=by)
    if becomes is None and code in ("unknown_value", "ambiguous_link", "spelling") and not found.suggestion:
        raise Refused("no_repair", _("Nothing here is like “%(value)s”. Choose what it means.") % {"value": value})
    return map_value(file, field, value, found.suggestion if becomes is None else becomes, by=by)


RULES = frozenset({"active_with_exit", "close_before_created", "closed_without_date"})
UNREPAIRABLE = frozenset(
    {
        "missing",
        "twice_in_file",
        "too_many_cells",
        "ambiguous_match",
        "already_exists",
        "in_the_future",
        "mixed_currencies",
        "employment_overlaps",
    }
)


def save_confirmed(batch: ImportBatch, *, by: Any) -> None:
    """Remember the mapping of every uploaded file, when it says anything new."""
    for file in batch.files.filter(derived_from__isnull=True):
        print_of_header = fingerprint(file.header)
        content = {
            "columns": {
                key: {"header": file.header[column["column"]], **{k: v for k, v in column.items() if k != "column"}}
                for key, column in file.mapping.get("columns", {}).items()
            },
            "rules": file.mapping.get("rules", {}),
        }
        newest = SavedMapping.objects.filter(object_key=file.object_key, fingerprint=print_of_header).first()
        if newest is not None and newest.content == content:
            continue
        name = newest.name if newest else f"{batch.source} {file.object_key} {print_of_header[:6]}"
        number = SavedMapping.objects.filter(name=name).count() + 1
        SavedMapping.objects.create(
            name=name,
            version=number,
            object_key=file.object_key,
            fingerprint=print_of_header,
            content=content,
            created_by=by,
        )


@contextmanager
def _changing(file: ImportFile, *, by: Any) -> Iterator[None]:
    """What two people say of one file at once is both kept: each reads the mapping after the other has written it."""
    with operation(by=by):
        lock_changeable(file.batch)
        file.refresh_from_db(fields=["mapping"])
        yield
        file.save(update_fields=["mapping"])
        # Rows derived from this file's columns are made anew from what the columns now say.
        file.derived.all().delete()
        reopen(file.batch)
