"""Filters: declared once, read from a query string, used by page tables and the API alike.

| kind | query string |
| --- | --- |
| choice, person | `stage=won&stage=lost` any of them; `stage_not=lost`; a person may be `me` |
| text | `name=crest` contains, without case |
| date, moment | `close=2026-11-12`, `close=this_quarter`; `close_from=`, `close_to=` both days included |
| money, number | `amount=`; `amount_min=`, `amount_max=` both included; `184k`, `1.2m` are read |
| flag | `pushed=1`, `pushed=0` |

Each may have `<key>_empty=1` (no value) or `0` (any value) when the declaration says `may_be_empty`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from salesops.kernel.moments import local_day
from salesops.kernel.periods import Calendar, Gregorian
from salesops.web.errors import NotUnderstood
from salesops.web.filter_kinds import OPERATORS, READERS, Criterion
from salesops.web.organisation import business_time_for

Choice = tuple[str, Any]
Choices = Sequence[Choice] | Callable[[Any], Iterable[Choice]]
MAX_VALUES = 200


@dataclass(frozen=True)
class Asking:
    """Who asks and when: what `me` and `this_week` mean. One object for page, export and API."""

    viewer: Any
    now: datetime
    zone: ZoneInfo
    calendar: Calendar = field(default_factory=Gregorian)

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)

    @classmethod
    def by(cls, request: Any) -> "Asking":
        time = business_time_for(request)
        return cls(request.user, request.now, time.zone, time.calendar)


@dataclass(frozen=True)
class Filter:
    """One field a list can be cut by.

    apply: a field path, or a function from what was asked to a condition (joins to many rows belong in an EXISTS).
    choices: pairs of key and label, or a function of the viewer that returns them. A key outside of them is refused,
        unless the kind is `person`: an unknown uid finds nothing, exactly as an invisible one.
    words: further words that stand for keys, such as `team`, each a function of the viewer.
    seen_by: who may use it; to others it does not exist.
    """

    key: str
    label: Any
    kind: str = "text"
    apply: str | Callable[[Criterion], Q] = ""
    choices: Choices = ()
    words: Mapping[str, Callable[[Any], Sequence[str]]] = field(default_factory=dict)
    seen_by: Callable[[Any], bool] | None = None
    may_be_empty: bool = False

    def parameters(self) -> list[str]:
        empty = [f"{self.key}_empty"] if self.may_be_empty else []
        return [f"{self.key}{suffix}" for suffix in OPERATORS[self.kind]] + empty

    def pairs(self, viewer: Any) -> list[Choice]:
        return list(self.choices(viewer) if callable(self.choices) else self.choices)

    def condition(self, criterion: Criterion) -> Q:
        return self.apply(criterion) if callable(self.apply) else criterion.as_q(self.apply or self.key)


def usable(filters: Iterable[Filter], viewer: Any) -> list[Filter]:
    return [item for item in filters if item.seen_by is None or item.seen_by(viewer)]


def refuse_unknown(params: QueryDict, allowed: Iterable[str]) -> None:
    """Raises NotUnderstood `unknown_parameter`: a misspelt filter must never mean "everything"."""
    unknown = sorted(set(params) - set(allowed))
    if unknown:
        sentence = _("This address asks for something this list does not know: %(names)s.")
        raise NotUnderstood(
            "unknown_parameter",
            sentence % {"names": ", ".join(name[:100] for name in unknown[:20])},
            fields={name[:100]: _("Not known here.") for name in unknown[:20]},
        )


def read_criteria(filters: Sequence[Filter], params: QueryDict, asking: Asking) -> list[tuple[Filter, Criterion]]:
    """What the query string asks, in the order of declaration. Raises NotUnderstood `bad_filter` naming the field."""
    found: list[tuple[Filter, Criterion]] = []
    for item in usable(filters, asking.viewer):
        for parameter in item.parameters():
            values = [value for value in params.getlist(parameter) if value != ""]
            if values:
                found.append((item, _read(item, parameter, values, asking)))
    return found


def _read(item: Filter, parameter: str, values: list[str], asking: Asking) -> Criterion:
    operator = parameter.removeprefix(item.key)
    try:
        if len(values) > MAX_VALUES or any("\x00" in value for value in values):
            raise ValueError("too many values, or no text")
        return READERS["empty" if operator == "_empty" else item.kind](item, operator, values, asking)
    except (ValueError, ArithmeticError) as error:
        sentence = _("“%(value)s” cannot be used for %(label)s.") % {"value": values[0][:100], "label": item.label}
        raise NotUnderstood("bad_filter", sentence, fields={parameter: sentence}) from error


def apply_criteria(rows: QuerySet[Any], criteria: Iterable[tuple[Filter, Criterion]]) -> QuerySet[Any]:
    """The rows that meet every criterion; the mark of `visible_to` stays on them."""
    for item, criterion in criteria:
        rows = rows.filter(item.condition(criterion))
    return rows
