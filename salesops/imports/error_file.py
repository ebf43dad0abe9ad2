"""The rows that need somebody, as a file to correct and upload again."""

import csv
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from salesops.imports.models import ImportBatch, Problem, StagedRow
from salesops.imports.queries import reasons_of
from salesops.web.guard import guard


def error_file(batch: ImportBatch) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_error_lines(batch), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="import-{batch.uid}-errors.csv"'
    return answer


class _Echo:
    def write(self, value: str) -> str:
        return value


def _error_lines(batch: ImportBatch) -> Iterator[str]:
    """Each file's own columns, its row number, and every reason of the row."""
    writer = csv.writer(_Echo())  # type: ignore[arg-type]
    for file in batch.files.filter(derived_from__isnull=True):
        said: dict[int, list[str]] = {}
        for reason in reasons_of(batch):
            if reason.file == file:
                rows = Problem.objects.filter(file=file, code=reason.code, field=reason.field, value=reason.value)
                for number in rows.values_list("row_number", flat=True):
                    said.setdefault(number, []).append(reason.sentence)
        if not said:
            continue
        yield writer.writerow([*(guard(str(name)) for name in file.header), _("Row"), _("Reason")])
        staged = StagedRow.objects.filter(file_id=file.pk, row_number__in=said).order_by("row_number")
        for row in staged.iterator():
            cells = [guard(cell) for cell in row.cells]
            yield writer.writerow([*cells, row.row_number, "; ".join(said[row.row_number])])
