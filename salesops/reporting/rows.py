"""The rows behind a number: the same SELECT as the figure, listed instead of added up (metrics.md 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from salesops.kernel.errors import Refused
from salesops.kernel.metrics import METRICS, Metric, Select
from salesops.reporting.evaluate import DENOMINATOR, NUMERATOR, Question, sides_sql

PARTS = ("num", "den", "excluded", "pending")
CONDITIONS = {
    "num": f"side = {NUMERATOR} AND part = 'counted'",
    "den": f"side = {DENOMINATOR} AND part = 'counted'",
    "excluded": "reason IS NOT NULL AND reason <> 'pending' AND part <> 'pending'",
    "pending": "(part = 'pending' OR reason = 'pending')",
}
CHUNK = 2_000
ORDER = "day DESC, event_at DESC NULLS LAST, source_id DESC"


@dataclass(frozen=True)
class Row:
    """One occurrence. `value` is what it adds, None where it counts without a value; `source`: kind of the record."""

    source: str
    source_id: int
    reason: str | None
    event_at: datetime | None
    day: date
    owner_id: int | None
    value: Decimal | None
    group: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Rows:
    """All rows of one part; nothing is read before it is asked for. Newest first."""

    metric: Metric
    part: str
    select: Select
    dims: int = 0

    def count(self) -> int:
        return int(self._one("count(*)"))

    def total(self) -> Decimal:
        return self._one("coalesce(sum(value), 0)")

    def page(self, offset: int, size: int) -> list[Row]:
        return list(self._read(f"{self.select.sql} ORDER BY {ORDER} LIMIT {size} OFFSET {offset}"))

    def __iter__(self) -> Iterator[Row]:
        yield from self._read(f"{self.select.sql} ORDER BY {ORDER}")

    def _one(self, expression: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {expression} FROM ({self.select.sql}) counted", self.select.params)
            return cursor.fetchone()[0]

    def _read(self, sql: str) -> Iterator[Row]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.select.params)
            while found := cursor.fetchmany(CHUNK):
                for source, record, reason, at, day, owner, value, *group in found:
                    yield Row(source, record, reason, at, day, owner, value, tuple(group))


def rows(metric: str | Metric, part: str, question: Question) -> Rows:
    """The rows of `num`, `den`, `excluded` or `pending`. A metric without a denominator has its rows in `num`.

    A row left out of both sides of a ratio is listed once. Raises Refused `bad_part` for a part it has not.
    """
    of = metric if isinstance(metric, Metric) else METRICS[metric]
    if part not in parts_of(of):
        raise Refused("bad_part", f"“{part}” is none of: {', '.join(parts_of(of))}.", fields={"part": part[:20]})
    both = sides_sql(of, question)
    dims = "".join(f", dim_{key}::text" for key in question.dims)
    distinct = "DISTINCT ON (day, source_id, source) " if part in ("excluded", "pending") else ""
    ordered = " ORDER BY day DESC, source_id DESC, source, side" if distinct else ""
    sql = (
        f"SELECT source, source_id, reason, event_at, day, owner_id, value{dims}"
        f" FROM (SELECT {distinct}* FROM ({both.sql}) r WHERE {CONDITIONS[part]}{ordered}) listed"
    )
    return Rows(of, part, Select(sql, both.params), len(question.dims))


def parts_of(metric: Metric) -> tuple[str, ...]:
    return PARTS if metric.denominator else tuple(part for part in PARTS if part != "den")
