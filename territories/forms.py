"""What people type into the quota sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import FiscalPeriod, Seat
from territories.operations.quotas import Entry
from territories.rules.sheet import cell_name

AMOUNT = re.compile(r"(?:([A-Z]{3}) )?\$?(\d+(?:\.\d+)?)([km]?)", re.IGNORECASE)
TIMES = {"": 1, "k": 1000, "m": 1_000_000}


@dataclass(frozen=True)
class Typed:
    """The entries of a sheet, and a sentence for each cell that is none."""

    entries: tuple[Entry, ...]
    errors: Mapping[str, str]


def read_sheet(post: Mapping[str, str], seats: Sequence[Seat], periods: Sequence[FiscalPeriod]) -> Typed:
    """Only cells that were sent count: an empty one takes the quota away, `184k` and `EUR 1200` are read."""
    entries: list[Entry] = []
    errors: dict[str, str] = {}
    for seat in seats:
        for period in periods:
            name = cell_name(seat.uid, period.key)
            if name not in post:
                continue
            text = post[name].strip().replace(",", "")
            found = AMOUNT.fullmatch(text)
            if not text:
                entries.append(Entry(seat, period, None))
            elif found:
                amount = Decimal(found[2]) * TIMES[found[3].lower()]
                entries.append(Entry(seat, period, amount, found[1].upper() if found[1] else None))
            else:
                errors[name] = _("Not an amount: “%(text)s”") % {"text": text[:40]}
    return Typed(tuple(entries), errors)
