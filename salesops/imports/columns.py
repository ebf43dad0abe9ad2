"""The mapped columns of a staged file as SQL expressions, and their distinct values."""

from typing import Any

from django.db import connection

from salesops.imports.models import ImportFile

NOTHING = ("000000000000000AAA", "000000000000000")
"""How a source writes a link to nothing."""


class Columns:
    """What a mapping says about one file. Empty cells and links to nothing are NULL everywhere."""

    def __init__(self, file: ImportFile) -> None:
        self.file = file
        self.mapping: dict[str, dict[str, Any]] = file.mapping.get("columns", {})

    def __contains__(self, key: str) -> bool:
        return key in self.mapping

    def header_of(self, key: str) -> str:
        """The name the file gives the column, the field's own key where the file has none."""
        return str(self.file.header[self.mapping[key]["column"]]) if key in self.mapping else key

    def text(self, key: str) -> tuple[str, list[Any]]:
        """The cell after the confirmed replacements of values, as an SQL expression over `imports_stagedrow`."""
        if key not in self.mapping:
            return "NULL::text", []
        column = self.mapping[key]
        cell = f"nullif(btrim(cells[{int(column['column']) + 1}], E' \\t\\u00a0'), '')"
        cell = f"(CASE WHEN {cell} IN ('{NOTHING[0]}', '{NOTHING[1]}') THEN NULL ELSE {cell} END)"
        values = column.get("values") or {}
        if not values:
            return cell, []
        from psycopg2.extras import Json

        return (
            f"(SELECT CASE WHEN m.v ? {cell} THEN nullif(m.v ->> {cell}, '') ELSE {cell} END"
            " FROM (SELECT %s::jsonb AS v) m)"
        ), [Json(values)]

    def distinct(self, *keys: str) -> list[tuple[Any, ...]]:
        """Each combination of values that stands in the file, in order of first appearance, with its row count last."""
        parts = [self.text(key) for key in keys]
        sql = ", ".join(expression for expression, _params in parts)
        params = [value for _expression, given in parts for value in given]
        numbers = ", ".join(str(index + 1) for index in range(len(keys)))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {sql}, count(*) FROM imports_stagedrow WHERE file_id = %s GROUP BY {numbers}"
                " ORDER BY min(row_number)",
                [*params, self.file.pk],
            )
            return list(cursor.fetchall())

    def values(self, key: str, limit: int = 10_000) -> list[str]:
        """The distinct values of one column, empty ones left out."""
        return [row[0] for row in self.distinct(key)[:limit] if row[0] is not None] if key in self.mapping else []

    def dates(self, key: str, *others: str) -> list[tuple[Any, ...]]:
        """(day, *other values, row count); the day is None where it is empty or no date. No such column: nothing."""
        if key not in self.mapping:
            return []
        day, params = self.text(key)
        first = "true" if self.mapping[key].get("day_first") else "false"
        parts = [self.text(other) for other in others]
        sql = ", ".join([f"imports_date({day}, {first})", *(expression for expression, _given in parts)])
        for _expression, given in parts:
            params = [*params, *given]
        numbers = ", ".join(str(index + 1) for index in range(len(parts) + 1))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {sql}, count(*) FROM imports_stagedrow WHERE file_id = %s GROUP BY {numbers}",
                [*params, self.file.pk],
            )
            return list(cursor.fetchall())
