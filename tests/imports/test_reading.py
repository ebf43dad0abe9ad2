"""Files as people send them: encodings, delimiters, headers, numbers and dates, workbooks, and what is refused."""

import csv
import gzip
import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from salesops.imports.operations.upload import _literal
from salesops.imports.reading import read_file
from salesops.imports.rules.dialects import day_first, decimal_mark
from salesops.imports.rules.headers import fingerprint, match_header, plain
from salesops.imports.rules.text import delimiter_of
from salesops.kernel.errors import Refused
from salesops.web.guard import guard


def read(content: bytes, **options: Any) -> tuple[list[str], list[list[str]], Any]:
    with read_file(io.BytesIO(content), **options) as reading:
        rows = [cells for _number, cells in reading.rows]
        return reading.header, rows, reading


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name,city\nÅse,Łódź\n".encode(), "utf-8"),
        ("name,city\nÅse,Łódź\n".encode("utf-8-sig"), "utf-8-sig"),
        ("name,city\nÅse,Łódź\n".encode("utf-16"), "utf-16"),
        (gzip.compress("name;city\r\nÅse;Łódź".encode(), mtime=0), "utf-8"),
    ],
)
def test_encodings_that_the_file_states(content: bytes, encoding: str) -> None:
    header, rows, reading = read(content)
    assert (header, rows) == (["name", "city"], [["Åse", "Łódź"]])
    assert (reading.encoding.name, reading.encoding.guessed) == (encoding, False)


def test_another_encoding_is_a_guess_to_confirm() -> None:
    text = "name,city\n" + "\n".join(f"Müller {n},Köln an der schönen Straße" for n in range(50))
    _header, rows, reading = read(text.encode("cp1252"))
    assert reading.encoding.guessed
    assert rows[0] == ["Müller 0", "Köln an der schönen Straße"]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_delimiters(mark: str) -> None:
    assert delimiter_of(f'a{mark}b{mark}c\n1{mark}"x, y; z"{mark}3\n') == mark


def test_quotes_newlines_inside_nul_ragged_rows_and_no_last_line_end() -> None:
    header, rows, reading = read(b'a,b\r\n"one\ntwo","say ""hi"""\r\n\r\n1\r\n1,2,3\r\nx\x00y,"\'=1+1"')
    assert header == ["a", "b"]
    assert rows == [["one\ntwo", 'say "hi"'], ["1", ""], ["1", "2"], ["xy", "=1+1"]]
    assert reading.ragged == [5]


def test_a_file_without_a_header() -> None:
    header, rows, _reading = read(b"1\tAlberta\t2026-01-01\n2\tOhio\t2026-01-02\n")
    assert header == ["Column 1", "Column 2", "Column 3"]
    assert [row[1] for row in rows] == ["Alberta", "Ohio"]


def test_a_workbook() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Id", "When", "Amount", "Open"])

    book.active.append(["007", date(2026, 3, 4), 12.5, True])
    book.active.append([8.0, None, 3, None])
    out = io.BytesIO()
    book.save(out)
    header, rows, reading = read(out.getvalue())
    assert header == ["Id", "When", "Amount", "Open"]
    assert rows == [["007", "2026-03-04", "12.5", "true"], ["8", "", "3", ""]]
    assert reading.encoding.name == "xlsx"


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"PK\x03\x04broken", b"\x1f\x8bbroken"])
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.code in ("file_empty", "file_not_readable")


def test_limits(settings: Any) -> None:
    with pytest.raises(Refused, match="500 columns"):
        read(",".join(f"c{n}" for n in range(501)).encode())
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(Refused, match="larger"):
        read(b"a,b\n" + b"1,2\n" * 10)


def test_headers_match_without_case_order_punctuation() -> None:
    assert plain("Opportunity Name") == plain("opportunity_name") == plain("OpportunityName")
    assert plain("Next_Step__c") == "nextstep"
    fields = [("name", ("deal name",)), ("id", ()), ("close", ("close date",))]
    assert match_header(["CloseDate", "ID", "Deal Name"], fields) == {"name": 2, "id": 1, "close": 0}
    assert fingerprint(["A b", "C"]) == fingerprint(["c", "a_B"])


def test_day_or_month_first_is_decided_over_the_column() -> None:
    assert day_first(["22/10/2026", "03/04/2026"]) is True
    assert day_first(["10/22/2026", "03/04/2026"]) is False
    assert day_first(["03/04/2026"]) is None
    assert day_first(["2026-04-03", ""]) is False
    assert decimal_mark(["1.234,50", "12"]) == ","
    assert decimal_mark(["1,234.50", "12"]) == "."


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1054", ".", "1054"),
        ("$125,000.50", ".", "125000.50"),
        ("USD 36,800.00", ".", "36800.00"),
        ("1.234,50 EUR", ",", "1234.50"),
        ("(1,200)", ".", "-1200"),
        ("1 234 567", ".", "1234567"),
        ("−5", ".", "-5"),
        ("12%", ".", "12"),
        ("+32.5", ".", "32.5"),
        ("TBD", ".", None),
        ("12a", ".", None),
        ("1,2,3", ".", None),
        ("", ".", None),
    ],
)
def test_numbers(db: None, text: str, mark: str, expected: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT imports_number(%s, %s)", [text, mark])
        assert cursor.fetchone()[0] == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("2026-10-22", False, "2026-10-22"),
        ("2018-03-09 14:05:00", False, "2018-03-09"),
        ("22/10/2026", True, "2026-10-22"),
        ("10/22/2026", False, "2026-10-22"),
        ("21-Sep-22", False, "2022-09-21"),
        ("Sep 21, 2022", False, "2022-09-21"),
        ("46317", False, "2026-10-22"),
        ("2026-02-29", False, None),
        ("31/11/2026", True, None),
        ("soon", False, None),
    ],
)
def test_dates(db: None, text: str, first: bool, expected: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT imports_date(%s, %s)::text", [text, first])
        assert cursor.fetchone()[0] == expected


TEXT = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",)))


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_a_guarded_cell_comes_back_as_it_was(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([f"h{n}" for n in range(len(cells))])
    csv.writer(out).writerow([guard(cell) for cell in cells])
    _header, rows, _reading = read(out.getvalue().encode(), has_header=True)
    assert rows == ([cells] if any(cells) else [])


def test_a_staged_cell_keeps_every_character(db: None) -> None:
    from salesops.imports.models import StagedRow
    from salesops.imports.operations.upload import COPY

    cells = ['a"b', "c\\d", "e\nf", "g\th", "{i,j}", "NULL", "", "ø\\."]
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY, io.StringIO(f"1\t2\t{_literal(cells)}\n"))
    assert StagedRow.objects.get(file_id=1).cells == cells
