"""Files of a table: the same rows, guarded, typed; and back."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from salesops.kernel.errors import Refused
from salesops.web.export import Field as ExportField
from salesops.web.export import _write_csv, export_rows, remove_guard
from salesops.web.filters import Asking
from salesops.web.tables import Table
from salesops.web.workbook import unescape_text, write_workbook
from tests.web.things import A_DAY, Things, make, visible_to

LINES = st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5)


def table(asking: Asking, query: str = "") -> Table:
    return Things(visible_to(asking.viewer), params=QueryDict(query), path="/things", asking=asking)


def exported(shown: Table, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    export_rows(shown, None, format, out, **options)
    return out.getvalue()


@given(LINES)
def test_csv_out_and_in_is_the_identity(lines: list[list[str]]) -> None:
    out = io.BytesIO()
    _write_csv([ExportField("a", "a", "text"), ExportField("b", "b", "text")], iter(lines), out, bom=False)
    back = list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))
    assert [[remove_guard(cell) for cell in line] for line in back[1:]] == lines


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(LINES)
def test_xlsx_out_and_in_is_the_identity(lines: list[list[str]]) -> None:
    out = io.BytesIO()
    write_workbook("Lines", [("a", "text"), ("b", "text")], iter(lines), [], out)
    sheet = load_workbook(out, read_only=True).worksheets[0]
    back = [
        [row[number].value if number < len(row) else None for number in range(2)] for row in sheet.iter_rows(min_row=2)
    ]
    assert [[remove_guard(unescape_text(cell or "")) for cell in line] for line in back[: len(lines)]] == lines


def test_a_file_has_all_rows_of_the_view_and_only_they(things: None, asking: Asking) -> None:
    for number in range(60):
        make(f"Thing {number:02}", str(number), stage="won" if number else "lost")
    make("Other team", "1", stage="hidden")
    rows = list(csv.DictReader(io.StringIO(exported(table(asking, "stage=won"), "csv").decode())))
    assert [row["Amount"] for row in rows] == [f"{number}.0000" for number in range(59, 0, -1)]
    assert set(rows[0]) == {"Name", "Amount", "Amount currency", "Close", "Stage"}


def test_values_are_typed_and_text_is_guarded(things: None, asking: Asking) -> None:
    make("=cmd|' /C calc'!A0", "-12.5", close=A_DAY)
    make("+43 1 555", None)
    lines = list(csv.reader(io.StringIO(exported(table(asking), "csv").decode())))
    assert lines[1] == ["'=cmd|' /C calc'!A0", "-12.5000", "USD", "2026-11-21", "open"]
    assert lines[2] == ["'+43 1 555", "", "USD", "", "open"]
    book = load_workbook(io.BytesIO(exported(table(asking, "name=cmd"), "xlsx")))
    first = book.worksheets[0][2]
    assert (first[0].value, first[0].data_type) == ("'=cmd|' /C calc'!A0", "s")
    assert (Decimal(str(first[1].value)), first[1].data_type) == (Decimal("-12.5"), "n")
    assert first[3].is_date
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Filter: Name"] == "cmd"
    assert about["Name"] == "What people call it."
    assert about["Exported at"] == "2026-11-21T12:00:00Z"


def test_a_byte_order_mark_only_when_asked(things: None, asking: Asking) -> None:
    assert exported(table(asking), "csv", bom=True).startswith(b"\xef\xbb\xbfName")
    assert exported(table(asking), "csv").startswith(b"Name")


def test_what_a_cell_cannot_hold_is_refused_not_cut(things: None, asking: Asking) -> None:
    make("x" * 40_000)
    with pytest.raises(Refused) as refused:
        exported(table(asking), "xlsx")
    assert refused.value.code == "cell_too_long"
    assert b"x" * 40_000 in exported(table(asking), "csv")


def test_the_address_of_a_list_answers_its_file(things: None, browser: Any) -> None:
    make("Crestline", "1")
    answer = browser.get("/things?format=csv&bom=1")
    assert answer["Content-Disposition"].startswith('attachment; filename="things-')
    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbfName,Amount")
    assert browser.get("/things?format=exe").status_code == 400


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "=1+1", "1.5", "2026-11-21", "TRUE"])
def test_text_stays_text_in_a_workbook(text: str) -> None:
    out = io.BytesIO()
    write_workbook("Texts", [("a", "text")], iter([[text]]), [], out)
    cell = load_workbook(out).worksheets[0]["A2"]
    assert (remove_guard(cell.value), cell.data_type) == (text, "s")
