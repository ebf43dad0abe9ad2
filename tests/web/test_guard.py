"""Cells that a spreadsheet would run (platform.md 6 row 17), and that nothing is lost by guarding them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.web.guard import guard, remove_guard
from salesops.web.workbook import escape_text, unescape_text


@pytest.mark.parametrize("start", list("=+-@\t\r\x00"))
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert guard(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["Crestline", "O'Neil", "'tis", "", "1-2", "a=b"])
def test_ordinary_text_stays(text: str) -> None:
    assert guard(text) == text
    assert remove_guard(text) == text


@given(st.one_of(st.text(), st.text(alphabet="'=+-@\t\r\x00a")))
def test_removing_the_guard_is_its_inverse(text: str) -> None:
    assert remove_guard(guard(text)) == text


@given(st.one_of(st.text(), st.from_regex(r"(_x00[0-9A-F]{2}_?){1,3}")))
def test_a_workbook_keeps_every_character(text: str) -> None:
    assert unescape_text(escape_text(text)) == text
