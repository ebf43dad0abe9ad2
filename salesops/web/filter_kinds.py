"""How each kind of filter reads its words and cuts a queryset."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from salesops.kernel.moments import INFINITY, end_of_day, start_of_day
from salesops.web.dates import day_range
from salesops.web.templatetags.formats import stated

if TYPE_CHECKING:
    from salesops.web.filters import Asking, Filter

OPERATORS = {
    "choice": ("", "_not"),
    "person": ("", "_not"),
    "text": ("",),
    "date": ("", "_from", "_to"),
    "moment": ("", "_from", "_to"),
    "money": ("", "_min", "_max"),
    "number": ("", "_min", "_max"),
    "flag": ("",),
}
MAX_TEXT = 300
AMOUNT = re.compile(r"([-−]?\d{1,15}(?:\.\d{1,4})?)([kKmM]?)")


@dataclass(frozen=True)
class Criterion:
    """One thing asked. `lookups` are suffixes of a field path that must all hold; `said` is what the chip prints."""

    key: str
    operator: str
    values: tuple[Any, ...]
    lookups: tuple[tuple[str, Any], ...]
    said: str
    negated: bool = False

    def as_q(self, path: str) -> Q:
        condition = Q(**{f"{path}{suffix}": value for suffix, value in self.lookups})
        # A bare NOT IN loses the rows without a value, whom nobody meant to leave out.
        return ~condition | Q(**{f"{path}__isnull": True}) if self.negated else condition


def read_choice(item: "Filter", operator: str, values: Sequence[str], asking: "Asking") -> Criterion:
    labels = {str(key): str(label) for key, label in item.pairs(asking.viewer)}
    keys: list[str] = []
    for value in values:
        if value in item.words:
            keys.extend(item.words[value](asking.viewer))
        elif item.kind == "person":
            keys.append(str(asking.viewer.uid) if value == "me" else str(UUID(value)))
        elif value in labels:
            keys.append(value)
        else:
            raise ValueError(value)
    said = {"me": _("Me")}
    words = ", ".join(labels.get(value) or said.get(value, value) for value in values)
    return Criterion(item.key, operator, tuple(keys), (("__in", keys),), words, operator == "_not")


def read_text(item: "Filter", operator: str, values: Sequence[str], asking: "Asking") -> Criterion:
    if len(values) > 1 or len(values[0]) > MAX_TEXT:
        raise ValueError("one short text")
    return Criterion(item.key, operator, tuple(values), (("__icontains", values[0]),), values[0])


def read_days(item: "Filter", operator: str, values: Sequence[str], asking: "Asking") -> Criterion:
    first, last = day_range(_one(values), today=asking.today, calendar=asking.calendar)
    said = {"_from": _("from %(day)s"), "_to": _("to %(day)s")}.get(operator, "%(day)s")
    bounds = {"_from": (first, None), "_to": (None, last)}.get(operator, (first, last))
    lookups = _instants(*bounds, asking) if item.kind == "moment" else _days(*bounds)
    return Criterion(item.key, operator, bounds, lookups, said % {"day": stated(values[0]).replace("_", " ")})


def _days(first: date | None, last: date | None) -> tuple[tuple[str, Any], ...]:
    return tuple((suffix, day) for suffix, day in (("__gte", first), ("__lte", last)) if day is not None)


def _instants(first: date | None, last: date | None, asking: "Asking") -> tuple[tuple[str, datetime], ...]:
    found: list[tuple[str, datetime]] = []
    if first is not None and first != date.min:
        found.append(("__gte", start_of_day(first, asking.zone)))
    if last is not None:
        found.append(("__lte", INFINITY if last == date.max else end_of_day(last, asking.zone)))
    return tuple(found)


def read_number(item: "Filter", operator: str, values: Sequence[str], asking: "Asking") -> Criterion:
    amount = parse_amount(_one(values))
    lookup = {"": "", "_min": "__gte", "_max": "__lte"}[operator]
    said = {"_min": _("at least %(amount)s"), "_max": _("at most %(amount)s")}.get(operator, "%(amount)s")
    return Criterion(item.key, operator, (amount,), ((lookup, amount),), said % {"amount": values[0]})


def parse_amount(text: str) -> Decimal:
    """`184k` -> 184000, `1.2m` -> 1200000. Raises ValueError on marks, signs of currency, NaN and powers."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return Decimal(match[1].replace("−", "-")) * {"": 1, "k": 1_000, "m": 1_000_000}[match[2].lower()]


def read_flag(item: "Filter", operator: str, values: Sequence[str], asking: "Asking") -> Criterion:
    holds = _truth(_one(values))
    return Criterion(item.key, operator, (holds,), (("", holds),), _("yes") if holds else _("no"))


def read_empty(item: "Filter", operator: str, values: Sequence[str], asking: "Asking") -> Criterion:
    empty = _truth(_one(values))
    return Criterion(item.key, operator, (empty,), (("__isnull", empty),), _("empty") if empty else _("filled"))


def _truth(text: str) -> bool:
    words = {"1": True, "true": True, "0": False, "false": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]


def _one(values: Sequence[str]) -> str:
    if len(values) != 1:
        raise ValueError("one value")
    return values[0]


READERS: dict[str, Callable[["Filter", str, Sequence[str], "Asking"], Criterion]] = {
    "choice": read_choice,
    "person": read_choice,
    "text": read_text,
    "date": read_days,
    "moment": read_days,
    "money": read_number,
    "number": read_number,
    "flag": read_flag,
    "empty": read_empty,
}
