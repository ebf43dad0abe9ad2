"""Figures and their rows as CSV: the same values as the API, nothing for null, text guarded against formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse

from salesops.kernel.grain import DIMENSIONS
from salesops.kernel.metrics import MEASURES, Metric, Unit
from salesops.kernel.results import Result
from salesops.reporting.evaluate import labels_of
from salesops.reporting.rows import Row, Rows
from salesops.reporting.sources import shown
from salesops.web.export import csv_value

FIGURE = ("value", "numerator", "denominator", "n", "unit", "currency", "reason", "pending", "excluded", "flags")
BATCH = 500


def figures_csv(metric: Metric, results: Sequence[Result], dims: Sequence[str], windows: Sequence[str]) -> HttpResponse:
    """One line for each figure; `windows` names the period of each."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["metric", "period", *(str(DIMENSIONS[key].label) for key in dims), *FIGURE])
    words = labels_of(dims, results)
    for result, window in zip(results, windows, strict=True):
        group = [words[place].get(key or "", key or "(none)") for place, key in enumerate(result.group)]
        writer.writerow([csv_value(value) for value in (metric.key, window, *group, *_figure(result))])
    return _file(out.getvalue(), metric.key)


def _figure(result: Result) -> Iterator[object]:
    text = result.as_text()
    for name in FIGURE:
        value = text[name]
        if isinstance(value, dict):
            yield " ".join(f"{reason}={count}" for reason, count in value.items()) or None
        elif isinstance(value, list):
            yield " ".join(map(str, value)) or None
        else:
            yield value


def rows_csv(metric: Metric, part: str, rows: Rows, currency: str) -> StreamingHttpResponse:
    """One line for each row, read in batches: memory does not grow with the file."""
    answer = StreamingHttpResponse(_lines(metric, part, rows, currency), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{metric.key}-{part}.csv"'
    return answer


ROW_HEAD = ("record", "id", "name", "about", "owner", "day", "at", "value", "currency", "reason")


def _lines(metric: Metric, part: str, rows: Rows, currency: str) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(ROW_HEAD)
    key = metric.denominator if part == "den" else metric.numerator
    money = currency if key and MEASURES[key].unit is Unit.MONEY else None
    for batch in _batches(rows):
        for one in shown(batch):
            row, record = one.row, one.record
            values = (record.kind, record.uid, record.name, record.about, one.owner, row.day, row.event_at)
            priced = money if row.value is not None else None
            writer.writerow([csv_value(value) for value in (*values, row.value, priced, row.reason)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
