"""The formula guard: text that a spreadsheet would run is written with an apostrophe before it, and only text.

Text that already looks guarded gets one more, so that `remove_guard(guard(text)) == text` for every text.
"""

import re

STARTS = "=+-@\t\r\x00"
RISKY = re.compile(f"'*[{re.escape(STARTS)}]")


def guard(text: str) -> str:
    """`=cmd` -> `'=cmd`; `'=cmd` -> `''=cmd`; `Crestline` stays."""
    return f"'{text}" if RISKY.match(text) else text


def remove_guard(text: str) -> str:
    """What `guard` made of it, undone. Text that never was guarded stays: `O'Neil`, `'tis`."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text
