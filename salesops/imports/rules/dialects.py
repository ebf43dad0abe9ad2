"""How the numbers and dates of one column are written, decided over the whole column."""

import re
from collections.abc import Iterable

SLASHED = re.compile(r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})\b")
COMMA_DECIMAL = re.compile(r"(?:^|[^\d])\d{1,3}(?:\.\d{3})+,\d+|,\d{1,2}(?:\D*)$|^\D*\d+,\d{4,}\D*$")
POINT_DECIMAL = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\.\d{1,2}(?:\D*)$|^\D*\d+\.\d{4,}\D*$")


def day_first(values: Iterable[str]) -> bool | None:
    """True or False when some value decides it or none needs it; None when it must be asked.

    `22/10/2026` decides for day first, `10/22/2026` for month first; `2026-10-22` needs no decision.
    """
    first = second = ambiguous = False
    for value in values:
        found = SLASHED.match(value)
        if not found:
            continue
        a, b = int(found[1]), int(found[2])
        first, second = first or a > 12, second or b > 12
        ambiguous = ambiguous or (a <= 12 and b <= 12 and a != b)
    if first and not second:
        return True
    if second and not first:
        return False
    return None if ambiguous or (first and second) else False


def decimal_mark(values: Iterable[str]) -> str:
    """`,` for `1.234,50` and `12,5`; a point otherwise."""
    comma = point = 0
    for value in values:
        comma += bool(COMMA_DECIMAL.search(value))
        point += bool(POINT_DECIMAL.search(value))
    return "," if comma > point else "."
