"""What a question is asked with: period, instant, scope, filters, and the dimensions it is cut by, as bound SQL."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from salesops.kernel.errors import Refused
from salesops.kernel.moments import AsOf, local_day, start_of_day
from salesops.kernel.money import minor_units
from salesops.kernel.registry import Registry
from salesops.kernel.scope import Scope, ScopeCut

NONE_BUCKET = "(none)"
# The day expression of a snapshot: rows stand where they stand at `as_of`.
TODAY = "%(as_of_day)s::date"
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Filter:
    """Rows whose dimension has one of `values`, as text; `(none)` stands for null. `exclude` turns it round."""

    dimension: str
    values: tuple[str, ...]
    exclude: bool = False


@dataclass(frozen=True)
class Columns:
    """The SQL expressions of one source that scope and dimensions hang on.

    source: registered name (`opportunity`). record: id of the row. owner: person credited. day: business day of it.
    closed: a won or lost row, which the setting `won_follows` may place where its owner stands now. in_period: the
    measure keeps only rows whose `day` is in the asked period; people who did not move in it are found by id alone.
    fields: further expressions by name (`customer`), for dimensions that several sources carry.
    """

    source: str
    record: str
    owner: str
    day: str
    closed: bool = False
    in_period: bool = False
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Dimension:
    """How rows of a source are cut. The app that owns the word registers it, so a lower measure needs no higher app.

    value: SQL expression of the key. join: SQL that finds it, at most one row. Both may name `{record}`, `{owner}`,
    `{day}` and the `fields` of its sources.
    sources: which sources carry it. labels: words for keys, asked once for the keys on a page.
    """

    key: str
    label: object
    value: str
    sources: frozenset[str]
    join: str = ""
    labels: Callable[[Sequence[str]], Mapping[str, str]] | None = None

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"{self.key!r} cannot name a column")

    def expression(self, columns: Columns) -> str:
        return _placed(self.value, columns)

    def joined(self, columns: Columns) -> str:
        return _placed(self.join, columns)


DIMENSIONS: Registry[Dimension] = Registry("dimensions")


@dataclass(frozen=True)
class Ask:
    """One question. `scope` is what the asker may see, `focus` the node or person asked about, None for all.

    start, end: half-open business days. zone: the organisation's. currency: the one reported in. options: what a single
    metric knows (window_days, mode, horizon).
    """

    scope: Scope
    start: date
    end: date
    as_of: AsOf
    zone: ZoneInfo
    currency: str
    known_at: datetime | None = None
    focus: Scope | None = None
    dims: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    attribution: Literal["event", "current"] = "event"
    won_follows: Literal["team", "person"] = "team"
    rates: Literal["spot", "plan"] = "spot"
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def as_of_day(self) -> date:
        return local_day(self.as_of.instant, self.zone)

    def params(self) -> dict[str, Any]:
        """Parameters every measure may name. `from_at`, `to_at` are the local midnights of the period's bounds."""
        return {
            "start": self.start,
            "end": self.end,
            "from_at": start_of_day(self.start, self.zone),
            "to_at": start_of_day(self.end, self.zone),
            "as_of": self.as_of.instant,
            "as_of_day": self.as_of_day,
            "known_at": self.known_at,
            "zone": self.zone.key,
            "currency": self.currency,
            "digits": minor_units(self.currency),
        }

    def _is_today(self, columns: Columns) -> bool:
        return self.attribution == "current" or (columns.closed and self.won_follows == "person")

    def _days_of(self, columns: Columns) -> tuple[date, date] | None:
        """Half-open days that every row is placed in, None where the measure promises nothing."""
        if self._is_today(columns) or columns.day == TODAY:
            return self.as_of_day, self.as_of_day + timedelta(days=1)
        return (self.start, self.end) if columns.in_period else None

    def placed(self, columns: Columns) -> Columns:
        """Where rows stand in line and territory: at the event day, at `as_of` for the other views (metrics.md G6)."""
        return replace(columns, day=TODAY) if self._is_today(columns) else columns

    def cut(self, columns: Columns) -> ScopeCut:
        """Scope and focus as one condition: a row counts when both hold it."""
        at = self.placed(columns)
        record = (columns.source, columns.record)
        within = self._days_of(columns)
        seen = self.scope.cut(owner=at.owner, day=at.day, record=record, within=within)
        if self.focus is None:
            return seen
        asked = self.focus.cut(owner=at.owner, day=at.day, record=record, within=within, name="focus")
        joins = " ".join(part for part in (seen.join, asked.join) if part)
        return ScopeCut(joins, f"{seen.where} AND {asked.where}", {**seen.params, **asked.params})


@dataclass(frozen=True)
class Grain:
    """The asked dimensions as SQL: `columns` begins with a comma or is empty, `join` and `where` stand alone."""

    columns: str
    join: str
    where: str
    params: Mapping[str, Any]


def grain(ask: Ask, columns: Columns) -> Grain:
    """Dimension columns `dim_<key>` (null where the row has none), their joins, and the filters.

    Raises Refused `bad_dimension`, listing what this source allows, for a dimension or filter it does not have.
    """
    at = ask.placed(columns)
    asked = [_dimension(key, columns.source) for key in ask.dims]
    filtered = [_dimension(part.dimension, columns.source) for part in ask.filters]
    used = {dimension.key: dimension for dimension in (*asked, *filtered)}
    conditions, params = ["TRUE"], {}
    for number, (part, dimension) in enumerate(zip(ask.filters, filtered, strict=True)):
        conditions.append(_condition(part, dimension.expression(at), f"filter_{number}"))
        params[f"filter_{number}"] = [value for value in part.values if value != NONE_BUCKET]
    return Grain(
        "".join(f", {dimension.expression(at)} AS dim_{dimension.key}" for dimension in asked),
        " ".join(dimension.joined(at) for dimension in used.values() if dimension.join),
        " AND ".join(conditions),
        params,
    )


def dimensions_of(source: str) -> list[Dimension]:
    """What a source can be cut by, in the order of keys."""
    return [dimension for dimension in DIMENSIONS if source in dimension.sources]


def _dimension(key: str, source: str) -> Dimension:
    found = DIMENSIONS.get(key)
    if found is None or source not in found.sources:
        allowed = [dimension.key for dimension in dimensions_of(source)]
        raise Refused("bad_dimension", f"“{key}” is none of: {', '.join(allowed)}.", allowed=allowed)
    return found


def _condition(part: Filter, expression: str, name: str) -> str:
    wanted = f"({expression})::text = ANY(%({name})s::text[])"
    if NONE_BUCKET in part.values:
        wanted = f"({wanted} OR ({expression}) IS NULL)"
    return f"({wanted}) IS NOT TRUE" if part.exclude else wanted


def _placed(template: str, columns: Columns) -> str:
    """Only our names are replaced: `%(x)s` and braces of SQL literals stay."""
    names = {"record": columns.record, "owner": columns.owner, "day": columns.day, **columns.fields}
    for name, expression in names.items():
        template = template.replace(f"{{{name}}}", expression)
    return template
