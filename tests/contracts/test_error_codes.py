"""Error codes are promises to programs: each one that the code names stands in docs/api/codes.md."""

import re

from tools.error_codes import ROOT, page, raised


def test_every_code_is_listed_and_no_other() -> None:
    listed = (ROOT / "docs" / "api" / "codes.md").read_text(encoding="utf-8")
    assert listed == page(), "run: python tools/error_codes.py > docs/api/codes.md"


def test_codes_are_words() -> None:
    odd = {item.code for item in raised() if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", item.code)}
    assert not odd
